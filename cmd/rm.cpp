#include "base/text.hpp"
#include "cmd/lifecycle.hpp"
#include "cmd/prompt.hpp"

#include <set>

namespace muster::cmd {

namespace reconcile = compose::reconcile;

namespace {

reconcile::RemoveOptions remove_options(const Flags& flags) {
    reconcile::RemoveOptions options;
    options.services = {flags.arguments().begin(), flags.arguments().end()};
    if (flags.is_on("stop")) options.running = reconcile::RemoveOptions::Running::stop;
    if (flags.is_on("volumes")) options.volumes = reconcile::AnonymousVolumes::remove;
    return options;
}

/// "Going to remove demo-db-1, demo-web-1".
std::string announcement(const reconcile::Plan& plan) {
    std::set<std::string> names;
    for (const reconcile::Step& step : plan.steps)
        if (const auto* removal = std::get_if<reconcile::RemoveContainer>(&step.action))
            names.insert(removal->container.name);
    return "Going to remove " + join({names.begin(), names.end()}, ", ");
}

bool ask(Session& session, const reconcile::Plan& plan) {
    if (confirm(session, announcement(plan))) return true;
    session.warn("nothing was removed; --force removes without asking");
    return false;
}

int run_rm(Session& session, const Flags& flags) {
    const reconcile::RemoveOptions options = remove_options(flags);
    const auto go_ahead = [&](const reconcile::Plan& plan) {
        if (!flags.is_on("force")) return ask(session, plan);
        session.out().write(announcement(plan) + "\n");
        return true;
    };
    return run_lifecycle(
        session, {.name = "rm",
                  .services = flags.arguments(),
                  .planner = [&](const auto& project,
                                 const auto& seen) { return reconcile::plan_remove(project, seen, options); },
                  .confirm = go_ahead});
}

} // namespace

Command rm_command() {
    using enum FlagKind;
    return {"rm",
            "Remove stopped containers",
            Positionals::services,
            {{"all", 'a', toggle, "One-off containers too", "", "", true},
             {"force", 'f', toggle, "Do not ask", "", ""},
             {"stop", 's', toggle, "Stop those that run, and remove them too", "", ""},
             {"volumes", 'v', toggle, "Remove anonymous volumes too: their data is lost", "", ""}},
            run_rm};
}

} // namespace muster::cmd
