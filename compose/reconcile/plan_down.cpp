#include "base/text.hpp"
#include "compose/graph/order.hpp"
#include "compose/reconcile/plan_builder.hpp"
#include "compose/reconcile/planners.hpp"
#include "compose/translate/names.hpp"

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
        return id;
    }

    void remove_orphans() {
        for (const ObservedContainer* orphan : orphans_of(seen_, project_))
            remove(*orphan, {}, {{"no service of the project is called " + quoted(orphan->service), {}}});
    }

    void remove_resources() {
        for (const auto& [key, network] : seen_.networks)
            if (!is_external_network(key))
                add_after_containers(RemoveNetwork{network.id}, "Network " + network.name);
        if (options_.volumes == AnonymousVolumes::remove)
            for (const auto& [key, volume] : seen_.volumes)
                if (!is_external_volume(key))
                    add_after_containers(RemoveVolume{volume.name}, "Volume " + volume.name);
        if (options_.images != RemoveImages::none) remove_images();
    }

    bool is_external_network(const std::string& key) const {
        const auto network = project_.networks.find(key);
        return network != project_.networks.end() && network->second.external;
    }

    bool is_external_volume(const std::string& key) const {
        const auto volume = project_.volumes.find(key);
        return volume != project_.volumes.end() && volume->second.external;
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
                   .only_if = std::nullopt});
    }

    const Project project_;
    const ObservedState& seen_;
    const DownOptions& options_;
    PlanBuilder plan_;
    std::map<std::string, std::vector<StepId>> removals_; ///< by service
    std::vector<StepId> all_removals_;
};

} // namespace

Plan plan_down(const Project& project, const ObservedState& seen, const DownOptions& options) {
    return DownPlanner(project, seen, options).run();
}

} // namespace muster::compose::reconcile
