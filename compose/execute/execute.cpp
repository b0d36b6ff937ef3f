#include "compose/execute/execute.hpp"

#include <algorithm>

namespace muster::compose::execute {

namespace {

/// The executor's states with what the runner can say about each failure.
class Account {
  public:
    Account(Executor& executor, Runner& runner, Listener& listener)
        : executor_(executor), runner_(runner), listener_(listener), notes_(executor.states().size()) {}

    void report() {
        for (const Transition& transition : executor_.take_transitions()) {
            if (transition.status == StepStatus::failed)
                notes_[transition.step] = runner_.explain_failure(transition.step);
            listener_.on_status(transition.step, transition.status, state(transition.step));
        }
    }

    StepState state(StepId id) const {
        StepState out = executor_.states()[id];
        if (out.error) out.error->notes.insert(out.error->notes.end(), notes_[id].begin(), notes_[id].end());
        return out;
    }

  private:
    Executor& executor_;
    Runner& runner_;
    Listener& listener_;
    std::vector<std::vector<Note>> notes_;
};

} // namespace

bool ExecutionResult::succeeded() const {
    return !was_interrupted && std::all_of(states.begin(), states.end(), [](const StepState& state) {
        return state.status == StepStatus::succeeded || state.status == StepStatus::unneeded;
    });
}

std::vector<StepId> ExecutionResult::failures() const {
    std::vector<StepId> failed;
    for (StepId id = 0; id < states.size(); ++id)
        if (states[id].status == StepStatus::failed) failed.push_back(id);
    return failed;
}

ExecutionResult execute(const Plan& plan, Runner& runner, Listener& listener, std::size_t parallel) {
    Executor executor(plan, parallel);
    Account account(executor, runner, listener);
    while (!executor.is_done()) {
        const std::vector<StepId> started = executor.start_ready();
        account.report();
        for (const StepId id : started) runner.start(id);
        if (executor.is_done()) break;
        const Incoming incoming = runner.next();
        if (const auto* progress = std::get_if<StepProgress>(&incoming))
            listener.on_progress(progress->step, progress->text);
        executor.on(incoming);
        account.report();
    }
    ExecutionResult result{.states = {}, .was_interrupted = executor.was_interrupted()};
    for (StepId id = 0; id < plan.steps.size(); ++id) result.states.push_back(account.state(id));
    return result;
}

} // namespace muster::compose::execute
