#include "compose/graph/order.hpp"
#include "compose/reconcile/plan_builder.hpp"
#include "compose/reconcile/planners.hpp"

namespace muster::compose::reconcile {

namespace {

class RemovePlanner {
  public:
    RemovePlanner(const Project& project, const ObservedState& seen, const RemoveOptions& options)
        : project_(project), seen_(seen), options_(options), plan_(project) {}

    Plan run() {
        const auto order = graph::dependency_order(project_);
        for (auto name = order.rbegin(); name != order.rend(); ++name)
            if (options_.services.empty() || options_.services.contains(*name)) remove_service(*name);
        if (plan_.steps_empty()) plan_.warn("no stopped container to remove");
        return plan_.take();
    }

  private:
    void remove_service(const std::string& name) {
        std::vector<StepId> dependents;
        for (const std::string& dependent : graph::dependents_of(project_, name))
            append(dependents, stops_[dependent]);
        for (const ObservedContainer* container : replicas_of(seen_, name)) remove(*container, dependents);
    }

    void remove(const ObservedContainer& container, const std::vector<StepId>& dependents) {
        if (is_active(container) && options_.running == RemoveOptions::Running::leave)
            return plan_.keep(container_subject(container.summary.name), state_words(container));
        const PlanBuilder::Target target = target_of(container, {});
        const auto stop = plan_.add_stop(container, target, std::nullopt, dependents);
        append(stops_[container.service], stop);
        std::vector<StepId> after;
        append(after, stop);
        plan_.add_remove(target, options_.volumes, std::move(after));
    }

    const Project& project_;
    const ObservedState& seen_;
    const RemoveOptions& options_;
    PlanBuilder plan_;
    std::map<std::string, std::vector<StepId>> stops_; ///< by service
};

} // namespace

Plan plan_remove(const Project& project, const ObservedState& seen, const RemoveOptions& options) {
    return RemovePlanner(project, seen, options).run();
}

} // namespace muster::compose::reconcile
