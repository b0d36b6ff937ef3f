#pragma once

#include "compose/reconcile/planners.hpp"

#include <string>

namespace muster::compose::reconcile {

/// What a planner is asked: a project and what the engine has of it (see plan_text_state.hpp).
struct Scene {
    std::string compose;
    std::string seen;
    std::string before{}; ///< the compose text that the containers were made from; empty: `compose`
};

// The plan's dump, after a line end that lets the expected text begin on a line of its own.

std::string up(const Scene& scene, const UpOptions& options = {});
std::string down(const Scene& scene, const DownOptions& options = {});
std::string start(const Scene& scene, const LifecycleOptions& options = {});
std::string stop(const Scene& scene, const LifecycleOptions& options = {});
std::string restart(const Scene& scene, const LifecycleOptions& options = {});
std::string kill(const Scene& scene, const KillOptions& options = {});
std::string pause(const Scene& scene, const LifecycleOptions& options = {});
std::string unpause(const Scene& scene, const LifecycleOptions& options = {});
std::string remove(const Scene& scene, const RemoveOptions& options = {});
std::string build(const std::string& compose, const BuildOptions& options = {});
std::string pull(const std::string& compose, const PullOptions& options = {});

/// The plan itself, for what its dump does not show.
Plan plan_up_of(const Scene& scene, const UpOptions& options = {});

} // namespace muster::compose::reconcile
