#include "tests/compose/execute/simulated_runner.hpp"

#include "compose/translate/labels.hpp"
#include "compose/translate/names.hpp"

#include <stdexcept>

namespace muster::compose::execute {

using engine::ContainerState;
using engine::Health;
namespace label = translate::label;

namespace {

Error chance_error() { return Error(ErrorKind::engine, "by chance"); }

/// Whether another service waits for its end.
bool is_job(const Project& project, const engine::ContainerSummary& container) {
    const std::string service = translate::find_label(container.labels, label::service);
    for (const auto& [name, other] : project.services) {
        const auto dependency = other.depends_on.find(service);
        if (dependency != other.depends_on.end() &&
            dependency->second.condition == Condition::service_completed_successfully)
            return true;
    }
    return false;
}

bool is_ready(const engine::ContainerDetails& container, Condition condition) {
    switch (condition) {
    case Condition::service_started: return container.state == ContainerState::running;
    case Condition::service_healthy:
        return container.state == ContainerState::running && container.health == Health::healthy;
    case Condition::service_completed_successfully:
        return container.state == ContainerState::exited && container.exit_code == 0;
    }
    return false;
}

} // namespace

SimulatedRunner::SimulatedRunner(const Plan& plan, const Project& project,
                                 const reconcile::ObservedState& seen, fakes::FakeEngine& engine,
                                 std::mt19937_64& chance)
    : plan_(plan), engine_(engine), chance_(chance),
      outcomes_(seen, plan), context_{engine, project, seen, outcomes_} {}

void SimulatedRunner::start(StepId id) {
    const auto* wait = std::get_if<reconcile::WaitFor>(&plan_.steps[id].action);
    if (!wait) return running_.push_back(id);
    const std::string container = outcomes_.id_of(wait->container);
    followed_[container] = wait->container.name;
    report(wait->container.name, container);
}

Incoming SimulatedRunner::next() {
    while (true) {
        if (auto what = mishap()) return std::move(*what);
        const std::size_t move = pick(3);
        if (move == 0 && !running_.empty()) return finish_step();
        if (move == 1 && !untold_.empty()) return tell();
        const bool has_lived = live();
        if (!has_lived && running_.empty() && untold_.empty())
            throw std::runtime_error("the plan waits for something that never happens:\n" +
                                     reconcile::dump(plan_));
    }
}

std::optional<Incoming> SimulatedRunner::mishap() {
    if (happens(trouble_.interrupt)) return Interrupted{};
    if (happens(trouble_.losing)) return EventsLost{chance_error()};
    if (!happens(trouble_.kill)) return std::nullopt;
    for (const StepId id : running_)
        if (pick(2) == 0) apply(id);
    throw Killed{};
}

Incoming SimulatedRunner::finish_step() {
    const auto chosen = running_.begin() + static_cast<std::ptrdiff_t>(pick(running_.size()));
    const StepId id = *chosen;
    running_.erase(chosen);
    if (!happens(trouble_.failing)) return apply(id);
    if (pick(2) == 0) apply(id); // done, but the answer got lost
    return StepFailed{id, chance_error()};
}

Incoming SimulatedRunner::apply(StepId id) {
    const Step& step = plan_.steps[id];
    try {
        if (const auto* starting = std::get_if<reconcile::StartContainer>(&step.action))
            check_gates(*starting, step.service);
        return StepSucceeded{id, perform(step, context_, [](const std::string&) {}, {})};
    } catch (const Error& error) {
        return StepFailed{id, error};
    }
}

Incoming SimulatedRunner::tell() {
    const auto chosen = untold_.begin() + static_cast<std::ptrdiff_t>(pick(untold_.size()));
    ContainerObserved observed = *chosen;
    if (!happens(trouble_.doubled)) untold_.erase(chosen);
    return observed;
}

void SimulatedRunner::report(const std::string& name, const std::string& id) {
    ContainerObserved observed{.name = name, .state = ContainerState::removing};
    if (const auto details = engine_.find_container(id)) {
        observed.state = details->state;
        observed.health = details->health;
        observed.exit_code = details->exit_code;
    }
    untold_.push_back(observed);
}

bool SimulatedRunner::live() {
    std::vector<engine::ContainerSummary> unsettled;
    for (const auto& container : engine_.list_containers({})) {
        const bool is_running = container.state == ContainerState::running;
        if (is_running && (container.health == Health::starting || is_job(context_.project, container)))
            unsettled.push_back(container);
    }
    if (unsettled.empty()) return false;
    const auto& container = unsettled[pick(unsettled.size())];
    const bool is_sick = happens(trouble_.sickness);
    if (is_job(context_.project, container))
        engine_.exit(container.id, is_sick ? 1 : 0);
    else
        engine_.set_health(container.id, is_sick ? Health::unhealthy : Health::healthy);
    const auto follower = followed_.find(container.id);
    if (follower != followed_.end()) report(follower->second, container.id);
    return true;
}

void SimulatedRunner::check_gates(const reconcile::StartContainer& starting, const std::string& service) {
    for (const auto& [name, dependency] : context_.project.services.at(service).depends_on) {
        if (!dependency.required) continue;
        const Service& needed = context_.project.services.at(name);
        const std::string container = translate::container_name(context_.project, needed, 1);
        const auto details = engine_.find_container(container);
        if (details && !is_ready(*details, dependency.condition))
            violations_.push_back(starting.container.name + " started before " + container + " was ready");
    }
}

} // namespace muster::compose::execute
