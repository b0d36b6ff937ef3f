#include "cmd/command.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "cmd/engine_flags.hpp"

#include <charconv>

namespace muster::cmd {

namespace {

/// Source: Go's strconv.ParseBool, which the flags of Docker's tools follow.
std::optional<bool> parse_flag_value(const std::string& text) {
    const std::string lower = to_lower(text);
    if (lower == "true" || lower == "t" || lower == "1") return true;
    if (lower == "false" || lower == "f" || lower == "0") return false;
    return std::nullopt;
}

[[noreturn]] void fail_value(const FlagSpec& spec, const std::string& found, const char* expected) {
    throw Error(ErrorKind::usage,
                "invalid value " + quoted(found) + " for --" + spec.name + ": expected " + expected);
}

} // namespace

void Flags::declare(const FlagSpec& spec) { entries_[spec.name].spec = spec; }

void Flags::set(const std::string& name, std::vector<std::string> values) {
    entries_.at(name).values = std::move(values);
}

const Flags::Entry& Flags::entry(const std::string& name) const {
    const auto found = entries_.find(name);
    if (found == entries_.end()) throw Error(ErrorKind::internal, "no flag --" + name + " is declared");
    return found->second;
}

bool Flags::is_given(const std::string& name) const { return !entry(name).values.empty(); }

bool Flags::is_on(const std::string& name) const {
    const Entry& flag = entry(name);
    const std::string text = flag.values.empty() ? flag.spec.default_text : flag.values.back();
    if (text.empty()) return false;
    const auto value = parse_flag_value(text);
    if (!value) fail_value(flag.spec, text, "true or false");
    return *value;
}

std::string Flags::text(const std::string& name) const {
    const Entry& flag = entry(name);
    return flag.values.empty() ? flag.spec.default_text : flag.values.back();
}

std::vector<std::string> Flags::texts(const std::string& name) const { return entry(name).values; }

std::optional<int> Flags::number(const std::string& name) const {
    const Entry& flag = entry(name);
    if (flag.values.empty()) return std::nullopt;
    const std::string& text = flag.values.back();
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size())
        fail_value(flag.spec, text, "a whole number");
    return value;
}

void Flags::check_values() const {
    for (const auto& [name, flag] : entries_) {
        if (flag.spec.kind == FlagKind::toggle) is_on(name);
        if (flag.spec.kind == FlagKind::number) number(name);
    }
}

std::vector<Command> all_commands() {
    return {attach_command(), build_command(),   commit_command(),  completion_command(), config_command(),
            cp_command(),     create_command(),  down_command(),    env_command(),        events_command(),
            exec_command(),   export_command(),  images_command(),  kill_command(),       logs_command(),
            ls_command(),     pause_command(),   plan_command(),    port_command(),       ps_command(),
            pull_command(),   restart_command(), rm_command(),      run_command(),        scale_command(),
            start_command(),  stats_command(),   stop_command(),    top_command(),        unpause_command(),
            up_command(),     version_command(), volumes_command(), wait_command()};
}

std::vector<FlagSpec> global_flags() {
    using enum FlagKind;
    std::vector<FlagSpec> flags{
        {"all-resources", '\0', toggle, "Keep networks, volumes, secrets and configs that no service uses",
         "", ""},
        {"ansi",
         '\0',
         text,
         "When to write colours: never, always or auto",
         "WHEN",
         "",
         false,
         {"auto", "never", "always"}},
        {"compatibility", '\0', toggle,
         "Put '_' in place of '-' into container and image names; 'config' fills in no defaults", "", ""},
        {"dry-run", '\0', toggle, "Print what would be done, and do nothing", "", ""},
        {"env-file", '\0', text_list, "Read variables from this file in place of .env", "FILE", ""},
        {"file", 'f', text_list, "Compose file, or '-' for standard input", "FILE", ""},
        {"parallel", '\0', number, "How many engine calls may be under way at once", "COUNT", ""},
        {"profile", '\0', text_list, "Enable the services of this profile ('*' for all)", "PROFILE", ""},
        {"progress",
         '\0',
         text,
         "How to show progress: auto, tty, plain, json or quiet",
         "MODE",
         "",
         false,
         {"auto", "tty", "plain", "json", "quiet"}},
        {"project-directory", '\0', text, "Directory that relative paths start from", "DIRECTORY", ""},
        {"project-name", 'p', text, "Name of the project", "PROJECT", ""},
        {"verbose", '\0', toggle, "Log every request to the engine on standard error", "", ""},
        {"version", 'v', toggle, "Print the version", "", "", true},
        {"no-ansi", '\0', toggle, "--ansi never", "", "", true},
        {"workdir", '\0', text, "--project-directory", "DIRECTORY", "", true},
    };
    const std::vector<FlagSpec> of_docker = engine_flags();
    flags.insert(flags.end(), of_docker.begin(), of_docker.end());
    return flags;
}

} // namespace muster::cmd
