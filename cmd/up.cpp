#include "cmd/attached.hpp"
#include "cmd/execution.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/plan_text.hpp"
#include "cmd/provision.hpp"
#include "cmd/up_options.hpp"
#include "compose/execute/observe.hpp"

namespace muster::cmd {

namespace reconcile = compose::reconcile;

namespace {

void say_up_to_date(Session& session, const compose::Project& project, const reconcile::Plan& plan) {
    if (plan.empty() && session.progress_mode() != ProgressMode::json &&
        session.progress_mode() != ProgressMode::quiet)
        session.status().write(plan_text(project.name, plan, [](const auto&) { return ""; }));
}

int run_up(Session& session, const Flags& flags) {
    auto options = up_options(session, flags);
    const auto deadline = wait_deadline(flags);
    const bool detached = is_detached(flags);
    auto loaded = load_for_up(session, flags);
    const AttachOptions attaching = attach_options(flags, loaded.project);
    session.lock_project(loaded.project.name, "up");
    if (const auto code = provide(session, loaded)) return *code;
    const auto seen =
        compose::execute::observe(session.engine(), loaded.project, compose::execute::ObserveDepth::changes);
    ask_about_volumes(session, flags, loaded.project, seen, options);
    const auto plan = reconcile::plan_up(loaded.project, seen, options);
    if (session.is_dry_run()) {
        print_warnings(session, plan);
        session.out().write(plan_text(loaded.project.name, plan, locate_in(loaded, session.sources())));
        return exit_code::success;
    }
    const Undertaking undertaking{"up", loaded.project, seen, plan, deadline, &loaded, muted_by(flags)};
    if (!detached) return run_attached(session, undertaking, attaching);
    const int code = run_plan(session, undertaking);
    say_up_to_date(session, loaded.project, plan);
    return code;
}

} // namespace

Command up_command() {
    using enum FlagKind;
    std::vector<FlagSpec> flags = up_planning_flags();
    for (const FlagSpec& flag : attach_flags()) flags.push_back(flag);
    flags.push_back({"menu", '\0', toggle, "A menu of shortcuts", "", "", true});
    flags.push_back({"detach", 'd', toggle, "Leave the containers running in the background", "", ""});
    flags.push_back({"wait-timeout", '\0', number, "Give up --wait after this long", "SECONDS", ""});
    std::sort(flags.begin(), flags.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return {"up", "Create and start the project's containers", Positionals::services, std::move(flags),
            run_up};
}

} // namespace muster::cmd
