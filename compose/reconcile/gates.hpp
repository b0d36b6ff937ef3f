#pragma once

#include "compose/reconcile/plan_builder.hpp"

#include <map>
#include <tuple>

namespace muster::compose::reconcile {

/// Turns depends_on into what a start comes after: the dependency's own start, or a wait for its condition.
/// Two services that wait for the same thing share one wait. Internal to the planners.
class Gates {
  public:
    explicit Gates(PlanBuilder& plan) : plan_(plan) {}

    /// A container of a service that others may depend on. `ready` is the last step of bringing it up, or
    /// nothing when it is left alone; `observed` is null for one that does not exist yet.
    struct Replica {
        ContainerRef container;
        const ObservedContainer* observed = nullptr;
        std::optional<StepId> ready;
    };

    void add_replica(const std::string& service, Replica replica);

    /// The steps that a start of `service` comes after.
    std::vector<StepId> before_start(const Service& service);

    /// A wait for each known container of the service, as `--wait` asks; `goal` for all of them.
    void add_waits(const std::string& service, Goal goal);

  private:
    std::optional<StepId> gate(const std::string& dependency, const Replica& replica, Goal goal,
                               Necessity necessity);
    StepId wait_for(const std::string& dependency, const Replica& replica, Goal goal, Necessity necessity);

    PlanBuilder& plan_;
    std::map<std::string, std::vector<Replica>> replicas_;
    std::map<std::tuple<std::string, Goal, Necessity>, StepId> waits_;
};

} // namespace muster::compose::reconcile
