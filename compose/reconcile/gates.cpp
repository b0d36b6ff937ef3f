#include "compose/reconcile/gates.hpp"

#include "base/text.hpp"

namespace muster::compose::reconcile {

namespace {

Goal goal_of(Condition condition) {
    switch (condition) {
    case Condition::service_started: return Goal::running;
    case Condition::service_healthy: return Goal::healthy;
    case Condition::service_completed_successfully: return Goal::completed_successfully;
    }
    return Goal::running;
}

/// Whether what was observed already satisfies the goal. Only asked of containers that the plan leaves alone.
bool is_reached(Goal goal, const ObservedContainer& container) {
    const auto& summary = container.summary;
    switch (goal) {
    case Goal::running: return is_active(container);
    case Goal::healthy: return is_running(container) && summary.health == engine::Health::healthy;
    case Goal::completed_successfully:
        return summary.state == engine::ContainerState::exited && summary.exit_code == 0;
    case Goal::running_or_healthy:
        return is_running(container) &&
               (summary.health == engine::Health::none || summary.health == engine::Health::healthy);
    }
    return false;
}

} // namespace

void Gates::add_replica(const std::string& service, Replica replica) {
    replicas_[service].push_back(std::move(replica));
}

std::vector<StepId> Gates::before_start(const Service& service) {
    std::vector<StepId> after;
    for (const auto& [name, dependency] : service.depends_on) {
        const Necessity necessity = dependency.required ? Necessity::required : Necessity::optional;
        for (const Replica& replica : replicas_[name])
            append(after, gate(name, replica, goal_of(dependency.condition), necessity));
    }
    return after;
}

std::optional<StepId> Gates::gate(const std::string& dependency, const Replica& replica, Goal goal,
                                  Necessity necessity) {
    const bool may_fail = replica.ready && necessity == Necessity::optional;
    if (goal == Goal::running && !may_fail) return replica.ready;
    if (!replica.ready && replica.observed && is_reached(goal, *replica.observed)) return std::nullopt;
    return wait_for(dependency, replica, goal, necessity);
}

StepId Gates::wait_for(const std::string& dependency, const Replica& replica, Goal goal,
                       Necessity necessity) {
    const auto key = std::tuple(replica.container.name, goal, necessity);
    const auto known = waits_.find(key);
    if (known != waits_.end()) return known->second;
    Step step{.action = WaitFor{dependency, replica.container, goal, necessity},
              .subject = container_subject(replica.container.name),
              .service = dependency,
              .after = {},
              .reasons = {},
              .only_if = {}};
    append(step.after, replica.ready);
    return waits_.emplace(key, plan_.add(std::move(step))).first->second;
}

void Gates::add_waits(const std::string& service, Goal goal) {
    for (const Replica& replica : replicas_[service])
        if (replica.ready || !replica.observed || !is_reached(goal, *replica.observed))
            wait_for(service, replica, goal, Necessity::required);
}

} // namespace muster::compose::reconcile
