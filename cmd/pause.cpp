#include "cmd/lifecycle.hpp"

namespace muster::cmd {

namespace reconcile = compose::reconcile;

namespace {

using Planner = reconcile::Plan (*)(const compose::Project&, const reconcile::ObservedState&,
                                    const reconcile::LifecycleOptions&);

int run_planner(Session& session, const std::string& name, Planner planner, const Flags& flags) {
    const reconcile::LifecycleOptions options{
        .services = {flags.arguments().begin(), flags.arguments().end()}};
    return run_lifecycle(
        session,
        {.name = name,
         .services = flags.arguments(),
         .planner = [&](const auto& project, const auto& seen) { return planner(project, seen, options); },
         .locking = LifecycleVerb::Locking::none});
}

int run_pause(Session& session, const Flags& flags) {
    return run_planner(session, "pause", reconcile::plan_pause, flags);
}

int run_unpause(Session& session, const Flags& flags) {
    return run_planner(session, "unpause", reconcile::plan_unpause, flags);
}

} // namespace

Command pause_command() {
    return {"pause", "Suspend the processes of running containers", Positionals::services, {}, run_pause};
}

Command unpause_command() {
    return {"unpause", "Let paused containers go on", Positionals::services, {}, run_unpause};
}

} // namespace muster::cmd
