#pragma once

#include "cmd/execution.hpp"

namespace muster::cmd {

struct AttachOptions {
    bool color = true;
    bool prefix = true;
    std::optional<int> timeout; ///< seconds to stop on Ctrl-C
};

std::vector<FlagSpec> attach_flags();
AttachOptions attach_options(const Flags& flags);

/// Carries out `up`'s plan and shows the containers' output until all have stopped or the user has had
/// enough: the first Ctrl-C stops the containers, the second kills them. Gives the exit code.
int run_attached(Session& session, const Undertaking& undertaking, const AttachOptions& options);

} // namespace muster::cmd
