#include "compose/execute/executor.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace muster::compose::execute {

using engine::ContainerState;
using engine::Health;
using reconcile::Goal;
using reconcile::Necessity;
using reconcile::WaitFor;

namespace {

/// The image a step brings, for conditions on it; empty for other steps.
std::string fetched_reference(const Step& step) {
    constexpr std::string_view prefix = "Image ";
    const bool fetches = std::holds_alternative<reconcile::PullImage>(step.action) ||
                         std::holds_alternative<reconcile::BuildImage>(step.action);
    return fetches ? step.subject.substr(prefix.size()) : std::string();
}

/// "cannot start container demo-db-1"
std::string failure_words(const Step& step) {
    const std::string_view subject = step.subject;
    return "cannot " + reconcile::describe_action(step.action) +
           std::string(subject.substr(subject.find(' ')));
}

Verdict reached() { return {Verdict::Kind::reached, {}}; }

Verdict failed(const ContainerObserved& observed, const std::string& what) {
    return {Verdict::Kind::failed, "container " + quoted(observed.name) + " " + what};
}

std::string exit_words(const ContainerObserved& observed) {
    if (observed.state == ContainerState::removing) return "was removed";
    return "exited with code " + std::to_string(observed.exit_code) +
           (observed.oom_killed ? " (killed: out of memory)" : "");
}

bool has_ended(const ContainerObserved& observed) {
    return observed.state == ContainerState::exited || observed.state == ContainerState::dead ||
           observed.state == ContainerState::removing;
}

Verdict judge_health(const ContainerObserved& observed, bool check_expected) {
    if (has_ended(observed)) return failed(observed, exit_words(observed));
    if (observed.state != ContainerState::running) return {};
    switch (observed.health) {
    case Health::healthy: return reached();
    case Health::unhealthy: return failed(observed, "is unhealthy");
    case Health::starting: return {};
    case Health::none: break;
    }
    return check_expected ? failed(observed, "has no healthcheck configured") : reached();
}

/// One that was removed does not tell any more how it ended.
bool has_succeeded(const ContainerObserved& observed) {
    return has_ended(observed) && observed.state != ContainerState::removing && observed.exit_code == 0;
}

Verdict judge_completion(const ContainerObserved& observed) {
    if (!has_ended(observed)) return {};
    if (has_succeeded(observed)) return reached();
    return failed(observed, "didn't complete successfully: " + exit_words(observed));
}

Verdict judge_readiness(const ContainerObserved& observed) {
    // A one-shot container that did its work is as ready as it will ever be.
    if (has_succeeded(observed)) return reached();
    return judge_health(observed, false);
}

/// Whether the step may find what it is to remove in use.
bool may_leave(const Step& step) {
    const auto is_left = [](const auto* removal) {
        return removal != nullptr && removal->in_use == reconcile::InUse::left;
    };
    return is_left(std::get_if<reconcile::RemoveNetwork>(&step.action)) ||
           is_left(std::get_if<reconcile::RemoveVolume>(&step.action)) ||
           is_left(std::get_if<reconcile::RemoveImage>(&step.action));
}

} // namespace

Verdict judge(Goal goal, const ContainerObserved& observed) {
    switch (goal) {
    case Goal::running: return has_ended(observed) ? failed(observed, exit_words(observed)) : reached();
    case Goal::healthy: return judge_health(observed, true);
    case Goal::completed_successfully: return judge_completion(observed);
    case Goal::running_or_healthy: return judge_readiness(observed);
    }
    return {};
}

Executor::Executor(const Plan& plan, std::size_t parallel)
    : plan_(plan), parallel_(std::max<std::size_t>(parallel, 1)), states_(plan.steps.size()),
      dependents_(plan.steps.size()), blockers_(plan.steps.size()), unfinished_(plan.steps.size()) {
    for (StepId id = 0; id < plan.steps.size(); ++id) {
        blockers_[id] = plan.steps[id].after.size();
        for (const StepId before : plan.steps[id].after) dependents_[before].push_back(id);
        if (blockers_[id] == 0) ready_.push_back(id);
    }
}

