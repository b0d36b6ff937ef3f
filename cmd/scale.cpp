#include "base/text.hpp"
#include "cmd/execution.hpp"
#include "cmd/feasible.hpp"
#include "cmd/provision.hpp"
#include "cmd/up_options.hpp"
#include "compose/execute/observe.hpp"

namespace muster::cmd {

namespace reconcile = compose::reconcile;

namespace {

std::vector<Scale> read_scales(const std::vector<std::string>& arguments) {
    std::vector<Scale> scales;
    for (const std::string& argument : arguments) {
        const std::optional<Scale> scale = parse_scale(argument);
        if (!scale)
            throw Error(ErrorKind::usage,
                        "invalid scale specifier " + quoted(argument) + ": expected SERVICE=NUMBER");
        scales.push_back(*scale);
    }
    return scales;
}

std::vector<std::string> services_of(const std::vector<Scale>& scales) {
    std::vector<std::string> services;
    for (const Scale& scale : scales) services.push_back(scale.service);
    return services;
}

int run_scale(Session& session, const Flags& flags) {
    const std::vector<Scale> scales = read_scales(flags.arguments());
    const std::vector<std::string> services = services_of(scales);
    auto loaded = session.load(services);
    for (const Scale& scale : scales) set_scale(loaded.project, scale);
    if (flags.is_on("no-deps")) drop_dependencies(loaded.project, services);
    require_feasible(session, loaded);
    session.lock_project(loaded.project.name, "scale");
    if (const auto code = provide(session, loaded)) return *code;
    const auto seen =
        compose::execute::observe(session.engine(), loaded.project, compose::execute::ObserveDepth::changes);
    reconcile::UpOptions options;
    options.services = {services.begin(), services.end()};
    options.orphans = reconcile::Orphans::ignore;
    const auto plan = reconcile::plan_up(loaded.project, seen, options);
    return run_plan(session, {"scale", loaded.project, seen, plan, std::nullopt, &loaded});
}

} // namespace

Command scale_command() {
    return {"scale",
            "Run so many containers of a service",
            Positionals::scales,
            {{"no-deps", '\0', FlagKind::toggle, "Leave dependencies alone", "", ""}},
            run_scale};
}

} // namespace muster::cmd
