#pragma once

#include "cmd/command.hpp"

#include <string>
#include <vector>

namespace muster::cmd::reference {

/// A page of the manual, in the language of man(7).
struct ManPage {
    std::string file_name; ///< "muster-up.1"
    std::string text;
};

/// muster(1), and one for each command.
std::vector<ManPage> man_pages(const std::vector<Command>& commands, const std::vector<FlagSpec>& globals,
                               const std::string& version);

} // namespace muster::cmd::reference
