#pragma once

#include "cmd/session.hpp"

#include <string>

namespace muster::cmd {

/// Whether the user says yes: y, yes, t, true or 1, on a terminal or in the first line of what is piped in.
/// Anything else, and the end of the input, is a no. The question goes to standard output.
bool confirm(Session& session, const std::string& question);

} // namespace muster::cmd
