#include "cmd/up_options.hpp"

#include "base/text.hpp"
#include "cmd/feasible.hpp"
#include "cmd/orphans.hpp"
#include "cmd/prompt.hpp"

#include <algorithm>
#include <charconv>

namespace muster::cmd {

namespace reconcile = compose::reconcile;

namespace {

void check_conflict(const Flags& flags, const char* one, const char* other) {
    if (flags.is_on(one) && flags.is_on(other))
        throw Error(ErrorKind::usage, std::string("--") + one + " and --" + other + " are incompatible");
}

reconcile::Orphans orphans(const Session& session, const Flags& flags) {
    const bool is_given = flags.is_given("remove-orphans");
    const bool remove =
        is_given ? flags.is_on("remove-orphans") : is_on_in(session.settings(), "COMPOSE_REMOVE_ORPHANS");
    const bool ignore = is_on_in(session.settings(), "COMPOSE_IGNORE_ORPHANS");
    if (remove && ignore)
        throw Error(ErrorKind::usage,
                    "COMPOSE_IGNORE_ORPHANS cannot be combined with " +
                        std::string(is_given ? "--remove-orphans" : "COMPOSE_REMOVE_ORPHANS"));
    if (remove) return reconcile::Orphans::remove;
    return ignore ? reconcile::Orphans::ignore : reconcile::Orphans::warn;
}

void apply_scale(compose::Project& project, const std::string& option) {
    const std::optional<Scale> scale = parse_scale(option);
    if (!scale)
        throw Error(ErrorKind::usage,
                    "invalid --scale option " + quoted(option) + ": expected SERVICE=NUMBER");
    set_scale(project, *scale);
}

} // namespace

std::string pull_policy(const Flags& flags) {
    static const std::vector<std::string> policies{"",      "always",  "never",
                                                   "build", "missing", "if_not_present"};
    const std::string pull = flags.text("pull");
    if (std::find(policies.begin(), policies.end(), pull) == policies.end())
        throw Error(ErrorKind::usage, "invalid --pull option " + quoted(pull))
            .suggest("expected one of always, missing, never, build");
    return pull == "if_not_present" ? "missing" : pull;
}

std::optional<Scale> parse_scale(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) return std::nullopt;
    std::int64_t count = -1;
    const char* end = text.data() + text.size();
    const auto [parsed, problem] = std::from_chars(text.data() + equals + 1, end, count);
    if (problem != std::errc() || parsed != end || count < 0) return std::nullopt;
    return Scale{text.substr(0, equals), count};
}

void set_scale(compose::Project& project, const Scale& scale) {
    require_services(project, {scale.service});
    if (!project.services.contains(scale.service))
        throw Error(ErrorKind::usage, "cannot scale service " + quoted(scale.service) +
                                          ": it is not among the services to bring up");
    if (scale.count > compose::most_replicas)
        throw Error(ErrorKind::usage, "service " + quoted(scale.service) + " may have at most " +
                                          std::to_string(compose::most_replicas) + " containers");
    compose::Service& service = project.services.at(scale.service);
    if (!service.container_name.empty() && scale.count > 1)
        throw Error(ErrorKind::usage, "service " + quoted(scale.service) +
                                          " has a container_name and so cannot have " +
                                          std::to_string(scale.count) + " containers");
    service.scale = scale.count;
    if (service.deploy) service.deploy->replicas = scale.count;
}

void drop_dependencies(compose::Project& project, const std::vector<std::string>& services) {
    // They are left out of this run, but they are no strangers: their containers are no orphans.
    std::map<std::string, compose::Service> kept;
    for (const std::string& name : services)
        if (auto service = project.services.extract(name)) kept.insert(std::move(service));
    project.disabled_services.merge(project.services);
    project.services = std::move(kept);
    for (auto& [name, service] : project.services)
        std::erase_if(service.depends_on,
                      [&](const auto& entry) { return !project.services.contains(entry.first); });
}

