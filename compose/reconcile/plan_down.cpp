#include "base/text.hpp"
#include "compose/graph/order.hpp"
#include "compose/reconcile/plan_builder.hpp"
#include "compose/reconcile/plan_providers.hpp"
#include "compose/reconcile/planners.hpp"
#include "compose/translate/labels.hpp"
#include "compose/translate/names.hpp"

#include <algorithm>

namespace muster::compose::reconcile {

namespace {

class DownPlanner {
  public:
    DownPlanner(const Project& project, const ObservedState& seen, const DownOptions& options)
        : project_(all_services(project)), seen_(seen), options_(options), plan_(project_) {}

    Plan run() {
        const std::set<std::string> selected = selection();
        auto order = graph::dependency_order(project_);
        for (auto name = order.rbegin(); name != order.rend(); ++name)
            if (selected.contains(*name)) remove_service(*name);
        if (options_.orphans == Orphans::remove) remove_orphans();
        if (options_.services.empty()) remove_resources();
        if (plan_.steps_empty()) plan_.warn("nothing to remove for project " + quoted(project_.name));
        return plan_.take();
    }

  private:
    /// Services that only a profile enables may have containers from an earlier run.
    static Project all_services(Project project) {
        project.services.merge(project.disabled_services);
        project.disabled_services.clear();
        for (auto& [name, service] : project.services)
            std::erase_if(service.depends_on,
                          [&](const auto& entry) { return !project.services.contains(entry.first); });
        return project;
    }

    /// With services named: those and whatever depends on them.
    std::set<std::string> selection() const {
        std::set<std::string> selected = options_.services;
        for (const std::string& name : options_.services)
            selected.merge(graph::dependents_of(project_, name));
        if (options_.services.empty())
            for (const auto& [name, service] : project_.services) selected.insert(name);
        return selected;
    }

    void remove_service(const std::string& name) {
        std::vector<StepId> after;
        for (const std::string& dependent : graph::dependents_of(project_, name))
            append(after, removals_[dependent]);
        for (const ObservedContainer* container : containers_of(name))
            removals_[name].push_back(remove(*container, after, {}));
        if (project_.services.at(name).provider)
            removals_[name].push_back(plan_.add(provider_step(name, ProviderVerb::down, std::move(after))));
    }

    std::vector<const ObservedContainer*> containers_of(const std::string& name) const {
        std::vector<const ObservedContainer*> found;
        for (const ObservedContainer& container : seen_.containers)
            if (container.service == name && container.kind == ContainerKind::replica)
                found.push_back(&container);
        return found;
    }

    StepId remove(const ObservedContainer& container, std::vector<StepId> after,
                  std::vector<Reason> reasons) {
        append(after, plan_.add_stop(container, target_of(container, reasons), options_.timeout, after));
        const StepId id = plan_.add_remove(target_of(container, reasons), options_.volumes, std::move(after));
        all_removals_.push_back(id);
        removed_.insert(container.summary.id);
        return id;
    }

    void remove_orphans() {
        for (const ObservedContainer* orphan : orphans_of(seen_, project_))
            remove(*orphan, {}, {orphan_reason(*orphan)});
    }

    void remove_resources() {
        for (const auto& [key, network] : seen_.networks)
            if (is_ours(network.labels) && !is_external(project_.networks, key)) remove_network(network);
        for (const auto& [key, network] : seen_.surplus_networks) remove_network(network);
        if (options_.volumes == AnonymousVolumes::remove)
            for (const auto& [key, volume] : seen_.volumes)
                if (project_.volumes.contains(key) && is_ours(volume.labels) &&
                    !is_external(project_.volumes, key))
                    remove_volume(volume);
        if (options_.images != RemoveImages::none) remove_images();
    }

    /// What was made for something else is never removed, whatever its name.
    bool is_ours(const engine::Labels& labels) const {
        return translate::find_label(labels, translate::label::project) == project_.name;
    }

    /// What was made for the project may since have been declared external, to keep it.
    template <class Declared>
    static bool is_external(const std::map<std::string, Declared>& declared, const std::string& key) {
        const auto resource = declared.find(key);
        return resource != declared.end() && resource->second.external;
    }

    void remove_network(const engine::NetworkSummary& network) {
        const auto* user = find_remaining([&](const ObservedContainer& container) {
            return is_active(container) && container.summary.networks.contains(network.name);
        });
        if (user) return warn_in_use("network", network.name, *user);
        add_after_containers(RemoveNetwork{network.id, InUse::left}, "Network " + network.name);
    }

    void remove_volume(const engine::VolumeSummary& volume) {
        const auto* user = find_remaining([&](const ObservedContainer& container) {
            const auto& mounts = container.summary.mounts;
            return std::any_of(mounts.begin(), mounts.end(),
                               [&](const auto& mount) { return mount.name == volume.name; });
        });
        if (user) return warn_in_use("volume", volume.name, *user);
        add_after_containers(RemoveVolume{volume.name, InUse::left}, "Volume " + volume.name);
    }

    /// An orphan or a one-off container that stays, or nullptr.
    template <class Predicate>
    const ObservedContainer* find_remaining(Predicate uses) const {
        for (const ObservedContainer& container : seen_.containers)
            if (!removed_.contains(container.summary.id) && uses(container)) return &container;
        return nullptr;
    }

    void warn_in_use(const std::string& kind, const std::string& name, const ObservedContainer& user) {
        plan_.warn(kind + " " + quoted(name) + " is left in place: container " + quoted(user.summary.name) +
                   " still uses it");
    }

    void remove_images() {
        std::set<std::string> references;
        for (const auto& [name, service] : project_.services) {
            const bool is_local = service.build || service.image.empty();
            const std::string reference = translate::image_name(project_, service);
            if ((is_local || options_.images == RemoveImages::all) && seen_.images.contains(reference))
                references.insert(reference);
        }
        for (const std::string& reference : references)
            add_after_containers(RemoveImage{reference}, "Image " + reference);
    }

    void add_after_containers(Action action, std::string subject) {
        plan_.add({.action = std::move(action),
                   .subject = std::move(subject),
                   .service = "",
                   .after = all_removals_,
                   .reasons = {},
                   .only_if = {}});
    }

    const Project project_;
    const ObservedState& seen_;
    const DownOptions& options_;
    PlanBuilder plan_;
    std::map<std::string, std::vector<StepId>> removals_; ///< by service
    std::vector<StepId> all_removals_;
    std::set<std::string> removed_; ///< ids of containers
};

} // namespace

Plan plan_down(const Project& project, const ObservedState& seen, const DownOptions& options) {
    return DownPlanner(project, seen, options).run();
}

} // namespace muster::compose::reconcile
