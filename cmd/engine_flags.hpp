#pragma once

#include "cmd/command.hpp"
#include "engine-client/engine_choice.hpp"

#include <vector>

namespace muster::cmd {

/// The Docker CLI's own flags, which may stand in front of the verb or, when it calls its plugin, in front of
/// "compose": which engine to use and how to reach it.
std::vector<FlagSpec> engine_flags();

/// What they and the environment say. Throws Error (usage) for values that are none.
engine::EngineChoice engine_choice(const Flags& globals, const engine::Environment& environment);

} // namespace muster::cmd
