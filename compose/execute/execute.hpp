#pragma once

#include "compose/execute/executor.hpp"
#include "compose/execute/explanation.hpp"

namespace muster::compose::execute {

/// Really does what the executor says. One implementation drives the engine, another a simulation.
class Runner {
  public:
    virtual ~Runner() = default;

    /// Starts a step and returns at once; its end comes from next(). A WaitFor has no end of its own: its
    /// container's states are reported as they change.
    virtual void start(StepId id) = 0;

    /// The next thing that happened; blocks until there is one.
    virtual Incoming next() = 0;

    /// What a user needs to understand why a step failed, found out right after.
    virtual Explanation explain_failure(StepId id, const Error& error) = 0;
};

/// Is told what happens, for progress views.
class Listener {
  public:
    virtual ~Listener() = default;

    virtual void on_status(StepId id, StepStatus status, const StepState& state) = 0;
    virtual void on_progress(StepId id, const std::string& text) = 0;
};

struct ExecutionResult {
    std::vector<StepState> states; ///< by step
    bool was_interrupted = false;
    std::map<StepId, Explanation> explanations{}; ///< of the failed steps

    bool succeeded() const;
    /// The failures themselves, without the steps they caused to be skipped.
    std::vector<StepId> failures() const;
};

/// Engine calls under way at once unless the user says otherwise: more does not make the engine faster.
inline constexpr std::size_t default_parallel = 8;

/// Carries out the plan. Returns when every step has ended; failed steps are in the result, not thrown.
ExecutionResult execute(const Plan& plan, Runner& runner, Listener& listener,
                        std::size_t parallel = default_parallel);

} // namespace muster::compose::execute
