#pragma once

#include "base/error.hpp"
#include "compose/reconcile/plan.hpp"
#include "engine-client/types.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muster::compose::execute {

using reconcile::Plan;
using reconcile::Step;
using reconcile::StepId;

// What happens to a running plan, as the runner reports it.

struct StepSucceeded {
    StepId step = 0;
    std::string image_id; ///< of a pull or build: the image that is there now
};

struct StepFailed {
    StepId step = 0;
    Error error;
};

/// A container that a WaitFor waits for, as it was seen after that wait began.
struct ContainerObserved {
    std::string name; ///< the final name, as in ContainerRef
    engine::ContainerState state = engine::ContainerState::created;
    engine::Health health = engine::Health::none;
    std::int64_t exit_code = 0;
    bool oom_killed = false;
};

/// The engine no longer tells what happens: waiting on would be waiting forever.
struct EventsLost {
    Error error;
};

/// The user asked to stop: nothing new starts, waits end, what runs is finished.
struct Interrupted {};

/// The time given for waits is over.
struct DeadlineReached {
    std::string limit; ///< "10s", for the message
};

/// Something a step has to say while it runs (a pull's layers, a build's output).
struct StepProgress {
    StepId step = 0;
    std::string text;
};

using Incoming = std::variant<StepSucceeded, StepFailed, ContainerObserved, EventsLost, Interrupted,
                              DeadlineReached, StepProgress>;

enum class StepStatus {
    pending,
    running,
    succeeded,
    unneeded, ///< none of its conditions (Step::only_if) came true
    failed,
    skipped,  ///< something it comes after failed
    cancelled ///< the user interrupted
};

struct StepState {
    StepStatus status = StepStatus::pending;
    /// Of a failed step; of one that has succeeded, a warning: an optional wait that went wrong, something
    /// in use that was left in place.
    std::optional<Error> error;
    std::optional<StepId> culprit; ///< of a skipped step: the failed one at the root
};

/// A change of a step's status, in the order in which they happened.
struct Transition {
    StepId step = 0;
    StepStatus status = StepStatus::pending;
};

/// Decides which steps of a plan run when. A state machine without thread, clock or socket:
///
///     while (!executor.is_done()) {
///         for (StepId id : executor.start_ready()) runner.start(id);
///         executor.on(runner.next());
///     }
///
/// A step runs when all it comes after have succeeded or turned out unneeded, and fewer than `parallel`
/// others run; waits do not count. A step after a failed one is skipped, but for an optional wait, which only
/// takes note of it; independent ones go on. Events may come late, twice or for steps that are over.
class Executor {
  public:
    Executor(const Plan& plan, std::size_t parallel);

    /// The steps to start now, in plan order; they count as running from here on.
    std::vector<StepId> start_ready();
    void on(const Incoming& incoming);
    bool is_done() const { return unfinished_ == 0; }

    const std::vector<StepState>& states() const { return states_; }
    bool was_interrupted() const { return interrupted_; }
    std::vector<Transition> take_transitions();

  private:
    void handle(const StepSucceeded& success);
    void handle(const StepFailed& failure);
    void handle(const ContainerObserved& observed);
    void handle(const EventsLost& lost);
    void handle(const Interrupted&);
    void handle(const DeadlineReached& deadline);
    void handle(const StepProgress&) {}

    void settle(StepId id, StepStatus status);
    void fail(StepId id, Error error);
    void end_waits(const Error& error);
    void release_dependents(StepId id);
    void skip_dependents(StepId id, StepId culprit);
    bool is_wait(StepId id) const;
    bool is_optional(StepId id) const;
    bool is_running(StepId id) const { return states_[id].status == StepStatus::running; }
    bool is_unneeded(StepId id) const;

    const Plan& plan_;
    std::size_t parallel_;
    std::vector<StepState> states_;
    std::vector<std::vector<StepId>> dependents_;
    std::vector<std::size_t> blockers_; ///< how many steps each one still waits for
    std::vector<StepId> ready_;
    std::vector<Transition> transitions_;
    std::map<std::string, std::string> images_; ///< by reference: the id a pull or build brought
    std::size_t occupied_ = 0;                  ///< running steps that are not waits
    std::size_t unfinished_ = 0;
    bool interrupted_ = false;
    std::optional<Error> wait_error_; ///< why no wait can succeed any more
};

/// How a container stands towards a goal.
struct Verdict {
    enum class Kind { pending, reached, failed } kind = Kind::pending;
    std::string message; ///< why it failed: "container demo-db-1 is unhealthy"
};

Verdict judge(reconcile::Goal goal, const ContainerObserved& observed);

} // namespace muster::compose::execute
