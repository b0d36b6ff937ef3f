#pragma once

#include <string>

namespace muster::cmd {

/// What a shell reads to complete the command lines of `muster` and `docker-compose`: it asks the program
/// itself (`__complete`). Throws Error (usage) for a shell other than bash, zsh and fish.
std::string completion_script(const std::string& shell);

} // namespace muster::cmd
