#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster::engine {

/// A request that the engine has answered: for logs and counts.
struct AnsweredCall {
    std::string method;
    std::string path; ///< with version and query
    long status = 0;  ///< 0 for a stream that was stopped
    std::chrono::microseconds duration{};
};

/// A PEM file that TLS needs, and the setting that names it, for messages: "DOCKER_CERT_PATH", "--tlscacert",
/// "the context 'box'".
struct TlsFile {
    std::string path;
    std::string setting;
    bool operator==(const TlsFile&) const = default;
};

/// How a TLS connection to an engine is secured. Source: Docker CLI, --tls, --tlsverify, DOCKER_CERT_PATH.
struct TlsOptions {
    std::optional<TlsFile> authorities; ///< who may vouch for the engine; nothing: whom the system trusts
    std::optional<TlsFile> certificate; ///< ours, for an engine that asks for one
    std::optional<TlsFile> key;         ///< of our certificate
    enum class ServerCheck { full, none } server_check = ServerCheck::full;
    bool operator==(const TlsOptions&) const = default;
};

/// Where the engine is and how to speak to it.
struct Connection {
    std::string host = "unix:///var/run/docker.sock"; ///< unix://, tcp:// or ssh://
    std::string api_version;                          ///< DOCKER_API_VERSION; empty: negotiate
    /// Told of every answered request, from whichever thread made it; optional.
    std::function<void(const AnsweredCall&)> on_call = nullptr;
    std::optional<TlsOptions> tls = std::nullopt;                  ///< only for tcp://
    std::vector<std::pair<std::string, std::string>> headers = {}; ///< further ones, sent with every request
    std::string chosen_by = {}; ///< "DOCKER_HOST", "the context 'box'"; empty: nobody, it is the default
};

/// A text that two connections share exactly when they lead to the same engine, as far as their addresses
/// tell: "tcp://box:2375", "unix:///run/docker.sock" (without symbolic links), "ssh://user@box".
std::string identify(const Connection& connection);

} // namespace muster::engine
