#pragma once

#include "cmd/session.hpp"

namespace muster::cmd {

/// Whether containers of services that are no longer declared are to go: --remove-orphans, or else
/// COMPOSE_REMOVE_ORPHANS.
bool removes_orphans(const Session& session, const Flags& flags);

/// Whether the environment variable says 1 or true.
bool is_on_in_environment(const Session& session, const char* variable);

FlagSpec remove_orphans_flag();

} // namespace muster::cmd
