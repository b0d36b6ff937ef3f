#include "base/text.hpp"
#include "cmd/execution.hpp"
#include "compose/execute/observe.hpp"
#include "compose/reconcile/planners.hpp"

namespace muster::cmd {

namespace reconcile = compose::reconcile;

namespace {

reconcile::RemoveImages images_to_remove(const std::string& which) {
    if (which.empty()) return reconcile::RemoveImages::none;
    if (which == "local") return reconcile::RemoveImages::local;
    if (which == "all") return reconcile::RemoveImages::all;
    throw Error(ErrorKind::usage, "invalid value for --rmi: " + quoted(which))
        .suggest("expected local or all");
}

/// COMPOSE_REMOVE_ORPHANS of `.env` counts for `up` only, as in Docker Compose.
bool removes_orphans(const Session& session, const Flags& flags) {
    return flags.is_given("remove-orphans") ? flags.is_on("remove-orphans")
                                            : is_on_in(session.environment(), "COMPOSE_REMOVE_ORPHANS");
}

reconcile::DownOptions down_options(const Session& session, const Flags& flags) {
    reconcile::DownOptions options;
    options.services = {flags.arguments().begin(), flags.arguments().end()};
    if (removes_orphans(session, flags)) options.orphans = reconcile::Orphans::remove;
    options.images = images_to_remove(flags.text("rmi"));
    if (flags.is_on("volumes")) options.volumes = reconcile::AnonymousVolumes::remove;
    options.timeout = flags.number("timeout");
    return options;
}

int run_down(Session& session, const Flags& flags) {
    const auto options = down_options(session, flags);
    const compose::Project project = session.load_or_observe();
    require_services(project, flags.arguments());
    const auto seen =
        compose::execute::observe(session.engine(), project, compose::execute::ObserveDepth::resources);
    const auto plan = reconcile::plan_down(project, seen, options);
    return run_plan(session, {"down", project, seen, plan, std::nullopt});
}

} // namespace

Command down_command() {
    using enum FlagKind;
    return {"down",
            "Stop and remove the project's containers and networks",
            Positionals::services,
            {{"remove-orphans", '\0', toggle, "Remove containers of services that are no longer declared", "",
              ""},
             {"rmi", '\0', text, "Remove images too: local (built here) or all", "WHICH", ""},
             {"timeout", 't', number, "Seconds a container has to stop before it is killed", "SECONDS", ""},
             {"volumes", 'v', toggle, "Remove named and anonymous volumes too: their data is lost", "", ""}},
            run_down};
}

} // namespace muster::cmd
