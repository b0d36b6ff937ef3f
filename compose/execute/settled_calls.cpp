#include "compose/execute/settled_calls.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/reconcile/observed.hpp"
#include "compose/translate/labels.hpp"

#include <algorithm>
#include <chrono>

namespace muster::compose::execute {

namespace label = translate::label;
using translate::find_label;

namespace {

bool is_same_replica(const engine::ContainerDetails& found, const engine::ContainerSpec& wanted) {
    const auto agrees = [&](const char* name) {
        return find_label(found.spec.labels, name) == find_label(wanted.labels, name);
    };
    return found.state == engine::ContainerState::created && agrees(label::project) &&
           agrees(label::service) && agrees(label::container_number) && agrees(label::slug) &&
           agrees(label::config_hash) && agrees(label::files);
}

/// How long the engine may take to finish making a container whose name it has given away already.
constexpr std::chrono::seconds patience{15};

/// How long a network may take whose addresses are given away. Short: they may be another's for good.
constexpr std::chrono::seconds network_patience{3};

/// As the engine takes moments.
std::string seconds_from_now(std::chrono::seconds time) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now + time).count());
}

/// The container of that name. The engine reserves a name before there is anything to inspect under it; what
/// is being made is waited for, by its event.
std::optional<engine::ContainerDetails> await_container(engine::Engine& engine, const std::string& name,
                                                        const std::string& project) {
    std::stop_source found;
    const auto look = [&] {
        if (engine.find_container(name)) found.request_stop();
    };
    const auto on_event = [&](const engine::Event& event) {
        const auto subject = event.attributes.find("name");
        if (subject != event.attributes.end() && subject->second == name) look();
    };
    const engine::EventQuery query{.until = seconds_from_now(patience),
                                   .labels = {translate::label_filter(label::project, project)},
                                   .actions = {"create"}};
    engine.watch_events(query, look, on_event, found.get_token());
    return engine.find_container(name);
}

/// Below API 1.44 further networks are connected after the creation: whoever was killed may not have come to
/// it.
void connect_missing_networks(engine::Engine& engine, const engine::ContainerDetails& container,
                              const engine::ContainerSpec& spec) {
    for (const auto& [network, endpoint] : spec.endpoints)
        if (!container.networks.contains(network)) engine.connect_network(network, container.id, endpoint);
}

/// Those of the project that have the wanted name, in an order that every run agrees on.
std::vector<engine::NetworkSummary> namesakes(engine::Engine& engine, const engine::NetworkSpec& spec) {
    auto networks = engine.list_networks(
        {translate::label_filter(label::project, find_label(spec.labels, label::project))});
    std::erase_if(networks, [&](const auto& network) { return network.name != spec.name; });
    std::sort(networks.begin(), networks.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return networks;
}

/// The same configuration is meant, not only the same name.
bool is_made(engine::Engine& engine, const engine::NetworkSpec& spec) {
    const auto networks = namesakes(engine, spec);
    return std::any_of(networks.begin(), networks.end(), [&](const auto& network) {
        return find_label(network.labels, label::config_hash) == find_label(spec.labels, label::config_hash);
    });
}

/// Whether the network comes into being. The engine takes its addresses before it can be seen; the event
/// has no labels.
bool await_network(engine::Engine& engine, const engine::NetworkSpec& spec) {
    std::stop_source found;
    const auto look = [&] {
        if (is_made(engine, spec)) found.request_stop();
    };
    const auto on_event = [&](const engine::Event& event) {
        if (event.type == "network") look();
    };
    const engine::EventQuery query{.until = seconds_from_now(network_patience), .actions = {"create"}};
    engine.watch_events(query, look, on_event, found.get_token());
    return found.stop_requested();
}

/// The addresses may be taken by the very network that is wanted.
bool is_taken_by_itself(engine::Engine& engine, const engine::NetworkSpec& spec, const Error& error) {
    if (error.kind == ErrorKind::conflict) return !namesakes(engine, spec).empty();
    return error.message.find("overlaps") != std::string::npos && await_network(engine, spec);
}

[[noreturn]] void fail_in_use(const std::string& resource, const std::vector<std::string>& users,
                              const Error& refusal) {
    if (users.empty()) throw Error(ErrorKind::conflict, resource + " is left in place: " + refusal.message);
    throw Error(ErrorKind::conflict, resource + " is left in place: " + join(users, ", ") +
                                         (users.size() == 1 ? " still uses it" : " still use it"));
}

template <class Uses>
std::vector<std::string> users_of(engine::Engine& engine, Uses uses) {
    std::vector<std::string> users;
    for (const engine::ContainerSummary& container : engine.list_containers({}))
        if (uses(container)) users.push_back(reconcile::describe_owned(container));
    std::sort(users.begin(), users.end());
    return users;
}

} // namespace

