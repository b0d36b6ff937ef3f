#include "compose/reconcile/plan_builder.hpp"
#include "compose/reconcile/planners.hpp"

namespace muster::compose::reconcile {

namespace {

class KillPlanner {
  public:
    KillPlanner(const Project& project, const ObservedState& seen, const KillOptions& options)
        : project_(project), seen_(seen), options_(options), plan_(project) {}

    Plan run() {
        for (const ObservedContainer& container : seen_.containers) {
            if (is_declared(project_, container.service))
                kill_chosen(container);
            else if (options_.orphans == Orphans::remove)
                kill_and_remove(container);
        }
        if (plan_.steps_empty()) plan_.warn("no container to kill");
        return plan_.take();
    }

  private:
    void kill_chosen(const ObservedContainer& container) {
        const bool is_chosen = options_.services.empty() ? project_.services.contains(container.service)
                                                         : options_.services.contains(container.service);
        if (is_chosen) kill(container, {});
    }

    void kill_and_remove(const ObservedContainer& orphan) {
        const Reason reason = orphan_reason(orphan);
        std::vector<StepId> after;
        append(after, kill(orphan, {reason}));
        plan_.add_remove(target_of(orphan, {reason}), AnonymousVolumes::keep, std::move(after));
    }

    std::optional<StepId> kill(const ObservedContainer& container, std::vector<Reason> reasons) {
        if (!is_active(container)) return std::nullopt;
        return plan_.add({.action = KillContainer{target_of(container, {}).container, options_.signal},
                          .subject = container_subject(container.summary.name),
                          .service = container.service,
                          .after = {},
                          .reasons = std::move(reasons),
                          .only_if = {}});
    }

    const Project& project_;
    const ObservedState& seen_;
    const KillOptions& options_;
    PlanBuilder plan_;
};

} // namespace

Plan plan_kill(const Project& project, const ObservedState& seen, const KillOptions& options) {
    return KillPlanner(project, seen, options).run();
}

} // namespace muster::compose::reconcile
