#include "engine-client/address.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "engine-client/ssh_target.hpp"

namespace muster::engine {

namespace {

constexpr std::string_view unix_scheme = "unix://";
constexpr std::string_view tcp_scheme = "tcp://";
constexpr std::string_view default_socket = "/var/run/docker.sock";
constexpr std::string_view default_host = "localhost";
constexpr std::string_view default_port = ":2375";

Error unusable_host(const std::string& host, std::string reason) {
    return Error(ErrorKind::usage, "the engine's address " + quoted(host) + " " + std::move(reason))
        .suggest("expected 'unix:///path/to/docker.sock', 'tcp://host:port' or 'ssh://user@host'");
}

bool has_port(std::string_view authority) {
    const std::size_t bracket = authority.rfind(']');
    return authority.find(':', bracket == std::string_view::npos ? 0 : bracket) != std::string_view::npos;
}

/// "HOST:PORT", with what is not given filled in.
std::string complete_authority(std::string_view authority) {
    std::string complete(authority);
    if (complete.empty() || complete.front() == ':') complete.insert(0, default_host);
    if (!has_port(complete)) complete += default_port;
    return complete;
}

std::string http_url(std::string_view authority_and_prefix) {
    const std::size_t slash = std::min(authority_and_prefix.find('/'), authority_and_prefix.size());
    std::string url = "http://" + complete_authority(authority_and_prefix.substr(0, slash)) +
                      std::string(authority_and_prefix.substr(slash));
    while (url.ends_with('/')) url.pop_back();
    return url;
}

Address unix_address(const std::string& host, std::string_view path) {
    return {host, std::string(path.empty() ? default_socket : path), "http://localhost"};
}

/// The scheme that an address without one is missing.
Address address_without_scheme(const std::string& host) {
    if (host.starts_with('/'))
        throw Error(ErrorKind::usage, "the engine's address " + quoted(host) + " has no scheme")
            .suggest("for a socket, write 'unix://" + host + "'");
    return {host, "", http_url(host)};
}

} // namespace

Address parse_address(const std::string& host) {
    const std::string_view text = host;
    if (text.starts_with(unix_scheme)) return unix_address(host, text.substr(unix_scheme.size()));
    if (text.starts_with(tcp_scheme)) return {host, "", http_url(text.substr(tcp_scheme.size()))};
    if (text.find("://") == std::string_view::npos && !text.empty()) return address_without_scheme(host);
    throw unusable_host(host, "has a scheme that is not supported");
}

bool is_ssh(const std::string& host) { return host.starts_with("ssh://"); }

Address address_of(const Connection& connection) {
    if (is_ssh(connection.host)) parse_ssh_target(connection.host); // refused now rather than later
    Address address = is_ssh(connection.host) ? Address{connection.host, "", "http://docker.example.com"}
                                              : parse_address(connection.host);
    const bool is_tcp = address.socket_path.empty() && !is_ssh(connection.host);
    if (is_tcp && connection.tls) {
        address.tls = connection.tls;
        address.base_url.insert(std::string_view("http").size(), "s");
    }
    address.headers = connection.headers;
    address.chosen_by = connection.chosen_by;
    return address;
}

std::string identify(const Connection& connection) {
    if (is_ssh(connection.host)) return identify(parse_ssh_target(connection.host));
    const Address address = parse_address(connection.host);
    if (!address.socket_path.empty())
        return std::string(unix_scheme) + DiskFiles().real_path(address.socket_path);
    return std::string(tcp_scheme) + address.base_url.substr(std::string_view("http://").size());
}

} // namespace muster::engine
