#pragma once

#include "engine-client/types.hpp"

#include <string>
#include <vector>

namespace muster::cmd {

/// A container's ports in one line, as the Docker CLI shows them:
/// "9000/tcp, 0.0.0.0:8080-8082->8080-8082/tcp, [::]:18080->80/tcp". Ranges are collapsed where the
/// container's and the host's ports are the same.
std::string port_text(std::vector<engine::PublishedPort> ports);

} // namespace muster::cmd
