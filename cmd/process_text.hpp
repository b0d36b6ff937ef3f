#pragma once

#include "engine-client/types.hpp"

#include <string>
#include <vector>

namespace muster::cmd {

/// The processes of one container.
struct ContainerProcesses {
    std::string service;
    std::int64_t number = 0;
    engine::ProcessTable table;
};

/// All in one table, as `top` prints it: the service, the replica's number, the engine's columns, the command
/// last. What an engine's table lacks is "-". Nothing when there is nothing to show.
std::string process_text(const std::vector<ContainerProcesses>& containers);

} // namespace muster::cmd
