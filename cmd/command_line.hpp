#pragma once

#include "cmd/command.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::cmd {

/// What the arguments ask for.
struct Invocation {
    Flags globals;
    Flags flags;
    const Command* command = nullptr; ///< null when help was asked for
    std::optional<std::string> help;  ///< the text to print, when help was asked for
};

/// Reads the arguments (without the program's name). `commands` must outlive the result.
/// Flags before the verb are global; a verb's own flags and arguments follow it. Throws Error (usage).
Invocation parse_command_line(const std::vector<std::string>& arguments,
                              const std::vector<Command>& commands);

} // namespace muster::cmd
