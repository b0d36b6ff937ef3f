#pragma once

#include "compose/reconcile/decisions.hpp"
#include "compose/reconcile/resource_steps.hpp"
#include "compose/reconcile/stops.hpp"

#include <map>
#include <string>
#include <vector>

namespace muster::compose::reconcile {

/// By service: the stops that its starts come after.
using Handovers = std::map<std::string, std::vector<StepId>>;

struct HandoverInput {
    const Project& project;
    const ObservedState& seen;
    const UpOptions& options;
    const std::map<std::string, ServiceDecisions>& decisions;
    const ResourceSteps& resources;
};

/// A container that gives up what another one asks for (a port, an address) has to stop before that one
/// starts. It stops early, for nothing that it would otherwise wait for may in turn wait for the other.
/// Internal to plan_up.
Handovers plan_handovers(const HandoverInput& input, Stops& stops);

} // namespace muster::compose::reconcile
