#pragma once

#include "compose/model/project.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The engine's names for a project's parts, the same as Docker Compose's, so that either tool finds the
/// other's containers. Where a '-' stands below it is the project's separator.
namespace muster::compose::translate {

/// "<project>-<service>-<number>", or the service's container_name.
std::string container_name(const Project& project, const Service& service, std::int64_t number);

/// The name a container has while the one it replaces still exists: "<12 digits of the old id>_<final name>".
std::string temporary_name(std::string_view replaced_id, std::string_view final_name);

/// The final name that a temporary name stands for, or nothing when the name is not of that form.
std::optional<std::string> final_name_of(std::string_view temporary);

/// service.image, or "<project>-<service>" for an image that is only built.
std::string image_name(const Project& project, const Service& service);

/// The name with "<project>-" or "<project>_" left out where it starts with that: how logs and progress call
/// a container.
std::string short_name(std::string_view project, std::string_view container);

} // namespace muster::compose::translate
