#include "base/digest.hpp"
#include "base/text.hpp"
#include "tests/fakes/engine_refusal.hpp"
#include "tests/fakes/engine_state.hpp"

#include <algorithm>
#include <set>

namespace muster::fakes {

using engine::PublishedPort;

namespace {

constexpr std::int64_t first_ephemeral_port = 32768;

struct PortRange {
    std::int64_t first;
    std::int64_t last;
};

std::int64_t port_number(const std::string& text) {
    if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != std::string::npos)
        throw refused("invalid port specification: \"" + text + "\"");
    return std::stoll(text);
}

/// "", "8080" or "8000-8010".
PortRange range_of(const std::string& host_port) {
    if (host_port.empty() || host_port == "0") return {first_ephemeral_port, 65535};
    const auto ends = split(host_port, '-');
    return {port_number(ends.front()), port_number(ends.back())};
}

bool is_wildcard(const std::string& ip) { return ip.empty() || ip == "0.0.0.0" || ip == "::"; }

bool collide(const PublishedPort& a, const PublishedPort& b) {
    return a.host_port == b.host_port && a.protocol == b.protocol &&
           (a.ip == b.ip || is_wildcard(a.ip) || is_wildcard(b.ip));
}

PublishedPort parse_container_port(const std::string& port) {
    const auto parts = split(port, '/');
    PublishedPort parsed;
    parsed.container_port = std::stoll(parts[0]);
    parsed.protocol = parts.size() > 1 ? parts[1] : "tcp";
    return parsed;
}

std::set<std::string> exposed_ports(const FakeContainer& container) {
    std::set<std::string> exposed(container.spec.exposed_ports.begin(), container.spec.exposed_ports.end());
    exposed.insert(container.image.exposed_ports.begin(), container.image.exposed_ports.end());
    return exposed;
}

} // namespace

void EngineState::publish_ports(FakeContainer& container) {
    const std::string& mode = container.spec.host.network_mode;
    if (mode == "host" || mode == "none" || mode.starts_with("container:")) return;
    // The engine publishes no port that is not exposed too.
    for (const std::string& port : exposed_ports(container)) {
        const auto bindings = container.spec.host.port_bindings.find(port);
        if (bindings == container.spec.host.port_bindings.end()) {
            container.ports.push_back(parse_container_port(port));
            continue;
        }
        for (const engine::PortBinding& binding : bindings->second) publish_port(container, port, binding);
    }
}

void EngineState::publish_port(FakeContainer& container, const std::string& port,
                               const engine::PortBinding& binding) {
    PublishedPort published = parse_container_port(port);
    published.ip = binding.host_ip.empty() ? "0.0.0.0" : binding.host_ip;
    const PortRange range = range_of(binding.host_port);
    published.host_port = range.first;
    while (is_port_taken(container, published)) {
        if (published.host_port++ < range.last) continue;
        throw refused("driver failed programming external connectivity on endpoint " + container.name + " (" +
                      sha256_hex("endpoint " + container.id) + "): Bind for " + published.ip + ":" +
                      std::to_string(range.first) + " failed: port is already allocated");
    }
    container.ports.push_back(published);
    if (!binding.host_ip.empty()) return;
    published.ip = "::";
    container.ports.push_back(published);
}

bool EngineState::is_port_taken(const FakeContainer& asking, const PublishedPort& port) const {
    const auto has_it = [&](const FakeContainer& container) {
        return std::any_of(container.ports.begin(), container.ports.end(), [&](const PublishedPort& other) {
            return other.host_port != 0 && collide(other, port);
        });
    };
    return has_it(asking) || std::any_of(containers_.begin(), containers_.end(),
                                         [&](const auto& entry) { return has_it(*entry.second); });
}

} // namespace muster::fakes
