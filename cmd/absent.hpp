#pragma once

#include "base/error.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::cmd {

/// A command or flag of Docker Compose that Muster does not have.
struct Absence {
    std::string name; ///< "watch", "up --watch"; "global --insecure-registry" for one in front of the command
    std::string why;
    char short_name = '\0'; ///< of a flag
};

/// All of them: whoever types one is told why it is not there, and docs/commands.md says the same.
const std::vector<Absence>& absences();

/// Why there is no such command; nothing when Docker Compose has none of that name either.
std::optional<Error> explain_absent_command(const std::string& command);

/// The same for a flag, "--watch" or "-w"; `command` is empty for one in front of the command.
std::optional<Error> explain_absent_flag(const std::string& command, const std::string& flag);

} // namespace muster::cmd
