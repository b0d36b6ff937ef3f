#include "cmd/lifecycle.hpp"
#include "cmd/orphans.hpp"

namespace muster::cmd {

namespace reconcile = compose::reconcile;

namespace {

int run_kill(Session& session, const Flags& flags) {
    reconcile::KillOptions options;
    options.services = {flags.arguments().begin(), flags.arguments().end()};
    options.signal = flags.text("signal");
    if (removes_orphans(session, flags)) options.orphans = reconcile::Orphans::remove;
    return run_lifecycle(
        session, {.name = "kill",
                  .services = flags.arguments(),
                  .planner = [&](const auto& project,
                                 const auto& seen) { return reconcile::plan_kill(project, seen, options); },
                  .locking = LifecycleVerb::Locking::none});
}

} // namespace

Command kill_command() {
    return {"kill",
            "Send a signal to running containers, by default one that ends them at once",
            Positionals::services,
            {remove_orphans_flag(),
             {"signal",
              's',
              FlagKind::text,
              "The signal",
              "SIGNAL",
              "SIGKILL",
              false,
              {"SIGHUP", "SIGINT", "SIGKILL", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2"}}},
            run_kill};
}

} // namespace muster::cmd
