#pragma once

#include "compose/model/project.hpp"

namespace muster::compose::graph {

/// Throws Error (compose_file) when a service refers to a network, volume, secret or config that the project
/// does not declare. The loader finds that too, unless it is told not to check (`config --no-consistency`).
void require_declared(const Project& project);

} // namespace muster::compose::graph
