#include "cmd/attach_options.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "cmd/session.hpp"

#include <algorithm>

namespace muster::cmd {

namespace {

/// What makes no sense without somebody who watches.
const std::vector<std::string> session_flags{"abort-on-container-exit", "abort-on-container-failure",
                                             "attach", "attach-dependencies", "exit-code-from"};

bool is_used(const Flags& flags, const std::string& name) {
    const bool takes_value = name == "attach" || name == "exit-code-from";
    return takes_value ? flags.is_given(name) : flags.is_on(name);
}

void check_detached(const Flags& flags, const std::string& flag) {
    for (const std::string& other : session_flags)
        if (is_used(flags, other))
            throw Error(ErrorKind::usage, "--" + flag + " cannot be combined with --" + other);
}

std::set<std::string> as_set(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

std::set<std::string> service_names(const compose::Project& project) {
    std::set<std::string> names;
    for (const auto& [name, service] : project.services) names.insert(name);
    return names;
}

std::set<std::string> named_or_all(const Flags& flags, const compose::Project& project) {
    return flags.arguments().empty() ? service_names(project) : as_set(flags.arguments());
}

/// Those that are shown unless flags name them; `attach: false` keeps a service silent until then.
std::set<std::string> shown_by_default(const Flags& flags, const compose::Project& project) {
    std::set<std::string> shown =
        flags.is_on("attach-dependencies") ? service_names(project) : named_or_all(flags, project);
    std::erase_if(shown, [&](const std::string& name) {
        const auto service = project.services.find(name);
        return service == project.services.end() || !service->second.attach.value_or(true);
    });
    return shown;
}

std::set<std::string> shown_services(const Flags& flags, const compose::Project& project) {
    const std::vector<std::string> chosen = flags.texts("attach");
    for (const std::string& name : chosen)
        if (!project.services.contains(name))
            throw Error(ErrorKind::usage, "cannot attach to services not included in up: " + name);
    std::set<std::string> shown = chosen.empty() ? shown_by_default(flags, project) : as_set(chosen);
    for (const std::string& name : flags.texts("no-attach")) shown.erase(name);
    return shown;
}

SessionEnd session_end(const Flags& flags) {
    if (flags.is_on("abort-on-container-failure")) return SessionEnd::first_failure;
    if (flags.is_on("abort-on-container-exit") || flags.is_given("exit-code-from"))
        return SessionEnd::first_end;
    return SessionEnd::all_ended;
}

void check_flags(const Flags& flags) {
    if (flags.is_on("abort-on-container-failure") && flags.is_on("abort-on-container-exit"))
        throw Error(ErrorKind::usage,
                    "--abort-on-container-failure cannot be combined with --abort-on-container-exit");
    if (flags.is_given("attach") && flags.is_on("attach-dependencies"))
        throw Error(ErrorKind::usage, "--attach cannot be combined with --attach-dependencies");
}

} // namespace

std::vector<FlagSpec> attach_flags() {
    using enum FlagKind;
    return {
        {"abort-on-container-exit", '\0', toggle, "Stop all containers when one ends; not with --detach", "",
         ""},
        {"abort-on-container-failure", '\0', toggle, "Stop all containers when one fails; not with --detach",
         "", ""},
        {"attach", '\0', text_list, "Print the output of this service only", "SERVICE", ""},
        {"attach-dependencies", '\0', toggle, "Print the output of dependencies too", "", ""},
        {"exit-code-from", '\0', text,
         "Exit with the code of this service's container; implies --abort-on-container-exit", "SERVICE", ""},
        {"no-attach", '\0', text_list, "Do not print the output of this service", "SERVICE", ""},
        {"no-color", '\0', toggle, "Print the containers' output without colours", "", ""},
        {"no-log-prefix", '\0', toggle, "Print the containers' output without their names", "", ""},
        {"timestamps", '\0', toggle, "Print the containers' output with the time of each line", "", ""},
    };
}

bool is_detached(const Flags& flags) {
    for (const char* flag : {"wait", "detach"})
        if (flags.is_on(flag)) check_detached(flags, flag);
    return flags.is_on("wait") || flags.is_on("detach") || flags.is_on("no-start");
}

AttachOptions attach_options(const Flags& flags, const compose::Project& project) {
    check_flags(flags);
    AttachOptions options{.color = !flags.is_on("no-color"),
                          .prefix = !flags.is_on("no-log-prefix"),
                          .timestamps = flags.is_on("timestamps"),
                          .timeout = flags.number("timeout"),
                          .shown = shown_services(flags, project),
                          .watched = named_or_all(flags, project),
                          .end = session_end(flags),
                          .exit_code_from = flags.text("exit-code-from")};
    if (!options.exit_code_from.empty()) {
        require_services(project, {options.exit_code_from});
        options.watched.insert(options.exit_code_from);
    }
    return options;
}

} // namespace muster::cmd
