#include "cmd/down.hpp"

#include "base/text.hpp"
#include "cmd/execution.hpp"
#include "cmd/orphans.hpp"
#include "compose/execute/observe.hpp"

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

/// --volume, as what it is called today.
bool takes_volumes(Session& session, const Flags& flags) {
    if (!flags.is_on("volume")) return flags.is_on("volumes");
    session.warn("--volume is deprecated: use --volumes");
    return true;
}

reconcile::DownOptions down_options(Session& session, const Flags& flags) {
    reconcile::DownOptions options;
    options.services = {flags.arguments().begin(), flags.arguments().end()};
    if (removes_orphans(session, flags)) options.orphans = reconcile::Orphans::remove;
    options.images = images_to_remove(flags.text("rmi"));
    if (takes_volumes(session, flags)) options.volumes = reconcile::AnonymousVolumes::remove;
    options.timeout = flags.number("timeout");
    return options;
}

int run_down(Session& session, const Flags& flags) {
    const auto options = down_options(session, flags);
    compose::Project project = session.load_or_observe_locked("down");
    require_services(project, flags.arguments());
    const bool is_told_by_labels = project.compose_files.empty();
    if (is_told_by_labels && options.images == reconcile::RemoveImages::local)
        compose::execute::mark_built_images(session.engine(), project);
    return take_down(session, project, options);
}

} // namespace

int take_down(Session& session, const compose::Project& project, const reconcile::DownOptions& options) {
    session.lock_project(project.name, "down");
    const auto seen =
        compose::execute::observe(session.engine(), project, compose::execute::ObserveDepth::resources);
    const auto plan = reconcile::plan_down(project, seen, options);
    return run_plan(session, {"down", project, seen, plan, std::nullopt});
}

Command down_command() {
    using enum FlagKind;
    return {"down",
            "Stop and remove the project's containers and networks",
            Positionals::services,
            {remove_orphans_flag(),
             {"rmi",
              '\0',
              text,
              "Remove images too: local (built here) or all",
              "WHICH",
              "",
              false,
              {"local", "all"}},
             {"timeout", 't', number, "Seconds a container has to stop before it is killed", "SECONDS", ""},
             {"volume", '\0', toggle, "--volumes", "", "", true},
             {"volumes", 'v', toggle, "Remove named and anonymous volumes too: their data is lost", "", ""}},
            run_down};
}

} // namespace muster::cmd
