#include "base/text.hpp"
#include "cmd/execution.hpp"
#include "compose/reconcile/planners.hpp"

#include <set>

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

void add_with_dependencies(const compose::Project& project, const std::string& name,
                           std::set<std::string>& services) {
    if (!services.insert(name).second || !project.services.contains(name)) return;
    for (const auto& [dependency, condition] : project.services.at(name).depends_on)
        add_with_dependencies(project, dependency, services);
}

/// Those named; with --with-dependencies what they depend on too, where it is built at all.
std::set<std::string> services_to_build(const compose::Project& project, const Flags& flags) {
    const std::set<std::string> named(flags.arguments().begin(), flags.arguments().end());
    if (!flags.is_on("with-dependencies")) return named;
    std::set<std::string> services;
    for (const std::string& name : named) add_with_dependencies(project, name, services);
    std::erase_if(services, [&](const std::string& name) {
        const auto service = project.services.find(name);
        return !named.contains(name) && (service == project.services.end() || !service->second.build);
    });
    return services;
}

int run_build(Session& session, const Flags& flags) {
    if (flags.is_on("quiet")) session.quieten();
    if (flags.is_given("progress")) {
        session.warn("'build --progress' is deprecated: write --progress in front of 'build'");
        session.set_progress(flags.text("progress"));
    }
    auto request = session.load_request();
    request.all_resources = true;
    request.resolve_environment = false;
    compose::load::LoadedProject loaded = session.load(request);
    require_services(loaded.project, flags.arguments());
    apply_flags(loaded.project, flags, session);
    const auto plan =
        reconcile::plan_build(loaded.project, {.services = services_to_build(loaded.project, flags)});
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
             {"compress", '\0', toggle, "An old flag", "", "", true},
             {"force-rm", '\0', toggle, "An old flag", "", "", true},
             {"no-cache", '\0', toggle, "Run every step anew", "", ""},
             {"no-rm", '\0', toggle, "An old flag", "", "", true},
             {"parallel", '\0', toggle, "An old flag", "", "true", true},
             {"progress", '\0', text, "--progress in front of the command", "MODE", "", true},
             {"pull", '\0', toggle, "Fetch newer base images first", "", ""},
             {"quiet", 'q', toggle, "Print nothing but what a failed build printed", "", ""},
             {"with-dependencies", '\0', toggle, "Build what these services depend on too", "", ""}},
            run_build};
}

} // namespace muster::cmd
