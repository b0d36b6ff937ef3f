#pragma once

#include "compose/model/project.hpp"

#include <string>
#include <vector>

namespace muster::compose::load {

/// Keeps the named services and what they depend on, all when none is named. The others become disabled
/// services, for they still belong to the project. Throws Error (not_found) for a service that does not
/// exist.
void select_services(Project& project, const std::vector<std::string>& names);

/// Drops networks, volumes, secrets and configs that no active service uses.
void drop_unused_resources(Project& project);

} // namespace muster::compose::load
