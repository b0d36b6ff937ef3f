#include "compose/reconcile/network_replacement.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/translate/container_spec.hpp"

namespace muster::compose::reconcile {

namespace {

Reason settings_changed(const std::string& key) { return {"its settings changed", {"networks", key}}; }

translate::ContainersOf numbers_of(const ObservedState& seen) {
    translate::ContainersOf numbers;
    for (const ObservedContainer& container : seen.containers)
        if (container.kind == ContainerKind::replica)
            numbers[container.service].emplace(container.number, container.summary.id);
    return numbers;
}

} // namespace

void NetworkReplacement::check_strangers() const {
    for (const std::string& key : input_.diverged) {
        std::vector<std::string> words;
        std::string name;
        const auto [begin, end] = input_.seen.strangers.equal_range(key);
        for (auto stranger = begin; stranger != end; ++stranger) {
            words.push_back(describe_owned(stranger->second));
            name = stranger->second.name;
        }
        if (words.empty()) continue;
        const std::string& network = input_.project.networks.at(key).name;
        throw Error(ErrorKind::conflict,
                    "network " + quoted(network) + " has to be replaced, because its settings changed, but " +
                        join(words, ", ") + (words.size() == 1 ? " is" : " are") + " connected to it")
            .suggest("stop it, or disconnect it with 'docker network disconnect " + network + " " + name +
                     "'");
    }
}

std::map<std::string, StepId> NetworkReplacement::remove() {
    std::map<std::string, StepId> removed;
    for (const std::string& key : input_.diverged) {
        const engine::NetworkSummary& network = input_.seen.networks.at(key);
        removed[key] = plan_.add({.action = RemoveNetwork{network.id},
                                  .subject = "Network " + network.name,
                                  .service = "",
                                  .after = disconnect_all(key, settings_changed(key)),
                                  .reasons = {settings_changed(key)},
                                  .only_if = {}});
    }
    return removed;
}

std::vector<StepId> NetworkReplacement::disconnect_all(const std::string& key, const Reason& reason) {
    const engine::NetworkSummary& network = input_.seen.networks.at(key);
    std::vector<StepId> disconnects;
    for (const ObservedContainer& container : input_.seen.containers) {
        if (!container.summary.networks.contains(network.name)) continue;
        const bool leaves = input_.leaving.contains(container.summary.id);
        std::vector<StepId> after;
        append(after, leaves ? input_.resources.image_of(input_.project, container.service) : std::nullopt);
        if (leaves) append(after, stops_.stop(container, {reason}, {}, after));
        const auto target = stops_.target(container, {});
        const StepId id = plan_.add({.action = DisconnectNetwork{network.id, target.container},
                                     .subject = container_subject(target.container.name),
                                     .service = container.service,
                                     .after = std::move(after),
                                     .reasons = {reason},
                                     .only_if = {}});
        disconnects.push_back(id);
        steps_[container.summary.id].push_back(id);
        if (!leaves) guests_.push_back({&container, key, id});
    }
    return disconnects;
}

void NetworkReplacement::reconnect() {
    for (const Guest& guest : guests_) {
        const engine::NetworkSummary& network = input_.seen.networks.at(guest.key);
        const auto target = stops_.target(*guest.container, {});
        steps_[guest.container->summary.id].push_back(
            plan_.add({.action = ConnectNetwork{network.name, target.container,
                                                endpoint_of(*guest.container, guest.key)},
                       .subject = container_subject(target.container.name),
                       .service = guest.container->service,
                       .after = {guest.disconnected, input_.resources.networks.at(guest.key)},
                       .reasons = {{"network " + quoted(network.name) + " is replaced, and it is not",
                                    {"networks", guest.key}}},
                       .only_if = {}}));
    }
}

/// As its service declares it now, for with the network's settings addresses change; else as it was.
engine::EndpointSpec NetworkReplacement::endpoint_of(const ObservedContainer& container,
                                                     const std::string& key) const {
    const auto service = input_.project.services.find(container.service);
    const bool is_declared = service != input_.project.services.end() &&
                             service->second.networks.contains(key) &&
                             container.kind == ContainerKind::replica;
    if (is_declared) {
        const translate::ContainerRequest request{.number = container.number,
                                                  .name = container.summary.name,
                                                  .containers_of = numbers_of(input_.seen)};
        return translate::endpoint_spec(input_.project, service->second, key, request);
    }
    const auto details = input_.seen.details.find(container.summary.id);
    if (details == input_.seen.details.end()) return engine::EndpointSpec{};
    const auto& endpoints = details->second.spec.endpoints;
    const auto found = endpoints.find(input_.project.networks.at(key).name);
    engine::EndpointSpec endpoint = found == endpoints.end() ? engine::EndpointSpec{} : found->second;
    endpoint.mac_address.clear(); // the engine does not tell a wanted one from one it made up
    return endpoint;
}

std::vector<StepId> NetworkReplacement::steps_of(const ObservedContainer& container) const {
    const auto steps = steps_.find(container.summary.id);
    return steps == steps_.end() ? std::vector<StepId>{} : steps->second;
}

} // namespace muster::compose::reconcile
