#pragma once

#include "compose/reconcile/observed.hpp"
#include "engine-client/engine.hpp"

namespace muster::compose::execute {

/// What to read beyond the lists of containers, networks and volumes.
enum class ObserveDepth {
    containers, ///< containers only
    resources,  ///< networks, volumes and images too
    changes     ///< and the details of containers that no longer match their service
};

/// Reads what the engine has of the project; changes nothing. Independent calls go out at the same time.
reconcile::ObservedState observe(engine::Engine& engine, const Project& project, ObserveDepth depth);

/// The containers that carry the project's label, by name.
std::vector<reconcile::ObservedContainer> observe_containers(engine::Engine& engine,
                                                             const std::string& project_name);

/// The project as far as the engine's labels tell it; without services when there is nothing of that name.
Project observe_project(engine::Engine& engine, const std::string& project_name);

/// Gives the services of such a project a `build` whose image was built for it, as its label tells: those are
/// the images that are only here.
void mark_built_images(engine::Engine& engine, Project& project);

} // namespace muster::compose::execute
