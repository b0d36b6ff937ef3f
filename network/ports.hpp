#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::network {

/// One published (or merely opened) container port. Source: Compose spec, services.ports, long syntax.
struct PortMapping {
    std::string name;
    std::string mode;        ///< "ingress" by default, or "host"
    std::string host_ip;     ///< empty: all addresses
    std::int64_t target = 0; ///< the container's port
    std::string published;   ///< the host's port, a range "8000-9000" to choose from, or empty for any
    std::string protocol;    ///< "tcp" by default
    std::string app_protocol;

    bool operator==(const PortMapping&) const = default;
};

/// Expands a short form, `[[ip:][host[-end]]:]container[-end][/protocol]`, into one mapping per container
/// port, ordered by that port's text ("100" before "99", as Docker Compose orders them). A single container
/// port keeps a host range to choose from. Throws std::invalid_argument whose text says what was found and
/// expected.
std::vector<PortMapping> parse_ports(std::string_view text);

/// "8080:80/tcp", "127.0.0.1:8080:80/udp": for messages.
std::string to_string(const PortMapping& port);

} // namespace muster::network
