#include "cmd/up_options.hpp"

#include "base/text.hpp"
#include "cmd/feasible.hpp"

#include <algorithm>
#include <charconv>

namespace muster::cmd {

namespace reconcile = compose::reconcile;

namespace {

void check_conflict(const Flags& flags, const char* one, const char* other) {
    if (flags.is_on(one) && flags.is_on(other))
        throw Error(ErrorKind::usage, std::string("--") + one + " and --" + other + " are incompatible");
}

void check_flags(const Flags& flags) {
    check_conflict(flags, "build", "no-build");
    check_conflict(flags, "force-recreate", "no-recreate");
    check_conflict(flags, "no-recreate", "renew-anon-volumes");
    check_conflict(flags, "always-recreate-deps", "no-recreate");
    static const std::vector<std::string> policies{"",      "always",  "never",
                                                   "build", "missing", "if_not_present"};
    const std::string pull = flags.text("pull");
    if (std::find(policies.begin(), policies.end(), pull) == policies.end())
        throw Error(ErrorKind::usage, "invalid --pull option " + quoted(pull))
            .suggest("expected one of always, missing, never, build");
}

bool is_on_in(const std::map<std::string, std::string>& environment, const char* variable) {
    const auto found = environment.find(variable);
    return found != environment.end() && (found->second == "1" || to_lower(found->second) == "true");
}

reconcile::Orphans orphans(const Session& session, const Flags& flags) {
    const bool remove = flags.is_given("remove-orphans")
                            ? flags.is_on("remove-orphans")
                            : is_on_in(session.environment(), "COMPOSE_REMOVE_ORPHANS");
    if (remove) return reconcile::Orphans::remove;
    return is_on_in(session.environment(), "COMPOSE_IGNORE_ORPHANS") ? reconcile::Orphans::ignore
                                                                     : reconcile::Orphans::warn;
}

reconcile::Recreate recreate(const Flags& flags) {
    if (flags.is_on("force-recreate") || flags.is_on("renew-anon-volumes"))
        return reconcile::Recreate::always;
    return flags.is_on("no-recreate") ? reconcile::Recreate::never : reconcile::Recreate::when_changed;
}

void apply_scale(compose::Project& project, const std::string& option) {
    const std::size_t equals = option.find('=');
    std::int64_t count = -1;
    if (equals != std::string::npos)
        std::from_chars(option.data() + equals + 1, option.data() + option.size(), count);
    if (count < 0)
        throw Error(ErrorKind::usage,
                    "invalid --scale option " + quoted(option) + ": expected SERVICE=NUMBER");
    if (count > compose::most_replicas)
        throw Error(ErrorKind::usage, "invalid --scale option " + quoted(option) + ": at most " +
                                          std::to_string(compose::most_replicas) +
                                          " containers of a service are allowed");
    const std::string name = option.substr(0, equals);
    require_services(project, {name});
    compose::Service& service = project.services.at(name);
    if (!service.container_name.empty() && count > 1)
        throw Error(ErrorKind::usage, "service " + quoted(name) +
                                          " has a container_name and so cannot have " +
                                          std::to_string(count) + " containers");
    service.scale = count;
    if (service.deploy) service.deploy->replicas = count;
}

void drop_dependencies(compose::Project& project, const std::vector<std::string>& services) {
    std::erase_if(project.services, [&](const auto& entry) {
        return std::find(services.begin(), services.end(), entry.first) == services.end();
    });
    for (auto& [name, service] : project.services)
        std::erase_if(service.depends_on,
                      [&](const auto& entry) { return !project.services.contains(entry.first); });
}

} // namespace

std::vector<FlagSpec> up_planning_flags() {
    using enum FlagKind;
    return {
        {"always-recreate-deps", '\0', toggle, "Recreate dependencies too", "", ""},
        {"build", '\0', toggle, "Build images before starting", "", ""},
        {"force-recreate", '\0', toggle, "Recreate containers even if nothing changed", "", ""},
        {"no-build", '\0', toggle, "Do not build, even if an image is missing", "", ""},
        {"no-deps", '\0', toggle, "Leave dependencies alone", "", ""},
        {"no-recreate", '\0', toggle, "Keep existing containers even if they changed", "", ""},
        {"no-start", '\0', toggle, "Create, but do not start", "", ""},
        {"pull", '\0', text, "When to pull images: always, missing, never or build", "POLICY", ""},
        {"remove-orphans", '\0', toggle, "Remove containers of services that are no longer declared", "", ""},
        {"renew-anon-volumes", 'V', toggle, "Start with fresh anonymous volumes", "", ""},
        {"scale", '\0', text_list, "Run this many containers of a service", "SERVICE=NUMBER", ""},
        {"timeout", 't', number, "Seconds a container has to stop before it is killed", "SECONDS", ""},
        {"wait", '\0', toggle, "Wait until all are running or healthy; implies --detach", "", ""},
    };
}

reconcile::UpOptions up_options(const Session& session, const Flags& flags) {
    check_flags(flags);
    reconcile::UpOptions options;
    options.services = {flags.arguments().begin(), flags.arguments().end()};
    options.recreate = recreate(flags);
    options.recreate_dependencies = options.recreate == reconcile::Recreate::never
                                        ? reconcile::Recreate::never
                                    : flags.is_on("always-recreate-deps") ? reconcile::Recreate::always
                                                                          : reconcile::Recreate::when_changed;
    if (flags.is_on("build")) options.building = reconcile::Building::always;
    if (flags.is_on("no-build")) options.building = reconcile::Building::never;
    options.pull_policy = flags.text("pull") == "if_not_present" ? "missing" : flags.text("pull");
    options.orphans = orphans(session, flags);
    if (flags.is_on("no-start")) options.starting = reconcile::Starting::create_only;
    if (flags.is_on("renew-anon-volumes"))
        options.anonymous_volumes = reconcile::AnonymousVolumesOnRecreate::renew;
    options.timeout = flags.number("timeout");
    options.wait = flags.is_on("wait");
    return options;
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
