#pragma once

#include "compose/reconcile/observed.hpp"
#include "compose/reconcile/plan.hpp"

#include <set>

/// The planners: pure functions from the desired and the observed state to a plan. No I/O, clock, log,
/// prompt or change of their input. They throw Error when the state makes the wish impossible (an external
/// network that does not exist).
namespace muster::compose::reconcile {

enum class Recreate { when_changed, always, never };
enum class Building { when_missing, always, never };
enum class Orphans { warn, remove, ignore };
enum class Starting { start, create_only };
enum class AnonymousVolumesOnRecreate { take_over, renew };

/// A container for a single command, next to the service's replicas.
struct OneOffContainer {
    std::string service;
    std::string name;
    translate::OneOff details;
};

struct UpOptions {
    std::set<std::string> services{}; ///< those named; empty: all of the project
    Recreate recreate = Recreate::when_changed;
    Recreate recreate_dependencies = Recreate::when_changed; ///< for services not in `services`
    Building building = Building::when_missing;
    std::string pull_policy{}; ///< overrides every service's own when not empty
    Orphans orphans = Orphans::warn;
    Starting starting = Starting::start;
    AnonymousVolumesOnRecreate anonymous_volumes = AnonymousVolumesOnRecreate::take_over;
    std::optional<int> timeout{}; ///< seconds to wait for a container to stop
    bool wait = false;            ///< end with every container running or healthy
    /// Keys of volumes that are not as declared and are made anew, though their data is lost; see
    /// diverged_volumes().
    std::set<std::string> renewed_volumes{};
    /// Its service's own containers are left as they are.
    std::optional<OneOffContainer> one_off{};
};

/// The keys of the project's volumes that exist but not as declared. Unless they are made anew on request,
/// they stay as they are.
std::set<std::string> diverged_volumes(const Project& project, const ObservedState& seen);

/// Creates what is missing, replaces what has changed, starts what is stopped; gated on depends_on. Throws
/// Error (compose_file) when a service refers to what the project does not declare.
Plan plan_up(const Project& project, const ObservedState& seen, const UpOptions& options);

enum class RemoveImages { none, local, all };

struct DownOptions {
    std::set<std::string> services{}; ///< those named and their dependents; empty: everything
    Orphans orphans = Orphans::ignore;
    RemoveImages images = RemoveImages::none;
    AnonymousVolumes volumes = AnonymousVolumes::keep; ///< `remove`: named volumes too
    std::optional<int> timeout{};
};

/// Stops and removes containers, dependents first, then networks, then what else was asked for.
Plan plan_down(const Project& project, const ObservedState& seen, const DownOptions& options);

struct LifecycleOptions {
    std::set<std::string> services{}; ///< empty: all
    std::optional<int> timeout{};
    enum class Dependents { restart, leave } dependents = Dependents::restart;
    bool wait = false;
};

/// Starts existing containers, dependencies first, gated as `up` is. Throws Error (not_found) for a named
/// service that has no container.
Plan plan_start(const Project& project, const ObservedState& seen, const LifecycleOptions& options);
Plan plan_stop(const Project& project, const ObservedState& seen, const LifecycleOptions& options);
/// Restarts running and stopped containers, and the dependents that asked for it (`restart: true`).
Plan plan_restart(const Project& project, const ObservedState& seen, const LifecycleOptions& options);

struct KillOptions {
    std::set<std::string> services{}; ///< empty: all
    std::string signal = "SIGKILL";
    Orphans orphans = Orphans::ignore; ///< `remove`: they are killed and removed
};

/// Sends a signal to every running container, one-off ones too.
Plan plan_kill(const Project& project, const ObservedState& seen, const KillOptions& options);

/// Pauses what runs. What is paused already is left to the engine to refuse, as Docker Compose does.
Plan plan_pause(const Project& project, const ObservedState& seen, const LifecycleOptions& options);
/// Lets what is paused go on.
Plan plan_unpause(const Project& project, const ObservedState& seen, const LifecycleOptions& options);

struct RemoveOptions {
    std::set<std::string> services{}; ///< empty: all
    enum class Running { leave, stop } running = Running::leave;
    AnonymousVolumes volumes = AnonymousVolumes::keep;
};

/// Removes containers that do not run; with Running::stop all of them, dependents first.
Plan plan_remove(const Project& project, const ObservedState& seen, const RemoveOptions& options);

struct BuildOptions {
    std::set<std::string> services{}; ///< empty: every service that has a build section
};

/// Throws Error (usage) for a named service that has none.
Plan plan_build(const Project& project, const BuildOptions& options);

struct PullOptions {
    std::set<std::string> services{}; ///< empty: all
    std::set<std::string> present{};  ///< images that the engine has, as services name them
    std::string policy{};             ///< overrides every service's own when not empty
    enum class Buildable { pull, leave } buildable = Buildable::pull; ///< services with a build section
};

/// Fetches the services' images: each once, but for those that a policy says not to, and those that are
/// there already where it says "missing". Source: BEHAVIOUR of Docker Compose, `pull`.
Plan plan_pull(const Project& project, const PullOptions& options);

} // namespace muster::compose::reconcile
