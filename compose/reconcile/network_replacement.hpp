#pragma once

#include "compose/reconcile/decisions.hpp"
#include "compose/reconcile/resource_steps.hpp"
#include "compose/reconcile/stops.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace muster::compose::reconcile {

/// What network replacement has to know of the rest of the plan.
struct NetworkReplacementInput {
    const Project& project;
    const ObservedState& seen;
    const std::set<std::string>& diverged; ///< keys of the networks to replace
    const std::set<std::string>& leaving;  ///< ids of containers that the plan replaces or removes
    const ResourceSteps& resources;        ///< the new networks are in it when reconnect() is called
};

/// Replaces networks that are not as declared. A network can only be removed once nothing is attached to it:
/// containers that are replaced or removed anyway stop and let go of it; the others go on running, and are
/// connected to the new network with the names and addresses they had. Internal to plan_up.
class NetworkReplacement {
  public:
    NetworkReplacement(PlanBuilder& plan, Stops& stops, const NetworkReplacementInput& input)
        : plan_(plan), stops_(stops), input_(input) {}

    /// Throws Error (conflict) when running containers that are not the project's are connected: they are not
    /// ours to cut off.
    void check_strangers() const;

    /// The removal of each network, by key.
    std::map<std::string, StepId> remove();

    /// Connects those that stay.
    void reconnect();

    /// The steps that a later step on that container comes after.
    std::vector<StepId> steps_of(const ObservedContainer& container) const;

  private:
    std::vector<StepId> disconnect_all(const std::string& key, const Reason& reason);
    engine::EndpointSpec endpoint_of(const ObservedContainer& container, const std::string& key) const;

    struct Guest {
        const ObservedContainer* container;
        std::string key;
        StepId disconnected;
    };

    PlanBuilder& plan_;
    Stops& stops_;
    const NetworkReplacementInput input_;
    std::vector<Guest> guests_;                        ///< those that are connected again
    std::map<std::string, std::vector<StepId>> steps_; ///< by container id
};

} // namespace muster::compose::reconcile
