#include "tests/fakes/engine_refusal.hpp"
#include "tests/fakes/engine_state.hpp"

#include <algorithm>

namespace muster::fakes {

namespace {

bool is_predefined(const std::string& network) {
    return network == "bridge" || network == "host" || network == "none";
}

bool is_shared_mode(const std::string& network_mode) { return network_mode.starts_with("container:"); }

/// The network that HostConfig.NetworkMode asks for; empty where the container has none of its own.
std::string network_of_mode(const std::string& network_mode) {
    if (network_mode.empty() || network_mode == "default") return "bridge";
    return is_shared_mode(network_mode) ? "" : network_mode;
}

bool shares_a_subnet(const engine::NetworkSpec& a, const engine::NetworkSpec& b) {
    if (!a.ipam || !b.ipam) return false;
    return std::any_of(a.ipam->pools.begin(), a.ipam->pools.end(), [&](const auto& pool) {
        return !pool.subnet.empty() &&
               std::any_of(b.ipam->pools.begin(), b.ipam->pools.end(),
                           [&](const auto& other) { return other.subnet == pool.subnet; });
    });
}

} // namespace

FakeNetwork* EngineState::find_network(const std::string& network) {
    for (auto& [name, candidate] : networks_)
        if (name == network || candidate.id == network) return &candidate;
    return nullptr;
}

FakeNetwork& EngineState::get_network(const std::string& network) {
    FakeNetwork* found = find_network(network);
    if (!found) throw no_such("network " + network + " not found");
    return *found;
}

std::vector<engine::NetworkSummary> EngineState::list_networks(const std::vector<std::string>& labels) const {
    std::vector<engine::NetworkSummary> summaries;
    for (const auto& [name, network] : networks_)
        if (has_labels(network.spec.labels, labels)) summaries.push_back(summary_of(network));
    return summaries;
}

std::string EngineState::create_network(const engine::NetworkSpec& spec) {
    if (is_predefined(spec.name))
        throw refused("operation is not permitted on predefined " + spec.name + " network ");
    if (find_network(spec.name)) throw conflict("network with name " + spec.name + " already exists");
    for (const auto& [name, other] : networks_)
        if (shares_a_subnet(spec, other.spec))
            throw refused("Pool overlaps with other one on this address space");
    FakeNetwork& network = add_network(spec.name);
    network.spec = spec;
    if (network.spec.driver.empty()) network.spec.driver = "bridge";
    report("network", "create", network.id, {{"name", spec.name}, {"type", network.spec.driver}});
    return network.id;
}

FakeNetwork& EngineState::add_network(const std::string& name) {
    FakeNetwork& network = networks_[name];
    network.id = new_id("network");
    network.spec.name = name;
    network.number = 16 + static_cast<int>(networks_.size());
    return network;
}

void EngineState::remove_network(const std::string& network) {
    const FakeNetwork found = get_network(network);
    const std::string& name = found.spec.name;
    if (is_predefined(name)) throw refused(name + " is a pre-defined network and cannot be removed");
    for (const auto& [id, container] : containers_)
        if (container->is_alive() && is_attached(*container, found))
            throw conflict("error while removing network: network " + name + " id " + found.id +
                           " has active endpoints");
    networks_.erase(name);
    report("network", "destroy", found.id, {{"name", name}, {"type", found.spec.driver}});
}

engine::NetworkSummary summary_of(const FakeNetwork& network) {
    return {.id = network.id,
            .name = network.spec.name,
            .driver = network.spec.driver,
            .labels = network.spec.labels};
}

bool is_attached(const FakeContainer& container, const FakeNetwork& network) {
    const auto found = container.endpoints.find(network.spec.name);
    return found != container.endpoints.end() && found->second.network_id == network.id;
}

// Endpoints

void EngineState::add_endpoints(FakeContainer& container) {
    for (const auto& [network, endpoint] : container.spec.endpoints)
        container.endpoints[get_network(network).spec.name].spec = endpoint;
    const std::string network = network_of_mode(container.spec.host.network_mode);
    const bool is_default = network == "bridge" && !container.endpoints.empty();
    if (!network.empty() && !is_default) container.endpoints.try_emplace(get_network(network).spec.name);
}

void EngineState::connect(const std::string& network, FakeContainer& container,
                          const engine::EndpointSpec& endpoint) {
    const FakeNetwork& found = get_network(network);
    if (is_shared_mode(container.spec.host.network_mode))
        throw refused(
            "container sharing network namespace with another container or host cannot be connected "
            "to any other network");
    if (container.is_alive() && is_attached(container, found))
        throw refused("endpoint with name " + container.name + " already exists in network " +
                      found.spec.name);
    FakeEndpoint added;
    added.spec = endpoint;
    if (container.is_alive()) attach_endpoint(container, found.spec.name, added);
    container.endpoints[found.spec.name] = added;
}

void EngineState::disconnect(const std::string& network, FakeContainer& container) {
    const FakeNetwork& found = get_network(network);
    if (!container.endpoints.contains(found.spec.name))
        throw refused("container " + container.id + " is not connected to network " + found.spec.name);
    container.endpoints.erase(found.spec.name);
    report_network(found, "disconnect", container);
}

void EngineState::check_shared_network(const FakeContainer& container) const {
    const std::string& mode = container.spec.host.network_mode;
    if (!is_shared_mode(mode)) return;
    const Container other = get_container(mode.substr(mode.find(':') + 1));
    if (!other->is_alive()) throw conflict("cannot join network of a non running container: " + other->id);
}

void EngineState::join_networks(FakeContainer& container) {
    for (auto& [name, endpoint] : container.endpoints) attach_endpoint(container, name, endpoint);
}

void EngineState::leave_networks(FakeContainer& container) {
    for (auto& [name, endpoint] : container.endpoints) {
        const FakeNetwork* network = find_network(name);
        if (network && !endpoint.ip_address.empty()) report_network(*network, "disconnect", container);
        endpoint.ip_address.clear();
    }
    container.ports.clear();
}

void EngineState::attach_endpoint(FakeContainer& container, const std::string& name, FakeEndpoint& endpoint) {
    // The engine remembers the id: a network made anew under the same name is not found.
    FakeNetwork& network = get_network(endpoint.network_id.empty() ? name : endpoint.network_id);
    endpoint.network_id = network.id;
    if (name == "host" || name == "none") return;
    const std::string& wanted = endpoint.spec.ipv4_address;
    const bool has_pools = network.spec.ipam && !network.spec.ipam->pools.empty();
    if (!wanted.empty() && !has_pools)
        throw refused("user specified IP address is supported only when connecting to networks with user "
                      "configured subnets");
    if (!wanted.empty() && is_address_taken(network.id, wanted)) throw refused("Address already in use");
    endpoint.ip_address = wanted.empty() ? next_address(network) : wanted;
    report_network(network, "connect", container);
}

std::string EngineState::next_address(FakeNetwork& network) {
    std::string address;
    do {
        const int number = network.next_address++;
        address = "172." + std::to_string(network.number) + "." + std::to_string(number / 256) + "." +
                  std::to_string(number % 256);
    } while (is_address_taken(network.id, address));
    return address;
}

bool EngineState::is_address_taken(const std::string& network_id, const std::string& address) const {
    return std::any_of(containers_.begin(), containers_.end(), [&](const auto& entry) {
        const auto& endpoints = entry.second->endpoints;
        return std::any_of(endpoints.begin(), endpoints.end(), [&](const auto& named) {
            return named.second.network_id == network_id && named.second.ip_address == address;
        });
    });
}

void EngineState::report_network(const FakeNetwork& network, const std::string& action,
                                 const FakeContainer& container) {
    report("network", action, network.id,
           {{"container", container.id}, {"name", network.spec.name}, {"type", network.spec.driver}});
}

} // namespace muster::fakes
