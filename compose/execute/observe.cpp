#include "compose/execute/observe.hpp"

#include "compose/reconcile/resource_steps.hpp"
#include "compose/translate/container_spec.hpp"
#include "compose/translate/labels.hpp"
#include "compose/translate/names.hpp"

#include <algorithm>
#include <future>
#include <set>

namespace muster::compose::execute {

namespace label = translate::label;
using reconcile::ObservedContainer;
using reconcile::ObservedState;

namespace {

std::vector<std::string> project_filter(const std::string& project_name) {
    return {translate::label_filter(label::project, project_name)};
}

/// Calls that do not depend on each other run at the same time: a round trip costs more than a thread.
template <class Function>
auto in_background(Function function) {
    return std::async(std::launch::async, std::move(function));
}

/// Matches what was listed with the declared resources: by key label, else looks each one up by name.
template <class Declared, class Summary, class Find>
std::map<std::string, Summary> by_key(const std::map<std::string, Declared>& declared,
                                      const std::vector<Summary>& listed, const char* key_label, Find find) {
    std::map<std::string, Summary> found;
    for (const Summary& summary : listed) {
        const std::string key = translate::find_label(summary.labels, key_label);
        const auto wanted = declared.find(key);
        const bool has_exact_name = wanted != declared.end() && wanted->second.name == summary.name;
        if (has_exact_name || !found.contains(key)) found.insert_or_assign(key, summary);
    }
    for (const auto& [key, resource] : declared) {
        const auto known = found.find(key);
        const bool is_settled = known != found.end() && known->second.name == resource.name;
        if (is_settled) continue;
        found.erase(key);
        if (const auto other = find(resource.name)) found.emplace(key, *other);
    }
    return found;
}

struct ObservedNetworks {
    std::map<std::string, engine::NetworkSummary> by_key;
    std::multimap<std::string, engine::NetworkSummary> surplus;
};

ObservedNetworks observe_networks(engine::Engine& engine, const Project& project) {
    const auto listed = engine.list_networks(project_filter(project.name));
    ObservedNetworks out;
    out.by_key = by_key(project.networks, listed, label::network,
                        [&](const std::string& name) { return engine.find_network(name); });
    for (const engine::NetworkSummary& network : listed) {
        const auto kept = out.by_key.find(translate::find_label(network.labels, label::network));
        if (kept != out.by_key.end() && kept->second.name == network.name && kept->second.id != network.id)
            out.surplus.emplace(kept->first, network);
    }
    return out;
}

/// Of several networks of one name the one that containers are attached to stays.
void prefer_used_networks(ObservedState& seen) {
    std::set<std::string> used;
    for (const ObservedContainer& container : seen.containers)
        for (const auto& [name, attachment] : container.summary.networks) used.insert(attachment.network_id);
    for (auto& [key, surplus] : seen.surplus_networks) {
        engine::NetworkSummary& kept = seen.networks.at(key);
        if (used.contains(surplus.id) && !used.contains(kept.id)) std::swap(surplus, kept);
    }
}

std::map<std::string, engine::VolumeSummary> observe_volumes(engine::Engine& engine, const Project& project) {
    return by_key(project.volumes, engine.list_volumes(project_filter(project.name)), label::volume,
                  [&](const std::string& name) { return engine.find_volume(name); });
}

/// An image listed under "nginx:latest" answers to "nginx".
std::string with_tag(const std::string& reference) {
    const std::size_t last_part = reference.rfind('/') == std::string::npos ? 0 : reference.rfind('/');
    const bool is_complete =
        reference.find(':', last_part) != std::string::npos || reference.find('@') != std::string::npos;
    return is_complete ? reference : reference + ":latest";
}

std::map<std::string, std::string> observe_images(engine::Engine& engine, const Project& project) {
    std::set<std::string> references;
    for (const auto& [name, service] : project.services)
        references.insert(translate::image_name(project, service));
    std::map<std::string, std::string> ids;
    if (references.empty()) return ids;
    for (const engine::ImageSummary& image : engine.list_images({references.begin(), references.end()}, {}))
        for (const std::string& reference : references)
            if (std::find(image.tags.begin(), image.tags.end(), with_tag(reference)) != image.tags.end())
                ids[reference] = image.id;
    // Digests, ids and registry-qualified names are not among the listed tags.
    for (const std::string& reference : references) {
        if (ids.contains(reference)) continue;
        if (const auto image = engine.find_image(reference)) ids[reference] = image->id;
    }
    return ids;
}

translate::ContainersOf ids_by_service(const ObservedState& seen) {
    translate::ContainersOf ids;
    for (const ObservedContainer& container : seen.containers)
        if (container.kind == reconcile::ContainerKind::replica)
            ids[container.service].emplace(container.number, container.summary.id);
    return ids;
}

void observe_changes(engine::Engine& engine, const Project& project, ObservedState& seen) {
    const auto ids = ids_by_service(seen);
    for (const ObservedContainer& container : seen.containers) {
        const auto service = project.services.find(container.service);
        if (service == project.services.end()) continue;
        if (translate::resolved_config_hash(service->second, ids) == container.config_hash) continue;
        const auto details = engine.find_container(container.summary.id);
        if (!details) continue;
        seen.details.emplace(container.summary.id, *details);
        if (seen.image_details.contains(details->image_id)) continue;
        if (const auto image = engine.find_image(details->image_id))
            seen.image_details.emplace(details->image_id, *image);
    }
}

bool is_of_network(const engine::ContainerSummary& container, const engine::NetworkSummary& network) {
    const auto attachment = container.networks.find(network.name);
    return attachment != container.networks.end() && attachment->second.network_id == network.id;
}

/// Who is connected to a network that is not as declared, and how: replacing it concerns them all.
void observe_guests(engine::Engine& engine, const Project& project, ObservedState& seen) {
    const std::set<std::string> diverged = reconcile::diverged_networks(project, seen);
    if (diverged.empty()) return;
    std::set<std::string> own;
    for (const ObservedContainer& container : seen.containers) {
        own.insert(container.summary.id);
        const bool is_guest = std::any_of(diverged.begin(), diverged.end(), [&](const std::string& key) {
            return is_of_network(container.summary, seen.networks.at(key));
        });
        if (!is_guest || seen.details.contains(container.summary.id)) continue;
        if (auto details = engine.find_container(container.summary.id))
            seen.details.emplace(container.summary.id, std::move(*details));
    }
    for (const engine::ContainerSummary& container : engine.list_containers({}))
        for (const std::string& key : diverged)
            if (reconcile::holds_networks(container) && !own.contains(container.id) &&
                is_of_network(container, seen.networks.at(key)))
                seen.strangers.emplace(key, container);
}

} // namespace

std::vector<ObservedContainer> observe_containers(engine::Engine& engine, const std::string& project_name) {
    std::vector<ObservedContainer> containers;
    for (const engine::ContainerSummary& summary : engine.list_containers(project_filter(project_name)))
        if (auto container = reconcile::observe_container(summary))
            containers.push_back(std::move(*container));
    std::sort(containers.begin(), containers.end(),
              [](const auto& a, const auto& b) { return a.summary.name < b.summary.name; });
    return containers;
}

ObservedState observe(engine::Engine& engine, const Project& project, ObserveDepth depth) {
    ObservedState seen;
    if (depth == ObserveDepth::containers) {
        seen.containers = observe_containers(engine, project.name);
        return seen;
    }
    engine.info(); // negotiates once, before the calls below do so all at the same time
    auto networks = in_background([&] { return observe_networks(engine, project); });
    auto volumes = in_background([&] { return observe_volumes(engine, project); });
    auto images = in_background([&] { return observe_images(engine, project); });
    seen.containers = observe_containers(engine, project.name);
    ObservedNetworks observed_networks = networks.get();
    seen.networks = std::move(observed_networks.by_key);
    seen.surplus_networks = std::move(observed_networks.surplus);
    prefer_used_networks(seen);
    seen.volumes = volumes.get();
    seen.images = images.get();
    if (depth == ObserveDepth::changes) {
        observe_changes(engine, project, seen);
        observe_guests(engine, project, seen);
    }
    return seen;
}

Project observe_project(engine::Engine& engine, const std::string& project_name) {
    return reconcile::project_from_labels(project_name, observe_containers(engine, project_name),
                                          engine.list_networks(project_filter(project_name)),
                                          engine.list_volumes(project_filter(project_name)));
}

void mark_built_images(engine::Engine& engine, Project& project) {
    std::set<std::string> built;
    for (const engine::ImageSummary& image : engine.list_images({}, project_filter(project.name)))
        built.insert(image.tags.begin(), image.tags.end());
    for (auto& [name, service] : project.services)
        if (built.contains(with_tag(service.image))) service.build.emplace();
}

} // namespace muster::compose::execute
