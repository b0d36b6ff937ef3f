#pragma once

#include "compose/execute/execute.hpp"
#include "compose/execute/step_actions.hpp"
#include "tests/fakes/fake_engine.hpp"

#include <deque>
#include <random>

namespace muster::compose::execute {

/// What may go wrong in a run, each in this many of a thousand moves.
struct Trouble {
    int failing = 0;   ///< a step fails; its effect may have taken place
    int interrupt = 0; ///< the user interrupts
    int kill = 0;      ///< the program is killed
    int losing = 0;    ///< the stream of events breaks
    int sickness = 0;  ///< a container turns unhealthy, a job fails
    int doubled = 0;   ///< an event is told twice
};

/// Thrown by next(): the program is no more. Whether the engine still did what it was told is left to chance.
struct Killed {};

/// Runs steps against the fake engine, one at a time, in an order that chance picks: steps end, containers
/// become healthy and jobs end in any order, and their states are reported late and out of order.
class SimulatedRunner final : public Runner {
  public:
    SimulatedRunner(const Plan& plan, const Project& project, const reconcile::ObservedState& seen,
                    fakes::FakeEngine& engine, std::mt19937_64& chance);

    void set_trouble(const Trouble& trouble) { trouble_ = trouble; }

    void start(StepId id) override;
    Incoming next() override;
    Explanation explain_failure(StepId, const Error&) override { return {}; }

    /// "web started before db was healthy", and other things that must never happen.
    const std::vector<std::string>& violations() const { return violations_; }
    /// A container's inner life goes on: it becomes healthy, or its job ends. Whether there was any such.
    bool live();

  private:
    std::optional<Incoming> mishap();
    Incoming finish_step();
    Incoming apply(StepId id);
    Incoming tell();
    void report(const std::string& name, const std::string& id);
    void check_gates(const reconcile::StartContainer& starting, const std::string& service);
    bool happens(int per_thousand) { return pick(1000) < static_cast<std::size_t>(per_thousand); }
    std::size_t pick(std::size_t count) { return static_cast<std::size_t>(chance_()) % count; }

    const Plan& plan_;
    fakes::FakeEngine& engine_;
    std::mt19937_64& chance_;
    Outcomes outcomes_;
    StepContext context_;
    Trouble trouble_;
    std::vector<StepId> running_;
    std::deque<ContainerObserved> untold_;
    std::map<std::string, std::string> followed_; ///< names by container id
    std::vector<std::string> violations_;
};

} // namespace muster::compose::execute
