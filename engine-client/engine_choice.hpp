#pragma once

#include "engine-client/connection.hpp"
#include "engine-client/docker_config.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::engine {

/// What a user says about which engine to use: the Docker CLI's own flags, and the environment.
struct EngineChoice {
    Environment environment;
    std::vector<std::string> hosts = {};           ///< --host
    std::string context = {};                      ///< --context
    std::string config_directory = {};             ///< --config; empty: as the environment says
    std::optional<bool> tls = std::nullopt;        ///< --tls; nothing: not given
    std::optional<bool> tls_verify = std::nullopt; ///< --tlsverify
    std::string authorities_file = {};             ///< --tlscacert
    std::string certificate_file = {};             ///< --tlscert
    std::string key_file = {};                     ///< --tlskey
};

/// Docker's configuration directory for that choice.
std::string config_directory_of(const EngineChoice& choice);

/// The engine that the Docker CLI would use: --context, else --host, else DOCKER_HOST, else DOCKER_CONTEXT,
/// else the current context of config.json, else the local one. Reads the context store, and of TLS files
/// whether they are there and usable. Throws Error: `usage` for what contradicts itself or cannot be an
/// address, `not_found` for a context or a file that is not there, which it names with its setting.
/// Source: Docker CLI, cli/command, resolveContextName and resolveDockerEndpoint.
Connection resolve_connection(const EngineChoice& choice, const DockerConfig& config);

/// The same with the environment alone, and the config.json that it leads to.
Connection connection_from(const Environment& environment);

} // namespace muster::engine
