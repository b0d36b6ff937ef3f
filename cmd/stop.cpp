#include "cmd/lifecycle.hpp"

namespace muster::cmd {

namespace {

int run_stop(Session& session, const Flags& flags) {
    compose::reconcile::LifecycleOptions options;
    options.services = {flags.arguments().begin(), flags.arguments().end()};
    options.timeout = flags.number("timeout");
    return run_lifecycle(session, {.name = "stop",
                                   .services = flags.arguments(),
                                   .planner = [&](const auto& project, const auto& seen) {
                                       return compose::reconcile::plan_stop(project, seen, options);
                                   }});
}

} // namespace

Command stop_command() {
    return {"stop",
            "Stop running containers, dependents first",
            Positionals::services,
            {{"timeout", 't', FlagKind::number, "Seconds a container has to stop before it is killed",
              "SECONDS", ""}},
            run_stop};
}

} // namespace muster::cmd
