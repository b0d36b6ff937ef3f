#pragma once

#include "cmd/session.hpp"
#include "compose/reconcile/planners.hpp"

namespace muster::cmd {

/// Locks the project unless it is, observes it, plans and carries out; gives the exit code.
int take_down(Session& session, const compose::Project& project,
              const compose::reconcile::DownOptions& options);

} // namespace muster::cmd
