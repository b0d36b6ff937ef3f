#pragma once

#include "cmd/session.hpp"

namespace muster::cmd {

/// Whether containers of services that are no longer declared are to go: --remove-orphans, or else
/// COMPOSE_REMOVE_ORPHANS of the environment. That of `.env` counts for `up` only, as in Docker Compose.
bool removes_orphans(const Session& session, const Flags& flags);

FlagSpec remove_orphans_flag();

} // namespace muster::cmd
