#include "cmd/execution.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/plan_text.hpp"
#include "cmd/up_options.hpp"
#include "compose/execute/observe.hpp"

namespace muster::cmd {

namespace {

int run_plan_command(Session& session, const Flags& flags) {
    const auto options = up_options(session, flags);
    const auto loaded = load_for_up(session, flags);
    const auto seen =
        compose::execute::observe(session.engine(), loaded.project, compose::execute::ObserveDepth::changes);
    const auto plan = compose::reconcile::plan_up(loaded.project, seen, options);
    const Locate locate = locate_in(loaded, session.sources());
    if (flags.is_on("json")) {
        session.out().write(plan_json(loaded.project.name, plan, locate));
    } else {
        print_warnings(session, plan);
        session.out().write(plan_text(loaded.project.name, plan, locate));
    }
    return plan.empty() ? exit_code::success : exit_code::changes;
}

} // namespace

Command plan_command() {
    std::vector<FlagSpec> flags = up_planning_flags();
    flags.push_back({"json", '\0', FlagKind::toggle, "Print the plan as JSON", "", ""});
    return {"plan", "Show what 'up' would change and why (exit code 0: nothing, 2: changes, 1: error)",
            Positionals::services, std::move(flags), run_plan_command};
}

} // namespace muster::cmd
