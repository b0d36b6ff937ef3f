#include "engine-client/address.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine-client/engine.hpp"

namespace muster::engine {

namespace {

constexpr std::string_view unix_scheme = "unix://";
constexpr std::string_view tcp_scheme = "tcp://";
constexpr std::string_view default_port = ":2375";

Error unusable_host(const std::string& host, std::string reason) {
    return Error(ErrorKind::usage, "the engine's address " + quoted(host) + " " + std::move(reason))
        .suggest("set DOCKER_HOST to 'unix:///path/to/docker.sock' or 'tcp://host:port'");
}

bool has_port(std::string_view authority) {
    const std::size_t bracket = authority.rfind(']');
    return authority.find(':', bracket == std::string_view::npos ? 0 : bracket) != std::string_view::npos;
}

std::string http_url(std::string_view authority_and_prefix) {
    const std::size_t slash = std::min(authority_and_prefix.find('/'), authority_and_prefix.size());
    std::string url = "http://" + std::string(authority_and_prefix.substr(0, slash));
    if (!has_port(authority_and_prefix.substr(0, slash))) url += default_port;
    url += authority_and_prefix.substr(slash);
    while (url.ends_with('/')) url.pop_back();
    return url;
}

std::string value_of(const std::map<std::string, std::string>& environment, const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

} // namespace

Address parse_address(const std::string& host) {
    const std::string_view text = host;
    if (text.starts_with(unix_scheme)) {
        const std::string_view path = text.substr(unix_scheme.size());
        if (path.empty()) throw unusable_host(host, "names no socket");
        return {host, std::string(path), "http://localhost"};
    }
    if (text.starts_with(tcp_scheme)) {
        const std::string_view rest = text.substr(tcp_scheme.size());
        if (rest.empty() || rest.starts_with('/') || rest.starts_with(':'))
            throw unusable_host(host, "names no host");
        return {host, "", http_url(rest)};
    }
    throw unusable_host(host, "has a scheme that is not supported");
}

Connection connection_from(const std::map<std::string, std::string>& environment) {
    Connection connection;
    if (const std::string host = value_of(environment, "DOCKER_HOST"); !host.empty()) connection.host = host;
    connection.api_version = value_of(environment, "DOCKER_API_VERSION");
    const Address address = parse_address(connection.host);
    if (address.socket_path.empty() && !value_of(environment, "DOCKER_TLS_VERIFY").empty())
        throw Error(ErrorKind::unsupported, "TLS to the engine at " + quoted(connection.host) +
                                                " is not supported yet, but DOCKER_TLS_VERIFY asks for it")
            .suggest("reach the engine by a unix socket, or through a local tunnel");
    return connection;
}

} // namespace muster::engine
