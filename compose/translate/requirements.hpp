#pragma once

#include "compose/model/project.hpp"
#include "engine-client/types.hpp"

#include <string>
#include <vector>

namespace muster::compose::translate {

/// An attribute that only newer engines know.
struct Requirement {
    std::vector<std::string>
        path;               ///< of the attribute in the compose file: {"services", "web", "annotations"}
    engine::ApiVersion api; ///< the oldest API that has it
    std::string engine;     ///< the release of Docker Engine that brought it, "25.0"
    bool operator==(const Requirement&) const = default;
};

/// What the attributes of the project's services and networks ask of the engine, in the order of their names.
/// Source: Engine API version history.
std::vector<Requirement> engine_requirements(const Project& project);

/// An attribute that is understood but cannot be carried out.
struct Unsupported {
    std::vector<std::string> path;
    std::string reason; ///< goes after the attribute's name: "is not supported yet: ..."
    bool operator==(const Unsupported&) const = default;
};

/// What of the project's services could not be brought up whatever the engine.
std::vector<Unsupported> unsupported_attributes(const Project& project);

} // namespace muster::compose::translate
