#pragma once

#include "cmd/session.hpp"

namespace muster::cmd {

/// Throws LoadFailure, before anything is done, with what of the project cannot be brought up: what the
/// engine would refuse, attributes newer than the engine, and those that are not supported yet, each at its
/// place.
void require_feasible(Session& session, const compose::load::LoadedProject& loaded);

} // namespace muster::cmd
