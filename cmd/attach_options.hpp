#pragma once

#include "cmd/command.hpp"
#include "compose/model/project.hpp"

#include <optional>
#include <set>
#include <string>

namespace muster::cmd {

/// When an attached `up` is over, besides when the user interrupts it.
enum class SessionEnd {
    all_ended,    ///< no watched container runs any more
    first_end,    ///< --abort-on-container-exit
    first_failure ///< --abort-on-container-failure
};

/// What an attached `up` shows, and when it ends.
struct AttachOptions {
    bool color = true;
    bool prefix = true;
    bool timestamps = false;
    std::optional<int> timeout;    ///< seconds that containers have to stop
    std::set<std::string> shown;   ///< the services whose output is printed
    std::set<std::string> watched; ///< the services that keep it going, and that Ctrl-C stops
    SessionEnd end = SessionEnd::all_ended;
    std::string exit_code_from; ///< the service whose exit code counts; empty: that of the first to end
};

std::vector<FlagSpec> attach_flags();

/// Whether `up` returns once everything is started: --detach, --wait or --no-start. Throws Error (usage) when
/// that contradicts other flags.
bool is_detached(const Flags& flags);

/// `project`: as loaded for the services that were named, so with what they depend on. Throws Error (usage,
/// not_found) for services that are not part of it.
AttachOptions attach_options(const Flags& flags, const compose::Project& project);

} // namespace muster::cmd
