#pragma once

#include "compose/execute/step_actions.hpp"

namespace muster::compose::execute {

/// Why a step that concerns a container failed, as far as the engine can tell: exit code, signal, out of
/// memory, the last health probe, the last lines of its log. Nothing for other steps or when the engine
/// does not answer.
std::vector<Note> explain_failure(const Step& step, const StepContext& context);

} // namespace muster::compose::execute
