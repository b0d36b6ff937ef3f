#pragma once

#include "cmd/command.hpp"

#include <string>
#include <vector>

namespace muster::cmd {

/// How flags are written, for those who read a command line and for those who complete one.

/// Whether the flag has a value of its own that may follow as the next argument.
bool takes_value(const FlagSpec& spec);

/// The flag that an argument such as "--file=a.yml", "-f" or "-fa.yml" names; null when there is none.
const FlagSpec* find_flag(const std::vector<FlagSpec>& specs, const std::string& argument);

/// Whether the flag's value is the next argument: "-f" and "--file", not "-fa.yml" or "--file=a.yml".
bool value_follows(const FlagSpec& spec, const std::string& argument);

/// "-aqt=5" as "-a", "-q", "-t5".
std::vector<std::string> expand_cluster(const std::vector<FlagSpec>& specs, std::string argument);

/// Whether everything behind the arguments of this kind is somebody else's command line.
bool passes_command_on(Positionals positionals);

/// The verb's own flags, and those of all verbs that may also stand behind them.
std::vector<FlagSpec> flags_behind(const Command& command);

} // namespace muster::cmd
