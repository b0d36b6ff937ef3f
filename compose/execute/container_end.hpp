#pragma once

#include "engine-client/types.hpp"

#include <string>

namespace muster::compose::execute {

/// How a followed container came to its end.
struct ContainerEnd {
    std::string name;
    std::int64_t exit_code = 0;
    bool restarts = false; ///< its restart policy brings it back; following goes on
};

/// Has a process, or will have one again without anybody's help.
inline bool is_alive(const engine::ContainerDetails& container) {
    using enum engine::ContainerState;
    return container.state == running || container.state == paused || container.state == restarting;
}

/// Nanoseconds since 1970: what the container's log has later than this is of its present run; 0 when that is
/// the first. It is the end of the run before: the start that the engine notes comes after the first lines of
/// a process that is quick to write.
std::int64_t end_of_previous_run(const engine::ContainerDetails& container);

} // namespace muster::compose::execute
