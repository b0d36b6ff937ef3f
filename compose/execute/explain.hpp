#pragma once

#include "compose/execute/explanation.hpp"
#include "compose/execute/step_actions.hpp"

namespace muster::compose::execute {

/// Finds out why a step failed, by asking the engine: of a container its end, its health, its log; of what is
/// taken (a port, a name, an address, a subnet) by whom. `output`: what the step itself printed last. What
/// the engine does not answer stays out; nothing is thrown.
Explanation explain_failure(const Step& step, const Error& error, const StepContext& context,
                            std::vector<std::string> output);

/// The container with that id as it is now, with the end of its log; nothing when it is gone.
std::optional<BlamedContainer> find_blamed_container(engine::Engine& engine, const std::string& id);

/// What to try when a container did not get where it was awaited.
std::string advice_on_end(const BlamedContainer& container, const Service* service, reconcile::Goal goal);

/// What the engine's words mean, of the refusal of a step.
void explain_refusal(Explanation& explanation, const Step& step, const std::string& words,
                     const StepContext& context);

} // namespace muster::compose::execute
