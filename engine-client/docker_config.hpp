#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace muster::engine {

using Environment = std::map<std::string, std::string>;

/// What the Docker CLI's config.json says about engines and output. Credentials: see registry_auth.hpp.
struct DockerConfig {
    std::string current_context; ///< chosen with 'docker context use'
    std::vector<std::pair<std::string, std::string>> http_headers;
    std::string detach_keys;
    std::string ps_format;
    bool operator==(const DockerConfig&) const = default;
};

/// DOCKER_CONFIG, or else ~/.docker.
std::string docker_config_directory(const Environment& environment);

/// The text of config.json in that directory; empty when there is none. Throws Error when it cannot be read.
std::string read_docker_config(const std::string& directory);

/// Throws Error (usage) for a text that is no such file. `path` is for its message.
DockerConfig decode_docker_config(const std::string& text, const std::string& path);

} // namespace muster::engine
