#include "cmd/lifecycle.hpp"

namespace muster::cmd {

namespace {

int run_restart(Session& session, const Flags& flags) {
    using compose::reconcile::LifecycleOptions;
    LifecycleOptions options;
    options.services = {flags.arguments().begin(), flags.arguments().end()};
    options.timeout = flags.number("timeout");
    if (flags.is_on("no-deps")) options.dependents = LifecycleOptions::Dependents::leave;
    return run_lifecycle(session, {.name = "restart",
                                   .services = flags.arguments(),
                                   .planner = [&](const auto& project, const auto& seen) {
                                       return compose::reconcile::plan_restart(project, seen, options);
                                   }});
}

} // namespace

Command restart_command() {
    return {"restart",
            "Stop and start containers again",
            Positionals::services,
            {{"no-deps", '\0', FlagKind::toggle, "Do not restart services that depend on these", "", ""},
             {"timeout", 't', FlagKind::number, "Seconds a container has to stop before it is killed",
              "SECONDS", ""}},
            run_restart};
}

} // namespace muster::cmd
