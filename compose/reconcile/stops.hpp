#pragma once

#include "compose/reconcile/plan_builder.hpp"
#include "compose/reconcile/resource_steps.hpp"

#include <map>
#include <string>

namespace muster::compose::reconcile {

/// Stops each container once, whatever the number of reasons. Internal to plan_up.
class Stops {
  public:
    Stops(PlanBuilder& plan, const ResourceSteps& resources, std::optional<int> timeout)
        : plan_(plan), resources_(resources), timeout_(timeout) {}

    /// The container has another name from that step on: whatever else is done to it comes after.
    void rename(const ObservedContainer& container, std::string name, StepId step);

    /// The last step of stopping it; nothing when it does not run.
    std::optional<StepId> stop(const ObservedContainer& container, std::vector<Reason> reasons,
                               Conditions only_if, std::vector<StepId> after);

    StepId remove(const ObservedContainer& container, std::vector<Reason> reasons, AnonymousVolumes volumes,
                  std::vector<StepId> after);
    StepId remove(const ObservedContainer& container, PlanBuilder::Target target, AnonymousVolumes volumes,
                  std::vector<StepId> after);

    /// The container as it is called by then.
    PlanBuilder::Target target(const ObservedContainer& container, std::vector<Reason> reasons) const;

  private:
    struct Renamed {
        std::string name;
        StepId step = 0;
    };

    std::optional<StepId> renaming(const ObservedContainer& container) const;

    PlanBuilder& plan_;
    const ResourceSteps& resources_;
    std::optional<int> timeout_;
    std::map<std::string, StepId> stops_;    ///< by container id
    std::map<std::string, Renamed> renamed_; ///< by container id
};

} // namespace muster::compose::reconcile
