#pragma once

#include "cmd/attach_options.hpp"
#include "cmd/execution.hpp"

namespace muster::cmd {

/// Carries out `up`'s plan and shows the containers' output until the session is over (see SessionEnd) or the
/// user has had enough: the first Ctrl-C stops the containers, the second kills them. Gives the exit code:
/// that of the container that ended the session, 130 after Ctrl-C.
int run_attached(Session& session, const Undertaking& undertaking, const AttachOptions& options);

} // namespace muster::cmd
