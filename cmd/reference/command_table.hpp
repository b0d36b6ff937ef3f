#pragma once

#include "cmd/command.hpp"
#include "cmd/reference/listed_commands.hpp"

#include <string>
#include <vector>

namespace muster::cmd::reference {

/// What the table is made from.
struct CommandLines {
    std::vector<Command> commands; ///< Muster's own definition
    std::vector<FlagSpec> globals;
    std::vector<ListedCommand> listed; ///< Docker Compose's
    Notes notes;
};

/// docs/commands.md: every command and flag of both, and how Muster stands to it.
std::string command_table(const CommandLines& lines);

/// What does not go together: a flag of Docker Compose's that is neither there nor noted as absent, one of
/// another kind or short name, a note about nothing. One sentence each.
std::vector<std::string> find_contradictions(const CommandLines& lines);

} // namespace muster::cmd::reference
