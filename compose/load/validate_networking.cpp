#include "compose/load/validate.hpp"

#include "base/text.hpp"
#include "network/address.hpp"

#include <algorithm>

namespace muster::compose::load {

namespace {

constexpr std::int64_t highest_port = 65535;

/// "8080" or "8000-9000".
bool is_published_port(const std::string& text) {
    const auto parts = split(text, '-');
    if (parts.size() > 2) return false;
    std::int64_t previous = 0;
    for (const std::string& part : parts) {
        const bool is_number =
            !part.empty() && part.size() < 6 &&
            std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!is_number || std::stoll(part) > highest_port || std::stoll(part) < previous) return false;
        previous = std::stoll(part);
    }
    return true;
}

class NetworkingCheck {
  public:
    NetworkingCheck(const Service& service, Findings& findings) : service_(service), findings_(findings) {}

    void run() {
        check_mode();
        for (const PortMapping& port : service_.ports) check_port(port);
        for (const auto& [name, endpoint] : service_.networks)
            if (endpoint) check_endpoint(name, *endpoint);
        for (const std::string& address : service_.dns.items)
            if (!network::is_valid_ip(address))
                findings_.refuse_entry(at("dns"), address, "must have IP addresses, not " + quoted(address));
        for (const auto& [host, addresses] : service_.extra_hosts.entries)
            for (const std::string& address : addresses) check_host(host, address);
        if (!service_.mac_address.empty() && !network::is_valid_mac(service_.mac_address))
            findings_.refuse(at("mac_address"), "must be a MAC address such as '02:42:ac:11:00:02', not " +
                                                    quoted(service_.mac_address));
    }

  private:
    KeyPath at(const char* attribute) const { return {"services", service_.name, attribute}; }

    void check_host(const std::string& host, const std::string& address) {
        if (address == "host-gateway" || network::is_valid_ip(address)) return;
        findings_.refuse_entry(at("extra_hosts"), host,
                               "must have an IP address or 'host-gateway' for " + quoted(host) + ", not " +
                                   quoted(address));
    }

    void check_mode() {
        if (service_.network_mode.empty() || service_.networks.empty() || !findings_.wants_consistency())
            return;
        findings_.add(at("network_mode"), "does not go with 'networks'")
            .note("the networks are given here", findings_.place(at("networks")))
            .suggest("keep one of the two");
    }

    void check_port(const PortMapping& port) {
        const KeyPath path = at("ports");
        if (port.target < 0) findings_.add(path, "has a negative container port");
        if (port.target < 1 || port.target > highest_port)
            findings_.refuse(path, "has the container port " + std::to_string(port.target) +
                                       ", expected a number from 1 to 65535");
        if (!port.published.empty() && !is_published_port(port.published))
            findings_.refuse(path, "has the host port " + quoted(port.published) +
                                       ", expected a number up to 65535 or a range such as '8000-8010'");
        if (!port.host_ip.empty() && !network::is_valid_ip(port.host_ip))
            findings_.add(path, "has the host address " + quoted(port.host_ip) + ", expected an IP address");
        if (port.protocol != "tcp" && port.protocol != "udp" && port.protocol != "sctp")
            findings_.refuse(path, "has the protocol " + quoted(port.protocol) +
                                       ", expected 'tcp', 'udp' or 'sctp'");
        if (port.mode != "ingress" && port.mode != "host")
            findings_.refuse(path, "has the mode " + quoted(port.mode) + ", expected 'ingress' or 'host'");
    }

    void check_endpoint(const std::string& name, const Endpoint& endpoint) {
        const auto below = [&](const char* attribute) {
            return KeyPath{"services", service_.name, "networks", name, attribute};
        };
        if (!endpoint.ipv4_address.empty() && !network::is_valid_ipv4(endpoint.ipv4_address))
            findings_.refuse(below("ipv4_address"),
                             "must be an IPv4 address, not " + quoted(endpoint.ipv4_address));
        if (!endpoint.ipv6_address.empty() && !network::is_valid_ipv6(endpoint.ipv6_address))
            findings_.refuse(below("ipv6_address"),
                             "must be an IPv6 address, not " + quoted(endpoint.ipv6_address));
        for (const std::string& address : endpoint.link_local_ips)
            expect_address(below("link_local_ips"), address);
        if (!endpoint.mac_address.empty() && !network::is_valid_mac(endpoint.mac_address))
            findings_.refuse(below("mac_address"),
                             "must be a MAC address, not " + quoted(endpoint.mac_address));
    }

    void expect_address(const KeyPath& path, const std::string& address) {
        if (!network::is_valid_ip(address))
            findings_.refuse(path, "must be an IP address, not " + quoted(address));
    }

    const Service& service_;
    Findings& findings_;
};

} // namespace

void validate_networking(const Service& service, Findings& findings) {
    NetworkingCheck(service, findings).run();
}

} // namespace muster::compose::load
