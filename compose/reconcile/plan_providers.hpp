#pragma once

#include "compose/reconcile/plan.hpp"

namespace muster::compose::reconcile {

/// Has every provider of the project do its work, dependencies first. What providers tell the services that
/// depend on them is part of how those are to be: so this plan is carried out before `plan_up` is asked.
Plan plan_providers(const Project& project);

/// A step of a service that a provider stands in for.
Step provider_step(const std::string& service, ProviderVerb verb, std::vector<StepId> after);

} // namespace muster::compose::reconcile