std::string create_or_adopt_container(engine::Engine& engine, const std::string& name,
                                      const engine::ContainerSpec& spec) {
    try {
        return engine.create_container(name, spec);
    } catch (const Error& error) {
        if (error.kind != ErrorKind::conflict) throw;
        const auto existing = await_container(engine, name, find_label(spec.labels, label::project));
        if (!existing || !is_same_replica(*existing, spec)) throw;
        connect_missing_networks(engine, *existing, spec);
        return existing->id;
    }
}

void rename_container_once(engine::Engine& engine, const std::string& container, const std::string& name) {
    try {
        engine.rename_container(container, name);
    } catch (const Error&) {
        const auto existing = engine.find_container(container);
        if (!existing || existing->name != name) throw;
    }
}

void disconnect_network_once(engine::Engine& engine, const std::string& network_id,
                             const std::string& container) {
    try {
        engine.disconnect_network(network_id, container, engine::Engine::Disconnect::forced);
    } catch (const Error&) {
        const auto existing = engine.find_container(container);
        const auto is_connected = [&](const auto& attachment) {
            return attachment.second.network_id == network_id;
        };
        if (existing && std::any_of(existing->networks.begin(), existing->networks.end(), is_connected))
            throw;
    }
}

void connect_network_once(engine::Engine& engine, const std::string& network, const std::string& container,
                          const engine::EndpointSpec& endpoint) {
    try {
        engine.connect_network(network, container, endpoint);
    } catch (const Error&) {
        const auto existing = engine.find_container(container);
        const auto wanted = engine.find_network(network);
        if (!existing || !wanted || !existing->networks.contains(network)) throw;
        if (existing->networks.at(network).network_id != wanted->id) throw;
    }
}

void remove_network_unless_used(engine::Engine& engine, const std::string& id) {
    try {
        engine.remove_network(id);
    } catch (const Error& refusal) {
        if (refusal.kind != ErrorKind::conflict) throw;
        const auto network = engine.find_network(id);
        const auto users = users_of(engine, [&](const engine::ContainerSummary& container) {
            return reconcile::holds_networks(container) &&
                   std::any_of(container.networks.begin(), container.networks.end(),
                               [&](const auto& entry) { return entry.second.network_id == id; });
        });
        fail_in_use("network " + quoted(network ? network->name : id), users, refusal);
    }
}

void remove_volume_unless_used(engine::Engine& engine, const std::string& name) {
    try {
        engine.remove_volume(name);
    } catch (const Error& refusal) {
        if (refusal.kind != ErrorKind::conflict) throw;
        const auto users = users_of(engine, [&](const engine::ContainerSummary& container) {
            return std::any_of(container.mounts.begin(), container.mounts.end(),
                               [&](const auto& mount) { return mount.name == name; });
        });
        fail_in_use("volume " + quoted(name), users, refusal);
    }
}

void create_network_once(engine::Engine& engine, const engine::NetworkSpec& spec) {
    try {
        engine.create_network(spec);
    } catch (const Error& error) {
        if (!is_taken_by_itself(engine, spec, error)) throw;
    }
    const auto networks = namesakes(engine, spec);
    for (std::size_t i = 1; i < networks.size(); ++i) engine.remove_network(networks[i].id);
}

} // namespace muster::compose::execute
