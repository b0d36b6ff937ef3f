#pragma once

#include "compose/load/load.hpp"
#include "compose/reconcile/plan.hpp"

#include <functional>
#include <string>
#include <vector>

namespace muster::cmd {

/// Where an attribute stands in the compose file, "compose.yaml:7:5", or an empty string.
using Locate = std::function<std::string(const std::vector<std::string>& path)>;

Locate locate_in(const compose::load::LoadedProject& loaded, const SourceMap& sources);

/// The plan as a user reads it: a line for each container, network, volume or image that changes, with what
/// is done to it and why. "nothing to do" for an empty plan.
std::string plan_text(const std::string& project, const compose::reconcile::Plan& plan, const Locate& locate);

/// The same as one JSON document: every step with its id, what it comes after, and its reasons.
std::string plan_json(const std::string& project, const compose::reconcile::Plan& plan, const Locate& locate);

} // namespace muster::cmd
