#include "compose/execute/execute.hpp"

#include <algorithm>

namespace muster::compose::execute {

namespace {

/// Tells the listener what changed, and has each failure explained while its traces are fresh.
class Account {
  public:
    Account(Executor& executor, Runner& runner, Listener& listener)
        : executor_(executor), runner_(runner), listener_(listener) {}

    void report() {
        for (const Transition& transition : executor_.take_transitions()) {
            const StepState& state = executor_.states()[transition.step];
            if (transition.status == StepStatus::failed && state.error)
                explanations_.emplace(transition.step,
                                      runner_.explain_failure(transition.step, *state.error));
            listener_.on_status(transition.step, transition.status, state);
        }
    }

    ExecutionResult take() {
        return {.states = executor_.states(),
                .was_interrupted = executor_.was_interrupted(),
                .explanations = std::move(explanations_)};
    }

  private:
    Executor& executor_;
    Runner& runner_;
    Listener& listener_;
    std::map<StepId, Explanation> explanations_;
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
    return account.take();
}

} // namespace muster::compose::execute
