#include "compose/execute/container_end.hpp"

#include "compose/execute/log_timestamps.hpp"

#include <algorithm>

namespace muster::compose::execute {

std::int64_t end_of_previous_run(const engine::ContainerDetails& container) {
    return std::max<std::int64_t>(0, parse_timestamp(container.finished_at).value_or(0));
}

} // namespace muster::compose::execute
