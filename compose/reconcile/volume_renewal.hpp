#pragma once

#include "compose/reconcile/network_replacement.hpp"
#include "compose/reconcile/planners.hpp"
#include "compose/reconcile/resource_steps.hpp"
#include "compose/reconcile/stops.hpp"

#include <map>
#include <set>
#include <string>

namespace muster::compose::reconcile {

/// Makes volumes anew on request. A volume can only be removed once no container has it, so its containers
/// are removed before their replacements are made. Internal to plan_up.
struct VolumeRenewalInput {
    const Project& project;
    const ObservedState& seen;
    const UpOptions& options;
    const std::set<std::string>& leaving; ///< ids of containers that the plan replaces or removes
    const NetworkReplacement& networks;
};

/// Adds the steps to the plan and to `resources`; gives the removals of containers, by id. Throws Error
/// (conflict) when a container that stays has such a volume.
std::map<std::string, StepId> renew_volumes(PlanBuilder& plan, Stops& stops, ResourceSteps& resources,
                                            const VolumeRenewalInput& input);

} // namespace muster::compose::reconcile
