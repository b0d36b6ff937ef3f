#pragma once

#include "base/error.hpp"
#include "engine-client/engine.hpp"

#include <map>
#include <string>
#include <vector>

namespace muster::compose::execute {

struct DigestRequest {
    std::vector<std::string> images; ///< as services name them; a repeated one is asked for once
    std::string docker_config;       ///< the text of the Docker CLI's config.json, for credentials
    std::size_t parallel = 8;        ///< how many registries may be asked at once
};

/// Each image with the digest that its registry has for it now: "nginx:1.25" becomes
/// "docker.io/library/nginx:1.25@sha256:...". One that has a digest keeps it and loses its tag.
/// Throws LoadFailure with an Error for each image that could not be resolved; a single one when the engine
/// cannot be reached. Source: BEHAVIOUR of Docker Compose, `config --resolve-image-digests`.
std::map<std::string, std::string> resolve_image_digests(engine::Engine& engine,
                                                         const DigestRequest& request);

} // namespace muster::compose::execute
