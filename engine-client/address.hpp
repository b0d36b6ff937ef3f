#pragma once

#include "base/error.hpp"
#include "engine-client/connection.hpp"

#include <memory>
#include <string>

namespace muster::engine {

/// What stands between us and an engine, when it can say why it fails. May be asked from several threads.
class Carrier {
  public:
    virtual ~Carrier() = default;
    /// Its own reason for the failure of a transfer that has just failed, or nothing. May take a moment.
    virtual std::optional<Error> find_failure() = 0;
};

/// Where an engine listens, taken apart, and how to speak to it.
struct Address {
    std::string host;        ///< as the user gave it: "unix:///var/run/docker.sock", for messages
    std::string socket_path; ///< of a unix socket; empty: tcp
    std::string base_url;    ///< what paths are appended to: "http://localhost", "https://10.0.0.5:2376"
    std::optional<TlsOptions> tls = std::nullopt;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string chosen_by = {};                 ///< as in Connection
    std::shared_ptr<Carrier> carrier = nullptr; ///< of an engine behind ssh
};

/// Reads "unix://[PATH]" and "[tcp://][HOST][:PORT][/PREFIX]" (localhost and port 2375 when none is given).
/// Throws Error (usage) for anything else.
Address parse_address(const std::string& host);

/// The connection's address, but for that of an engine behind ssh, whose socket is not there yet: see
/// SshTunnel. Throws Error (usage) for a scheme that is not supported.
Address address_of(const Connection& connection);

/// Whether it is one of "ssh://".
bool is_ssh(const std::string& host);

} // namespace muster::engine
