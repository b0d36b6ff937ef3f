#include "compose/reconcile/plan_builder.hpp"
#include "compose/reconcile/planners.hpp"

#include <functional>

namespace muster::compose::reconcile {

namespace {

bool is_paused(const ObservedContainer& container) {
    return container.summary.state == engine::ContainerState::paused;
}

bool is_chosen(const Project& project, const std::set<std::string>& named, const std::string& service) {
    return named.empty() ? project.services.contains(service) : named.contains(service);
}

/// A step for every replica of the chosen services that there is an action for.
Plan plan_for_each(const Project& project, const ObservedState& seen, const LifecycleOptions& options,
                   const std::function<std::optional<Action>(const ObservedContainer&)>& action_for) {
    PlanBuilder plan(project);
    for (const ObservedContainer& container : seen.containers) {
        const bool is_replica = container.kind == ContainerKind::replica;
        if (!is_replica || !is_chosen(project, options.services, container.service)) continue;
        if (auto action = action_for(container))
            plan.add({.action = std::move(*action),
                      .subject = container_subject(container.summary.name),
                      .service = container.service,
                      .after = {},
                      .reasons = {},
                      .only_if = {}});
        else
            plan.keep(container_subject(container.summary.name), state_words(container));
    }
    return plan.take();
}

} // namespace

Plan plan_pause(const Project& project, const ObservedState& seen, const LifecycleOptions& options) {
    return plan_for_each(project, seen, options, [](const auto& container) -> std::optional<Action> {
        if (!is_active(container)) return std::nullopt;
        return PauseContainer{target_of(container, {}).container};
    });
}

Plan plan_unpause(const Project& project, const ObservedState& seen, const LifecycleOptions& options) {
    return plan_for_each(project, seen, options, [](const auto& container) -> std::optional<Action> {
        if (!is_paused(container)) return std::nullopt;
        return UnpauseContainer{target_of(container, {}).container};
    });
}

} // namespace muster::compose::reconcile
