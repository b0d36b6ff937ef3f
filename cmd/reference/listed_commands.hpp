#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster::cmd::reference {

/// A flag as the list of Docker Compose's command line has it.
struct ListedFlag {
    std::string name; ///< without dashes
    char short_name = '\0';
    std::string type{}; ///< "bool", "string", "stringArray" ...
    bool is_hidden = false;
};

struct ListedCommand {
    std::string name;      ///< "up", "bridge convert"; "global" for the flags in front of the command
    std::string arguments; ///< as its help writes them
    std::vector<ListedFlag> flags;
};

/// Reads tests/golden/command-line.txt; its head says how it is written. Throws Error (usage).
std::vector<ListedCommand> read_listed_commands(std::string_view text);

/// How Muster stands to a command or flag where that is not simply "done".
enum class Standing { done, without_effect, absent };

/// Why it stands so.
struct Note {
    Standing standing = Standing::done;
    std::string why;
};

/// By "up --watch", "watch", "global --insecure-registry".
using Notes = std::map<std::string, Note>;

/// What absences() say, and cmd/reference/notes.txt, whose head says how it is written. Throws Error (usage).
Notes read_notes(std::string_view text);

} // namespace muster::cmd::reference
