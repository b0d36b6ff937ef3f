#pragma once

#include "cmd/session.hpp"

#include <optional>

namespace muster::cmd {

/// Has the providers of the project's services do their work, and gives the variables that they tell to the
/// services that depend on them. The exit code when that failed. On --dry-run they are only named.
std::optional<int> provide(Session& session, compose::load::LoadedProject& loaded);

} // namespace muster::cmd
