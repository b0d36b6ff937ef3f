#include "engine-client/ssh_target.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace muster::engine {

namespace {

constexpr std::string_view scheme = "ssh://";

[[noreturn]] void refuse(const std::string& host, const std::string& reason) {
    throw Error(ErrorKind::usage, "the engine's address " + quoted(host) + " " + reason)
        .suggest("expected 'ssh://user@host:port/path/to/docker.sock'; user, port and path may be left out");
}

/// "%20" as the byte that it stands for. A '%' that no two digits follow stays as it is.
std::string percent_decode(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned code = 0;
        const std::string_view digits = text[i] == '%' ? text.substr(i + 1, 2) : std::string_view();
        const char* const end = digits.data() + digits.size();
        if (digits.size() == 2 && std::from_chars(digits.data(), end, code, 16).ptr == end) {
            decoded += static_cast<char>(code);
            i += 2;
        } else {
            decoded += text[i];
        }
    }
    return decoded;
}

bool is_port(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "user@" in front of the host.
std::string take_user(const std::string& host, std::string_view& authority) {
    const std::size_t at = authority.rfind('@');
    if (at == std::string_view::npos) return "";
    const std::string_view user = authority.substr(0, at);
    authority.remove_prefix(at + 1);
    if (user.find(':') != std::string_view::npos) {
        const std::string shown = host.substr(0, host.find(':', scheme.size())) + ":...";
        refuse(shown, "contains a password, which ssh does not take");
    }
    return percent_decode(user);
}

/// ":port" behind the host. An IPv6 address is written in brackets.
std::string take_port(const std::string& host, std::string_view& authority) {
    const std::size_t bracket = authority.rfind(']');
    const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon == std::string_view::npos) return "";
    const std::string port(authority.substr(colon + 1));
    if (!is_port(port)) refuse(host, "has a port that is no number: " + quoted(port));
    authority = authority.substr(0, colon);
    return port;
}

std::string_view without_brackets(std::string_view host) {
    const bool has_brackets = host.starts_with('[') && host.ends_with(']');
    return has_brackets ? host.substr(1, host.size() - 2) : host;
}

bool is_safe(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           std::string_view("/._-:@%+=,").find(byte) != std::string_view::npos;
}

std::string shell_word(const std::string& text) {
    if (std::all_of(text.begin(), text.end(), is_safe)) return text;
    std::string word = "'";
    for (const char byte : text) word += byte == '\'' ? std::string("'\\''") : std::string(1, byte);
    return word + "'";
}

} // namespace

SshTarget parse_ssh_target(const std::string& host) {
    std::string_view rest = std::string_view(host).substr(scheme.size());
    if (rest.find_first_of("?#") != std::string_view::npos)
        refuse(host, "has a query or a fragment, which mean nothing to ssh");
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    std::string_view authority = rest.substr(0, slash);
    SshTarget target;
    target.user = take_user(host, authority);
    target.port = take_port(host, authority);
    target.host = without_brackets(authority);
    if (target.host.empty()) refuse(host, "names no host");
    target.socket_path = percent_decode(rest.substr(slash));
    if (target.socket_path == "/") target.socket_path.clear();
    return target;
}

std::string to_string(const SshTarget& target) {
    return (target.user.empty() ? "" : target.user + "@") + target.host;
}

std::string identify(const SshTarget& target) {
    return std::string(scheme) + to_string(target) + (target.port.empty() ? "" : ":" + target.port) +
           target.socket_path;
}

std::vector<std::string> destination_arguments(const SshTarget& target) {
    std::vector<std::string> arguments;
    if (!target.user.empty()) arguments.insert(arguments.end(), {"-l", target.user});
    if (!target.port.empty()) arguments.insert(arguments.end(), {"-p", target.port});
    arguments.insert(arguments.end(), {"--", target.host});
    return arguments;
}

std::string remote_command(const SshTarget& target) {
    std::string command = "docker";
    if (!target.socket_path.empty()) command += " --host " + shell_word("unix://" + target.socket_path);
    return command + " system dial-stdio";
}

} // namespace muster::engine
