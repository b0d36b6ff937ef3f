#include "cmd/execution.hpp"
#include "cmd/provision.hpp"
#include "cmd/up_options.hpp"
#include "compose/execute/observe.hpp"

namespace muster::cmd {

namespace reconcile = compose::reconcile;

namespace {

int run_create(Session& session, const Flags& flags) {
    reconcile::UpOptions options = creation_options(session, flags);
    options.starting = reconcile::Starting::create_only;
    auto loaded = load_for_create(session, flags);
    session.lock_project(loaded.project.name, "create");
    if (const auto code = provide(session, loaded)) return *code;
    const auto seen =
        compose::execute::observe(session.engine(), loaded.project, compose::execute::ObserveDepth::changes);
    ask_about_volumes(session, flags, loaded.project, seen, options);
    const auto plan = reconcile::plan_up(loaded.project, seen, options);
    return run_plan(session, {"create", loaded.project, seen, plan, std::nullopt, &loaded, muted_by(flags)});
}

} // namespace

Command create_command() {
    return {"create", "Create the project's containers, but do not start them", Positionals::services,
            creation_flags(), run_create};
}

} // namespace muster::cmd
