#pragma once

#include "cmd/command.hpp"

namespace muster::cmd {

/// What --format takes where Docker Compose knows no templates: ls and images.
enum class ListFormat { table, json };

/// Throws Error (usage) for anything but "table" (or nothing) and "json".
ListFormat list_format(const Flags& flags);

} // namespace muster::cmd