std::vector<StepId> Executor::start_ready() {
    std::vector<StepId> started;
    std::vector<StepId> waiting;
    // Settling an unneeded step may make others ready: take them up in the same round.
    while (!ready_.empty()) {
        std::sort(ready_.begin(), ready_.end());
        for (const StepId id : std::exchange(ready_, {})) {
            if (states_[id].status != StepStatus::pending) continue;
            if (is_unneeded(id)) {
                settle(id, StepStatus::unneeded);
                release_dependents(id);
            } else if (is_wait(id) && wait_error_) {
                fail(id, *wait_error_);
            } else if (is_wait(id) || occupied_ < parallel_) {
                states_[id].status = StepStatus::running;
                transitions_.push_back({id, StepStatus::running});
                if (!is_wait(id)) ++occupied_;
                started.push_back(id);
            } else {
                waiting.push_back(id);
            }
        }
    }
    ready_ = std::move(waiting);
    return started;
}

void Executor::on(const Incoming& incoming) {
    std::visit([this](const auto& event) { handle(event); }, incoming);
}

void Executor::handle(const StepSucceeded& success) {
    if (!is_running(success.step)) return;
    const std::string reference = fetched_reference(plan_.steps[success.step]);
    if (!reference.empty()) images_[reference] = success.image_id;
    settle(success.step, StepStatus::succeeded);
    release_dependents(success.step);
}

void Executor::handle(const StepFailed& failure) {
    if (is_running(failure.step)) fail(failure.step, failure.error);
}

void Executor::handle(const ContainerObserved& observed) {
    for (StepId id = 0; id < states_.size(); ++id) {
        const auto* wait = std::get_if<WaitFor>(&plan_.steps[id].action);
        if (!wait || !is_running(id) || wait->container.name != observed.name) continue;
        const Verdict verdict = judge(wait->goal, observed);
        if (verdict.kind == Verdict::Kind::failed) fail(id, Error(ErrorKind::step_failed, verdict.message));
        if (verdict.kind == Verdict::Kind::reached) handle(StepSucceeded{id, {}});
    }
}

void Executor::handle(const EventsLost& lost) { end_waits(lost.error); }

void Executor::handle(const DeadlineReached& deadline) {
    end_waits(Error(ErrorKind::step_failed, "not ready after " + deadline.limit));
}

void Executor::handle(const Interrupted&) {
    interrupted_ = true;
    for (StepId id = 0; id < states_.size(); ++id) {
        const bool is_idle = states_[id].status == StepStatus::pending || (is_running(id) && is_wait(id));
        if (is_idle) settle(id, StepStatus::cancelled);
    }
    ready_.clear();
}

std::vector<Transition> Executor::take_transitions() { return std::exchange(transitions_, {}); }

void Executor::settle(StepId id, StepStatus status) {
    if (is_running(id) && !is_wait(id)) --occupied_;
    states_[id].status = status;
    transitions_.push_back({id, status});
    --unfinished_;
}

void Executor::fail(StepId id, Error error) {
    const bool is_in_use = error.kind == ErrorKind::conflict && may_leave(plan_.steps[id]);
    states_[id].error = std::move(error);
    if (is_optional(id) || is_in_use) {
        settle(id, StepStatus::succeeded);
        return release_dependents(id);
    }
    settle(id, StepStatus::failed);
    skip_dependents(id, id);
}

void Executor::end_waits(const Error& error) {
    wait_error_ = error;
    for (StepId id = 0; id < states_.size(); ++id)
        if (is_wait(id) && is_running(id)) fail(id, error);
}

void Executor::release_dependents(StepId id) {
    for (const StepId dependent : dependents_[id])
        if (--blockers_[dependent] == 0 && states_[dependent].status == StepStatus::pending)
            ready_.push_back(dependent);
}

void Executor::skip_dependents(StepId id, StepId culprit) {
    for (const StepId dependent : dependents_[id]) {
        if (states_[dependent].status != StepStatus::pending) continue;
        if (is_optional(dependent)) {
            fail(dependent, Error(ErrorKind::step_failed, failure_words(plan_.steps[culprit])));
            continue;
        }
        states_[dependent].culprit = culprit;
        settle(dependent, StepStatus::skipped);
        skip_dependents(dependent, culprit);
    }
}

bool Executor::is_optional(StepId id) const {
    const auto* wait = std::get_if<WaitFor>(&plan_.steps[id].action);
    return wait && wait->necessity == Necessity::optional;
}

bool Executor::is_wait(StepId id) const { return std::holds_alternative<WaitFor>(plan_.steps[id].action); }

bool Executor::is_unneeded(StepId id) const {
    const auto& conditions = plan_.steps[id].only_if;
    return !conditions.empty() && std::all_of(conditions.begin(), conditions.end(), [&](const auto& change) {
        const auto image = images_.find(change.reference);
        return image != images_.end() && image->second == change.from_id;
    });
}

} // namespace muster::compose::execute
