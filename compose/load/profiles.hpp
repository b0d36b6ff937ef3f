#pragma once

#include "compose/model/project.hpp"

#include <string>
#include <vector>

namespace muster::compose::load {

/// Moves the services that no active profile enables to `disabled_services`. A service named in `services` is
/// enabled together with all its profiles; "*" enables everything.
/// Source: Compose spec, "Profiles".
void apply_profiles(Project& project, std::vector<std::string> profiles,
                    const std::vector<std::string>& services);

} // namespace muster::compose::load
