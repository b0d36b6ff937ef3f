#include "base/text.hpp"
#include "cmd/execution.hpp"
#include "compose/reconcile/planners.hpp"

namespace muster::cmd {

namespace reconcile = compose::reconcile;

namespace {

/// KEY=VALUE, or KEY for the value the environment has.
void apply_argument(compose::Build& build, const std::string& argument, const Session& session) {
    const std::size_t equals = argument.find('=');
    const std::string key = argument.substr(0, equals);
    if (equals != std::string::npos) {
        build.args.entries[key] = argument.substr(equals + 1);
        return;
    }
    const auto variable = session.environment().find(key);
    if (variable != session.environment().end()) build.args.entries[key] = variable->second;
}

void apply_flags(compose::Project& project, const Flags& flags, const Session& session) {
    for (auto& [name, service] : project.services) {
        if (!service.build) continue;
        if (flags.is_on("no-cache")) service.build->no_cache = true;
        if (flags.is_on("pull")) service.build->pull = true;
        for (const std::string& argument : flags.texts("build-arg"))
            apply_argument(*service.build, argument, session);
    }
}

int run_build(Session& session, const Flags& flags) {
    auto request = session.load_request();
    request.all_resources = true;
    request.resolve_environment = false;
    compose::load::LoadedProject loaded = session.load(request);
    require_services(loaded.project, flags.arguments());
    apply_flags(loaded.project, flags, session);
    const reconcile::BuildOptions options{.services = {flags.arguments().begin(), flags.arguments().end()}};
    const auto plan = reconcile::plan_build(loaded.project, options);
    const reconcile::ObservedState nothing_seen;
    return run_plan(session, {"build", loaded.project, nothing_seen, plan, std::nullopt, &loaded});
}

} // namespace

Command build_command() {
    using enum FlagKind;
    return {"build",
            "Build the services' images",
            Positionals::services,
            {{"build-arg", '\0', text_list, "Set a build argument", "KEY=VALUE", ""},
             {"no-cache", '\0', toggle, "Run every step anew", "", ""},
             {"pull", '\0', toggle, "Fetch newer base images first", "", ""}},
            run_build};
}

} // namespace muster::cmd
