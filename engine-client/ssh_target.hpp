#pragma once

#include <string>
#include <vector>

namespace muster::engine {

/// An engine on another machine, reached by the system's ssh.
struct SshTarget {
    std::string user;        ///< empty: whom ssh chooses
    std::string host;        ///< a name that ssh knows, maybe only from its configuration
    std::string port;        ///< empty: which ssh chooses
    std::string socket_path; ///< of the engine over there; empty: where its Docker CLI finds it
    bool operator==(const SshTarget&) const = default;
};

/// Reads "ssh://[USER@]HOST[:PORT][/SOCKET]". Throws Error (usage) for a password, a query or what is no
/// such address. Source: Docker CLI, cli/connhelper/ssh.
SshTarget parse_ssh_target(const std::string& host);

/// "user@box", as ssh itself names it.
std::string to_string(const SshTarget& target);

/// See Connection: "ssh://user@box:22/run/docker.sock".
std::string identify(const SshTarget& target);

/// The arguments that lead to the target: "-l user -p port -- box".
std::vector<std::string> destination_arguments(const SshTarget& target);

/// What runs over there: it joins its standard input and output with the engine's socket. One text, quoted
/// for a shell: "docker --host unix:///run/docker.sock system dial-stdio".
std::string remote_command(const SshTarget& target);

} // namespace muster::engine
