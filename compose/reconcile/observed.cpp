#include "compose/reconcile/observed.hpp"

#include "base/text.hpp"
#include "compose/translate/labels.hpp"

#include <algorithm>
#include <charconv>

namespace muster::compose::reconcile {

using translate::find_label;
namespace label = translate::label;

namespace {

std::int64_t to_number(const std::string& text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

bool is_done(const ObservedContainer& container) {
    using engine::ContainerState;
    return container.summary.state == ContainerState::exited ||
           container.summary.state == ContainerState::dead;
}

bool is_orphan(const ObservedContainer& container, const Project& project) {
    if (container.kind == ContainerKind::one_off) return is_done(container);
    return !is_declared(project, container.service);
}

Condition to_condition(const std::string& text) {
    if (text == to_string(Condition::service_healthy)) return Condition::service_healthy;
    if (text == to_string(Condition::service_completed_successfully))
        return Condition::service_completed_successfully;
    return Condition::service_started;
}

/// Reads "db:service_healthy:false,cache:service_started:true".
std::map<std::string, Dependency> dependencies_from_label(const std::string& text) {
    std::map<std::string, Dependency> dependencies;
    for (const std::string& entry : split(text, ',')) {
        const auto parts = split(entry, ':');
        if (parts[0].empty()) continue;
        Dependency& dependency = dependencies[parts[0]];
        if (parts.size() > 1) dependency.condition = to_condition(parts[1]);
        if (parts.size() > 2) dependency.restart = parts[2] == "true";
    }
    return dependencies;
}

void drop_unknown_dependencies(Project& project) {
    for (auto& [name, service] : project.services)
        std::erase_if(service.depends_on,
                      [&](const auto& entry) { return !project.services.contains(entry.first); });
}

} // namespace

std::optional<ObservedContainer> observe_container(const engine::ContainerSummary& summary) {
    ObservedContainer container{.summary = summary,
                                .service = find_label(summary.labels, label::service),
                                .number = to_number(find_label(summary.labels, label::container_number)),
                                .kind = ContainerKind::replica,
                                .config_hash = find_label(summary.labels, label::config_hash)};
    if (container.service.empty() || container.config_hash.empty()) return std::nullopt;
    if (find_label(summary.labels, label::oneoff) == "True") container.kind = ContainerKind::one_off;
    return container;
}

std::vector<const ObservedContainer*> replicas_of(const ObservedState& seen, const std::string& service) {
    std::vector<const ObservedContainer*> replicas;
    for (const ObservedContainer& container : seen.containers)
        if (container.kind == ContainerKind::replica && container.service == service)
            replicas.push_back(&container);
    std::stable_sort(replicas.begin(), replicas.end(),
                     [](const auto* a, const auto* b) { return a->number < b->number; });
    return replicas;
}

std::vector<const ObservedContainer*> orphans_of(const ObservedState& seen, const Project& project) {
    std::vector<const ObservedContainer*> orphans;
    for (const ObservedContainer& container : seen.containers)
        if (is_orphan(container, project)) orphans.push_back(&container);
    return orphans;
}

bool is_declared(const Project& project, const std::string& service) {
    return project.services.contains(service) || project.disabled_services.contains(service);
}

bool is_running(const ObservedContainer& container) {
    return container.summary.state == engine::ContainerState::running;
}

bool has_mounted(const ObservedContainer& container, const std::string& volume) {
    const auto& mounts = container.summary.mounts;
    return std::any_of(mounts.begin(), mounts.end(), [&](const auto& mount) { return mount.name == volume; });
}

bool holds_networks(const engine::ContainerSummary& container) {
    using engine::ContainerState;
    return container.state == ContainerState::running || container.state == ContainerState::restarting ||
           container.state == ContainerState::paused;
}

std::string describe_owned(const engine::ContainerSummary& container) {
    const std::string project = find_label(container.labels, label::project);
    return "container " + quoted(container.name) +
           (project.empty() ? ", which belongs to no project" : " of project " + quoted(project));
}

Project project_from_labels(const std::string& name, const std::vector<ObservedContainer>& containers,
                            const std::vector<engine::NetworkSummary>& networks,
                            const std::vector<engine::VolumeSummary>& volumes) {
    Project project;
    project.name = name;
    for (const ObservedContainer& container : containers) {
        Service& service = project.services[container.service];
        service.name = container.service;
        service.image = container.summary.image;
        service.depends_on = dependencies_from_label(find_label(container.summary.labels, label::depends_on));
    }
    drop_unknown_dependencies(project);
    for (const auto& network : networks)
        project.networks[find_label(network.labels, label::network)].name = network.name;
    for (const auto& volume : volumes)
        project.volumes[find_label(volume.labels, label::volume)].name = volume.name;
    return project;
}

} // namespace muster::compose::reconcile
