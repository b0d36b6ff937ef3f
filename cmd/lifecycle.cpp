#include "cmd/lifecycle.hpp"

#include "cmd/execution.hpp"
#include "cmd/exit_code.hpp"
#include "compose/execute/observe.hpp"

namespace muster::cmd {

namespace {

compose::Project get_project(Session& session, const LifecycleVerb& verb) {
    const bool needs_lock = verb.locking == LifecycleVerb::Locking::lock;
    return needs_lock ? session.load_or_observe_locked(verb.name) : session.load_or_observe();
}

} // namespace

int run_lifecycle(Session& session, const LifecycleVerb& verb) {
    compose::Project project = get_project(session, verb);
    enable_services(project, verb.services);
    const auto seen =
        compose::execute::observe(session.engine(), project, compose::execute::ObserveDepth::containers);
    const auto plan = verb.planner(project, seen);
    const bool needs_word = verb.confirm && !plan.empty() && !session.is_dry_run();
    if (needs_word && !verb.confirm(plan)) return exit_code::success;
    return run_plan(session, {verb.name, project, seen, plan, verb.deadline});
}

} // namespace muster::cmd
