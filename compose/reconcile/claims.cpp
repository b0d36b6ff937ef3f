#include "compose/reconcile/claims.hpp"

namespace muster::compose::reconcile {

namespace {

std::string port_claim(const std::string& port, const std::string& protocol) {
    return "port " + port + "/" + (protocol.empty() ? "tcp" : protocol);
}

std::string address_claim(const std::string& address) { return "address " + address; }

} // namespace

Claims claims_of(const Service& service) {
    Claims claims;
    for (const PortMapping& port : service.ports)
        if (!port.published.empty() && port.published.find('-') == std::string::npos)
            claims.insert(port_claim(port.published, port.protocol));
    for (const auto& [key, endpoint] : service.networks)
        if (endpoint)
            for (const std::string& address : {endpoint->ipv4_address, endpoint->ipv6_address})
                if (!address.empty()) claims.insert(address_claim(address));
    return claims;
}

Claims claims_of(const ObservedContainer& container) {
    Claims claims;
    for (const engine::PublishedPort& port : container.summary.ports)
        if (port.host_port != 0) claims.insert(port_claim(std::to_string(port.host_port), port.protocol));
    for (const auto& [name, attachment] : container.summary.networks)
        if (!attachment.ip_address.empty()) claims.insert(address_claim(attachment.ip_address));
    return claims;
}

} // namespace muster::compose::reconcile
