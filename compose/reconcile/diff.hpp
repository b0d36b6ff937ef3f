#pragma once

#include "compose/reconcile/plan.hpp"
#include "engine-client/types.hpp"

#include <vector>

namespace muster::compose::reconcile {

/// In which attributes a container differs from what its service now asks for, one reason each:
/// "environment.DEBUG: '0' -> '1'", with the attribute's path below the service ("environment", "DEBUG").
/// What came from the image (`image`, may be null) is not the service's doing and is left out. Values of
/// variables that look like credentials are never shown.
std::vector<Reason> diff_container(const engine::ContainerSpec& actual, const engine::ContainerSpec& wanted,
                                   const engine::ImageDetails* image);

} // namespace muster::compose::reconcile
