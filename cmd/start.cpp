#include "cmd/execution.hpp"
#include "cmd/lifecycle.hpp"

namespace muster::cmd {

namespace {

int run_start(Session& session, const Flags& flags) {
    compose::reconcile::LifecycleOptions options;
    options.services = {flags.arguments().begin(), flags.arguments().end()};
    options.wait = flags.is_on("wait");
    const auto deadline = wait_deadline(flags);
    return run_lifecycle(session, {.name = "start",
                                   .services = flags.arguments(),
                                   .planner =
                                       [&](const auto& project, const auto& seen) {
                                           return compose::reconcile::plan_start(project, seen, options);
                                       },
                                   .deadline = deadline});
}

} // namespace

Command start_command() {
    return {"start",
            "Start existing containers, dependencies first",
            Positionals::services,
            {{"wait", '\0', FlagKind::toggle, "Wait until all are running or healthy", "", ""},
             {"wait-timeout", '\0', FlagKind::number, "Give up --wait after this long", "SECONDS", ""}},
            run_start};
}

} // namespace muster::cmd
