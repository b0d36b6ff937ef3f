#pragma once

#include "cmd/session.hpp"
#include "compose/reconcile/planners.hpp"

namespace muster::cmd {

/// The flags that decide what `up` does, shared by `up` and `plan`.
std::vector<FlagSpec> up_planning_flags();

/// What they say. Throws Error (usage) for combinations that contradict each other.
compose::reconcile::UpOptions up_options(const Session& session, const Flags& flags);

/// The project as `up` is to bring it about: the named services, --scale and --no-deps applied.
compose::load::LoadedProject load_for_up(Session& session, const Flags& flags);

} // namespace muster::cmd