std::vector<FlagSpec> creation_flags() {
    using enum FlagKind;
    return {
        {"build", '\0', toggle, "Build images before creating containers", "", ""},
        {"force-recreate", '\0', toggle, "Recreate containers even if nothing changed", "", ""},
        {"no-build", '\0', toggle, "Do not build, even if an image is missing", "", ""},
        {"no-recreate", '\0', toggle, "Keep existing containers even if they changed", "", ""},
        {"pull",
         '\0',
         text,
         "When to pull images: always, missing, never or build",
         "POLICY",
         "",
         false,
         {"always", "missing", "never", "build"}},
        {"quiet-pull", '\0', toggle, "Do not show how pulls get on", "", ""},
        remove_orphans_flag(),
        {"scale", '\0', text_list, "Run this many containers of a service", "SERVICE=NUMBER", ""},
        {"yes", 'y', toggle, "Answer yes to every question", "", ""},
        {"y", '\0', toggle, "--yes", "", "", true},
    };
}

std::vector<FlagSpec> up_planning_flags() {
    using enum FlagKind;
    std::vector<FlagSpec> flags = creation_flags();
    flags.insert(
        flags.end(),
        {
            {"always-recreate-deps", '\0', toggle, "Recreate dependencies too", "", ""},
            {"no-deps", '\0', toggle, "Leave dependencies alone", "", ""},
            {"no-start", '\0', toggle, "Create, but do not start", "", ""},
            {"quiet-build", '\0', toggle, "Do not show how builds get on", "", ""},
            {"renew-anon-volumes", 'V', toggle, "Start with fresh anonymous volumes", "", ""},
            {"timeout", 't', number, "Seconds a container has to stop before it is killed", "SECONDS", ""},
            {"wait", '\0', toggle, "Wait until all are running or healthy; implies --detach", "", ""},
        });
    return flags;
}

reconcile::UpOptions creation_options(const Session& session, const Flags& flags) {
    check_conflict(flags, "build", "no-build");
    check_conflict(flags, "force-recreate", "no-recreate");
    reconcile::UpOptions options;
    options.services = {flags.arguments().begin(), flags.arguments().end()};
    if (flags.is_on("force-recreate")) options.recreate = reconcile::Recreate::always;
    if (flags.is_on("no-recreate"))
        options.recreate = options.recreate_dependencies = reconcile::Recreate::never;
    if (flags.is_on("build")) options.building = reconcile::Building::always;
    if (flags.is_on("no-build")) options.building = reconcile::Building::never;
    options.pull_policy = pull_policy(flags);
    options.orphans = orphans(session, flags);
    return options;
}

reconcile::UpOptions up_options(const Session& session, const Flags& flags) {
    check_conflict(flags, "no-recreate", "renew-anon-volumes");
    check_conflict(flags, "always-recreate-deps", "no-recreate");
    reconcile::UpOptions options = creation_options(session, flags);
    if (flags.is_on("always-recreate-deps")) options.recreate_dependencies = reconcile::Recreate::always;
    if (flags.is_on("no-start")) options.starting = reconcile::Starting::create_only;
    if (flags.is_on("renew-anon-volumes")) {
        options.recreate = reconcile::Recreate::always;
        options.anonymous_volumes = reconcile::AnonymousVolumesOnRecreate::renew;
    }
    options.timeout = flags.number("timeout");
    options.wait = flags.is_on("wait");
    return options;
}

void ask_about_volumes(Session& session, const Flags& flags, const compose::Project& project,
                       const compose::reconcile::ObservedState& seen,
                       compose::reconcile::UpOptions& options) {
    const bool says_yes = flags.is_on("yes") || flags.is_on("y");
    for (const std::string& key : reconcile::diverged_volumes(project, seen)) {
        const std::string question =
            "volume " + quoted(project.volumes.at(key).name) +
            " is not as the compose file declares it. Make it anew (its data will be "
            "lost)?";
        if (says_yes || (!session.is_dry_run() && confirm(session, question)))
            options.renewed_volumes.insert(key);
    }
}

compose::load::LoadedProject load_for_create(Session& session, const Flags& flags) {
    compose::load::LoadedProject loaded = session.load(flags.arguments());
    require_services(loaded.project, flags.arguments());
    for (const std::string& scale : flags.texts("scale")) apply_scale(loaded.project, scale);
    require_feasible(session, loaded);
    return loaded;
}

compose::load::LoadedProject load_for_up(Session& session, const Flags& flags) {
    compose::load::LoadedProject loaded = session.load(flags.arguments());
    require_services(loaded.project, flags.arguments());
    for (const std::string& scale : flags.texts("scale")) apply_scale(loaded.project, scale);
    if (flags.is_on("no-deps")) drop_dependencies(loaded.project, flags.arguments());
    require_feasible(session, loaded);
    return loaded;
}

} // namespace muster::cmd
