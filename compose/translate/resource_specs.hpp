#pragma once

#include "compose/model/project.hpp"
#include "engine-client/types.hpp"

#include <string>

namespace muster::compose::translate {

/// The network or volume of that key as the engine is to create it, labels included.
/// REQUIRES: the project has it and it is not external.
engine::NetworkSpec network_spec(const Project& project, const std::string& key);
engine::VolumeSpec volume_spec(const Project& project, const std::string& key);

/// How the service's image is built. REQUIRES: service.build.
engine::BuildSpec build_spec(const Project& project, const Service& service);

} // namespace muster::compose::translate
