#include "cmd/lifecycle.hpp"

namespace muster::cmd {

namespace {

int run_start(Session& session, const Flags& flags) {
    compose::reconcile::LifecycleOptions options;
    options.services = {flags.arguments().begin(), flags.arguments().end()};
    options.wait = flags.is_on("wait");
    return run_lifecycle(session, "start", compose::reconcile::plan_start, options);
}

} // namespace

Command start_command() {
    return {"start",
            "Start existing containers, dependencies first",
            Positionals::services,
            {{"wait", '\0', FlagKind::toggle, "Wait until all are running or healthy", "", ""}},
            run_start};
}

} // namespace muster::cmd
