#pragma once

#include "cmd/session.hpp"

#include <string>

namespace muster::cmd {

/// The flags of `run` that change what the service declares.
std::vector<FlagSpec> one_off_flags();

/// Makes the service in the project what `run` is to run: the command, and what the flags say. `name`: of
/// the container. Throws Error (usage) or LoadFailure for values that mean nothing.
void apply_one_off_flags(Session& session, compose::Project& project, const Flags& flags,
                         const std::string& name);

/// Whether the command gets a terminal: it is asked for or not refused, and there is one here.
/// Throws Error (usage) when one is asked for, but standard input is none.
bool wants_terminal(Session& session, const Flags& flags);

} // namespace muster::cmd
