#include "cmd/one_off_service.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "compose/load/shell_words.hpp"
#include "compose/load/short_forms.hpp"
#include "compose/source/dotenv.hpp"
#include "network/ports.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <unistd.h>

namespace muster::cmd {

using compose::Project;
using compose::Service;

namespace {

/// What a parser of values says, as the error of a flag.
template <class Parse>
auto parse_flag(const std::string& flag, const std::string& text, Parse parse) {
    try {
        return parse(text);
    } catch (const std::invalid_argument& problem) {
        throw Error(ErrorKind::usage,
                    "invalid value " + muster::quoted(text) + " for --" + flag + ": " + problem.what());
    }
}

void set_command(Service& service, const Flags& flags) {
    const std::vector<std::string>& arguments = flags.arguments();
    if (flags.is_given("entrypoint")) {
        service.entrypoint.words =
            parse_flag("entrypoint", flags.text("entrypoint"), compose::load::split_shell_words).words;
        service.command.words.emplace(); // that of the service was made for the other entrypoint
    }
    if (arguments.size() > 1) service.command.words.emplace(arguments.begin() + 1, arguments.end());
}

compose::source::Lookup lookup_in(const Project& project) {
    return [&project](std::string_view name) -> std::optional<std::string> {
        const auto found = project.environment.find(std::string(name));
        if (found == project.environment.end()) return std::nullopt;
        return found->second;
    };
}

void read_environment_file(Session& session, const Project& project, const std::string& path,
                           Service& service) {
    Diagnostics problems;
    const FileId file = session.sources().add(path, DiskFiles().read(path, Files::default_limit));
    const auto variables =
        compose::source::parse_dotenv(file, session.sources(), lookup_in(project), problems);
    if (problems.has_errors()) throw LoadFailure(problems.errors());
    for (const auto& [name, value] : variables) service.environment.entries[name] = value;
}

/// KEY=VALUE, or KEY with the value it has here; without one there, the service's own stays.
void set_variable(const Project& project, const std::string& entry, Service& service) {
    const auto [name, value] = compose::load::split_assignment(entry);
    const std::optional<std::string> own = value ? value : lookup_in(project)(name);
    if (own) service.environment.entries[name] = *own;
}

void add_label(const std::string& entry, Service& service) {
    const auto [name, value] = compose::load::split_assignment(entry);
    if (!value)
        throw Error(ErrorKind::usage, "label must be set as KEY=VALUE, found " + muster::quoted(entry));
    service.labels.entries[name] = *value;
}

std::vector<std::string> texts_of(const Flags& flags, const std::string& name, const std::string& old_name) {
    std::vector<std::string> all = flags.texts(name);
    const std::vector<std::string> more = flags.texts(old_name);
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

/// A volume that the project does not declare is taken, or made, under the very name.
void add_mount(Project& project, const std::string& text, Service& service) {
    compose::Mount mount = parse_flag("volume", text, compose::load::parse_mount).mount;
    if (mount.type == "bind") mount.source = resolve_path(std::filesystem::current_path(), mount.source);
    if (mount.type == "volume" && !mount.source.empty() && !project.volumes.contains(mount.source))
        project.volumes[mount.source].name = mount.source;
    std::erase_if(service.volumes, [&](const auto& other) { return other.target == mount.target; });
    service.volumes.push_back(std::move(mount));
}

void set_ports(const Flags& flags, Service& service) {
    if (!flags.is_on("service-ports")) service.ports.clear();
    for (const std::string& text : flags.texts("publish"))
        for (const network::PortMapping& port : parse_flag("publish", text, network::parse_ports)) {
            compose::PortMapping mapping;
            static_cast<network::PortMapping&>(mapping) = port;
            service.ports.push_back(std::move(mapping));
        }
}

void move_capabilities(const std::vector<std::string>& names, std::vector<std::string>& to,
                       std::vector<std::string>& from) {
    for (const std::string& name : names) {
        std::erase(from, name);
        if (std::find(to.begin(), to.end(), name) == to.end()) to.push_back(name);
    }
}

/// It runs once, alone, and is not started again.
void make_single(Service& service, const std::string& name) {
    service.container_name = name;
    service.scale = 1;
    service.restart.clear();
    if (!service.deploy) return;
    service.deploy->replicas.reset();
    service.deploy->restart_policy.reset();
}

} // namespace

std::vector<FlagSpec> one_off_flags() {
    using enum FlagKind;
    return {
        {"cap-add", '\0', text_list, "Add a Linux capability", "NAME", ""},
        {"cap-drop", '\0', text_list, "Drop a Linux capability", "NAME", ""},
        {"entrypoint", '\0', text, "In place of the service's entrypoint", "COMMAND", ""},
        {"env", 'e', text_list, "Set a variable; without a value, to what it is here", "KEY[=VALUE]", ""},
        {"env-from-file", '\0', text_list, "Set the variables of this file", "FILE", ""},
        {"interactive", 'i', toggle, "Pass standard input on", "", "true"},
        {"label", 'l', text_list, "Add a label", "KEY=VALUE", ""},
        {"labels", '\0', text_list, "--label", "KEY=VALUE", "", true},
        {"no-tty", 'T', toggle, "Without a terminal, even if there is one here", "", ""},
        {"no-TTY", '\0', toggle, "--no-tty", "", "", true},
        {"publish", 'p', text_list, "Publish a port", "PORT", ""},
        {"service-ports", 'P', toggle, "Publish the service's own ports", "", ""},
        {"tty", 't', toggle, "With a terminal, if there is one here", "", "true"},
        {"user", 'u', text, "As this user", "USER", ""},
        {"volume", 'v', text_list, "Mount a directory or volume", "SOURCE:TARGET", ""},
        {"volumes", '\0', text_list, "--volume", "SOURCE:TARGET", "", true},
        {"workdir", 'w', text, "In this directory", "DIRECTORY", ""},
    };
}

void apply_one_off_flags(Session& session, Project& project, const Flags& flags, const std::string& name) {
    if (flags.is_on("service-ports") && !flags.texts("publish").empty())
        throw Error(ErrorKind::usage, "--service-ports and --publish are incompatible");
    Service& service = project.services.at(flags.arguments().front());
    set_command(service, flags);
    for (const std::string& path : flags.texts("env-from-file"))
        read_environment_file(session, project, path, service);
    for (const std::string& entry : flags.texts("env")) set_variable(project, entry, service);
    for (const std::string& entry : texts_of(flags, "label", "labels")) add_label(entry, service);
    for (const std::string& text : texts_of(flags, "volume", "volumes")) add_mount(project, text, service);
    set_ports(flags, service);
    move_capabilities(flags.texts("cap-add"), service.cap_add, service.cap_drop);
    move_capabilities(flags.texts("cap-drop"), service.cap_drop, service.cap_add);
    if (flags.is_given("user")) service.user = flags.text("user");
    if (flags.is_given("workdir")) service.working_dir = flags.text("workdir");
    service.tty = wants_terminal(session, flags);
    service.stdin_open = flags.is_on("interactive");
    make_single(service, name);
}

bool wants_terminal(Session& session, const Flags& flags) {
    const bool is_refused = flags.is_on("no-tty") || flags.is_on("no-TTY") || !flags.is_on("tty");
    const bool is_asked_for = flags.is_given("tty") && flags.is_on("tty");
    if (is_asked_for && (flags.is_on("no-tty") || flags.is_on("no-TTY")))
        throw Error(ErrorKind::usage, "--tty and --no-tty can't be used together");
    const bool has_keyboard = ::isatty(STDIN_FILENO) == 1;
    if (is_asked_for && flags.is_on("interactive") && !has_keyboard && !flags.is_on("detach"))
        throw Error(ErrorKind::usage, "cannot give the command a terminal: standard input is none")
            .suggest("leave out --tty, or say --interactive=false");
    if (is_refused) return false;
    return is_asked_for || (has_keyboard && session.out().is_terminal());
}

} // namespace muster::cmd
