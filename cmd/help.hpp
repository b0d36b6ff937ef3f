#pragma once

#include "cmd/command.hpp"

#include <string>
#include <vector>

namespace muster::cmd {

/// What `muster --help` and `muster VERB --help` print.
std::string general_help(const std::vector<Command>& commands);
std::string command_help(const Command& command);

} // namespace muster::cmd
