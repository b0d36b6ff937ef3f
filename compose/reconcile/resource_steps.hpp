#pragma once

#include "compose/reconcile/plan_builder.hpp"
#include "compose/reconcile/planners.hpp"

#include <map>
#include <set>

namespace muster::compose::reconcile {

/// What becomes of the project's networks, volumes and images, and the steps that containers wait for.
/// Internal to plan_up.
struct ResourceSteps {
    std::map<std::string, StepId> networks; ///< by key, those created
    std::map<std::string, StepId> volumes;
    std::map<std::string, StepId> images; ///< by reference: the pull or build its containers wait for

    /// The pull or build that a service's containers wait for. Nothing stops before it has succeeded.
    std::optional<StepId> image_of(const Project& project, const std::string& service) const;
};

/// The networks that exist but not as declared, by key. They are replaced, and with them every container
/// attached to them.
std::set<std::string> diverged_networks(const Project& project, const ObservedState& seen);

/// Throws Error (not_found) when an external network or volume does not exist.
void check_externals(const Project& project, const ObservedState& seen);

/// Those that have a step in `steps` already are made anew.
void add_volumes(PlanBuilder& plan, ResourceSteps& steps, const Project& project, const ObservedState& seen);

/// An image that any service builds is not pulled for another one. Throws Error (not_found) when an image is
/// missing and may neither be pulled nor built.
void add_images(PlanBuilder& plan, ResourceSteps& steps, const Project& project, const ObservedState& seen,
                const UpOptions& options);

/// Missing networks are created; a diverged one is created anew once `removed` (by key) has gone.
void add_networks(PlanBuilder& plan, ResourceSteps& steps, const Project& project, const ObservedState& seen,
                  const std::map<std::string, StepId>& removed);

} // namespace muster::compose::reconcile
