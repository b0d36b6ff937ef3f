#pragma once

#include <string>

namespace muster::engine {

/// Where an engine listens, taken apart.
struct Address {
    std::string host;        ///< as the user gave it: "unix:///var/run/docker.sock", for messages
    std::string socket_path; ///< of a unix socket; empty: tcp
    std::string base_url;    ///< what paths are appended to: "http://localhost", "http://10.0.0.5:2375"
    bool operator==(const Address&) const = default;
};

/// Reads "unix://PATH" and "tcp://HOST[:PORT][/PREFIX]" (port 2375 when none is given). Throws Error (usage)
/// for anything else.
Address parse_address(const std::string& host);

} // namespace muster::engine
