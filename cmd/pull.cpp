#include "base/text.hpp"
#include "cmd/execution.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/up_options.hpp"
#include "compose/execute/observe.hpp"
#include "compose/reconcile/planners.hpp"

namespace muster::cmd {

namespace reconcile = compose::reconcile;

namespace {

std::string policy_of(const Flags& flags) {
    const std::string policy = flags.text("policy");
    if (!policy.empty() && policy != "missing" && policy != "always")
        throw Error(ErrorKind::usage, "invalid --policy " + quoted(policy))
            .suggest("expected missing or always");
    return policy;
}

std::set<std::string> present_images(const reconcile::ObservedState& seen) {
    std::set<std::string> present;
    for (const auto& [reference, id] : seen.images) present.insert(reference);
    return present;
}

reconcile::PullOptions pull_options(const Flags& flags) {
    reconcile::PullOptions options{.policy = policy_of(flags)};
    if (!flags.is_on("include-deps")) options.services = {flags.arguments().begin(), flags.arguments().end()};
    if (flags.is_on("ignore-buildable")) options.buildable = reconcile::PullOptions::Buildable::leave;
    return options;
}

int run_pull(Session& session, const Flags& flags) {
    if (flags.is_on("quiet")) session.quieten();
    reconcile::PullOptions options = pull_options(flags);
    const auto loaded = session.load(flags.arguments());
    require_services(loaded.project, flags.arguments());
    const auto seen = compose::execute::observe(session.engine(), loaded.project,
                                                compose::execute::ObserveDepth::resources);
    options.present = present_images(seen);
    const auto plan = reconcile::plan_pull(loaded.project, options);
    const int code = run_plan(session, {"pull", loaded.project, seen, plan, std::nullopt, &loaded});
    const bool is_ignored = code == exit_code::failure && flags.is_on("ignore-pull-failures");
    return is_ignored ? exit_code::success : code;
}

} // namespace

Command pull_command() {
    using enum FlagKind;
    return {
        "pull",
        "Fetch the services' images",
        Positionals::services,
        {{"ignore-buildable", '\0', toggle, "Leave alone what can be built", "", ""},
         {"ignore-pull-failures", '\0', toggle, "Exit with 0 even if an image could not be fetched", "", ""},
         {"include-deps", '\0', toggle, "Fetch the images of what the services depend on too", "", ""},
         {"no-parallel", '\0', toggle, "An old flag", "", "", true},
         {"parallel", '\0', toggle, "An old flag", "", "true", true},
         {"policy",
          '\0',
          text,
          "When to fetch: missing or always",
          "POLICY",
          "",
          false,
          {"missing", "always"}},
         {"quiet", 'q', toggle, "Show nothing but errors", "", ""}},
        run_pull};
}

} // namespace muster::cmd
