#include "cmd/lifecycle.hpp"

#include "cmd/execution.hpp"
#include "compose/execute/observe.hpp"

namespace muster::cmd {

int run_lifecycle(Session& session, const std::string& verb, LifecyclePlanner planner,
                  const compose::reconcile::LifecycleOptions& options) {
    const compose::Project project = session.load_or_observe();
    require_services(project, {options.services.begin(), options.services.end()});
    const auto seen =
        compose::execute::observe(session.engine(), project, compose::execute::ObserveDepth::containers);
    const auto plan = planner(project, seen, options);
    return run_plan(session, {verb, project, seen, plan, std::nullopt});
}

} // namespace muster::cmd
