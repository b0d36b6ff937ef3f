#pragma once

#include "compose/execute/event_watch.hpp"
#include "compose/execute/execute.hpp"
#include "compose/execute/queue.hpp"
#include "compose/execute/step_actions.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <thread>

namespace muster::compose::execute {

/// Carries out steps at a real engine: blocking calls on a few threads, waits by listening to its events.
/// Nothing is ever polled.
class EngineRunner final : public Runner {
  public:
    /// What `start` gets must outlive the runner.
    EngineRunner(engine::Engine& engine, const Project& project, const reconcile::ObservedState& seen,
                 const Plan& plan);
    ~EngineRunner() override;

    void start(StepId id) override;
    Incoming next() override { return incoming_.pop(); }
    Explanation explain_failure(StepId id, const Error& error) override;

    /// Called right before a container is started, for whoever wants to attach to it and miss nothing.
    using BeforeStart = std::function<void(const std::string& name, const std::string& id)>;
    void set_before_start(BeforeStart before_start) { before_start_ = std::move(before_start); }

    const Outcomes& outcomes() const { return outcomes_; }

    /// From any thread: ends waits and running pulls and builds, lets other steps finish.
    void interrupt();
    /// Waits fail once this much time has passed.
    void set_deadline(std::chrono::seconds limit);

  private:
    using Job = std::function<void(std::stop_token)>;

    void submit(Job job);
    void work(std::stop_token stop);
    void perform_step(StepId id, std::stop_token stop);
    void note_output(StepId id, const std::string& text);

    const Plan& plan_;
    BeforeStart before_start_;
    Outcomes outcomes_;
    StepContext context_;
    Queue<Incoming> incoming_;
    Queue<Job> jobs_;
    std::stop_source interruption_;
    std::size_t unfinished_jobs_ = 0;                   ///< guarded by mutex_
    std::map<StepId, std::deque<std::string>> outputs_; ///< the last lines of each; guarded by mutex_
    std::mutex mutex_;
    EventWatch watch_;
    std::vector<std::jthread> workers_;
    std::jthread timer_;
};

} // namespace muster::compose::execute
