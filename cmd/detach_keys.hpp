#pragma once

#include <string>

namespace muster::cmd {

/// What leaves a container's process alone with its terminal.
inline constexpr char default_detach_keys[] = "ctrl-p,ctrl-q";

/// The bytes that "ctrl-p,ctrl-q" or "a,ctrl-\\" come as: single characters, or "ctrl-" with a letter or one
/// of @[\]^_, between commas. Throws Error (usage) for anything else. Source: Docker CLI, --detach-keys.
std::string parse_detach_keys(const std::string& text);

} // namespace muster::cmd
