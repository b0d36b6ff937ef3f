#pragma once

#include "engine-client/docker_config.hpp"

namespace muster::engine {

/// The further headers of every request: those of DOCKER_CUSTOM_HEADERS (its text: "name=value", one after
/// the other between commas, quoted as in CSV where need be), or else those of config.json. Throws Error
/// (usage) for what cannot be a header. Source: Docker CLI, cli/command, withCustomHeadersFromEnv.
std::vector<std::pair<std::string, std::string>> custom_headers(const std::string& variable,
                                                                const DockerConfig& config);

} // namespace muster::engine
