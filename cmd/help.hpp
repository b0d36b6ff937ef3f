#pragma once

#include "cmd/command.hpp"

#include <string>
#include <vector>

namespace muster::cmd {

/// What `muster --help` and `muster VERB --help` print, for a terminal of 80 columns.
std::string general_help(const std::vector<Command>& commands);
std::string command_help(const Command& command);

/// How the command is written: "muster up [FLAGS] [SERVICE...]".
std::string usage_line(const Command& command);

/// How the flag is written: "-f, --file FILE".
std::string flag_names(const FlagSpec& spec);

/// --help, which every command takes.
FlagSpec help_flag();

} // namespace muster::cmd
