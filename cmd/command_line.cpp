#include "cmd/command_line.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "cmd/absent.hpp"
#include "cmd/flag_syntax.hpp"
#include "cmd/help.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace muster::cmd {

namespace {

// CLI11 brings in std::quoted, which argument-dependent lookup would prefer.
std::string in_quotes(const std::string& name) { return muster::quoted(name); }

/// The values of a flag on their way from CLI11 to Flags.
struct Binding {
    const FlagSpec* spec;
    std::vector<std::string> values;
};

/// "-f,--file" as CLI11 names an option; with `bare`, "-q{true},--quiet{true}" for one whose value may only
/// follow '='.
std::string option_names(const FlagSpec& spec, const std::string& bare) {
    const std::string suffix = takes_value(spec) ? "" : "{" + bare + "}";
    const std::string long_name = "--" + spec.name + suffix;
    return spec.short_name == '\0' ? long_name
                                   : std::string("-") + spec.short_name + suffix + "," + long_name;
}

void bind_flag(CLI::App& app, Binding& binding) {
    const FlagSpec& spec = *binding.spec;
    const std::string names = option_names(spec, spec.kind == FlagKind::toggle ? "true" : spec.default_text);
    CLI::Option* option = takes_value(spec)
                              ? app.add_option(names, binding.values)->allow_extra_args(false)->expected(1)
                              : app.add_flag(names, binding.values);
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

struct SplitArguments {
    std::vector<std::string> flags;       ///< for CLI11
    std::vector<std::string> positionals; ///< taken as they are, never looked at as flags
};

enum class FlagsAllowed { in_front, anywhere };

/// Sorts flags from positional arguments. Where flags stand in front only, everything from the first
/// positional argument on is left as it is (`exec web ls -l`).
class ArgumentSplitter {
  public:
    ArgumentSplitter(const std::vector<FlagSpec>& specs, FlagsAllowed allowed)
        : specs_(specs), allowed_(allowed) {}

    SplitArguments split(const std::vector<std::string>& arguments) {
        for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
            const bool is_flag = argument->size() > 1 && argument->front() == '-' && *argument != "--";
            if (*argument == "--" || (!is_flag && allowed_ == FlagsAllowed::in_front)) {
                const auto rest = *argument == "--" ? argument + 1 : argument;
                out_.positionals.insert(out_.positionals.end(), rest, arguments.end());
                break;
            }
            if (!is_flag)
                out_.positionals.push_back(*argument);
            else if (add_flag(*argument) && argument + 1 != arguments.end())
                out_.flags.push_back(*++argument);
        }
        return std::move(out_);
    }

  private:
    /// Whether the next argument is its value.
    bool add_flag(const std::string& argument) {
        const std::vector<std::string> expanded = expand_cluster(specs_, argument);
        out_.flags.insert(out_.flags.end(), expanded.begin(), expanded.end());
        const FlagSpec* spec = find_flag(specs_, expanded.back());
        return spec && value_follows(*spec, expanded.back());
    }

    const std::vector<FlagSpec>& specs_;
    FlagsAllowed allowed_;
    SplitArguments out_;
};

/// What stands for a flag's value asks for nothing.
bool asks_for_help(const std::vector<std::string>& arguments, const std::vector<FlagSpec>& specs) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--help" || arguments[i] == "-h") return true;
        const FlagSpec* spec = find_flag(specs, arguments[i]);
        if (spec && value_follows(*spec, arguments[i])) ++i;
    }
    return false;
}

/// " of 'up'", or nothing for the flags in front of the command.
std::string of_command(const std::string& command) {
    return command.empty() ? "" : " of " + in_quotes(command);
}

[[noreturn]] void fail_unknown_flag(const std::string& argument, const std::vector<FlagSpec>& specs,
                                    const std::string& command) {
    const std::string name = argument.substr(0, argument.find('='));
    if (const auto absence = explain_absent_flag(command, name)) throw *absence;
    std::vector<std::string> names;
    for (const FlagSpec& spec : specs) names.push_back("--" + spec.name);
    Error error(ErrorKind::usage, "unknown flag " + in_quotes(name) + of_command(command));
    if (const auto near = nearest(name, names)) error.suggest("did you mean '" + *near + "'?");
    throw error;
}

[[noreturn]] void fail_missing_value(const std::string& flag, const FlagSpec& spec,
                                     const std::string& command) {
    throw Error(ErrorKind::usage, "the flag " + in_quotes(flag) + of_command(command) + " needs a value")
        .suggest("write " + flag + " " + spec.value_name);
}

void check_flags(const std::vector<std::string>& arguments, const std::vector<FlagSpec>& specs,
                 const std::string& command) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const FlagSpec* spec = find_flag(specs, arguments[i]);
        if (!spec) fail_unknown_flag(arguments[i], specs, command);
        if (!value_follows(*spec, arguments[i])) continue;
        if (++i == arguments.size()) fail_missing_value(arguments[i - 1], *spec, command);
    }
}

/// Parses flags only; positionals were split off before.
Flags parse_flags(const std::vector<std::string>& arguments, const std::vector<FlagSpec>& specs,
                  const std::string& command) {
    check_flags(arguments, specs, command);
    CLI::App app;
    app.set_help_flag();
    std::vector<Binding> bindings;
    for (const FlagSpec& spec : specs) bindings.push_back({&spec, {}});
    for (Binding& binding : bindings) bind_flag(app, binding);
    try {
        // CLI11 takes its arguments from the back.
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::ParseError& error) {
        throw Error(ErrorKind::usage, error.what() + of_command(command));
    }
    Flags flags;
    for (const Binding& binding : bindings) {
        flags.declare(*binding.spec);
        flags.set(binding.spec->name, binding.values);
    }
    flags.check_values();
    return flags;
}

const Command& find_command(const std::vector<Command>& commands, const std::string& name) {
    std::vector<std::string> names;
    for (const Command& command : commands) {
        if (command.name == name) return command;
        names.push_back(command.name);
    }
    if (const auto absence = explain_absent_command(name)) throw *absence;
    Error error(ErrorKind::usage, "unknown command " + in_quotes(name));
    const auto near = nearest(name, names);
    error.suggest(near ? "did you mean '" + *near + "'?" : "'muster --help' lists the commands");
    throw error;
}

/// How many arguments a command wants, and what they are.
struct Wanted {
    std::size_t least = 0;
    std::size_t most = 0;
    const char* words = "";
};

std::optional<Wanted> wanted_arguments(Positionals positionals) {
    constexpr std::size_t any = std::string::npos;
    switch (positionals) {
    case Positionals::none:
    case Positionals::services:
    case Positionals::service_and_command: return std::nullopt;
    case Positionals::at_most_one_service: return Wanted{0, 1, "one service at most"};
    case Positionals::service_and_port: return Wanted{2, 2, "a service and a port"};
    case Positionals::service_and_own_command: return Wanted{1, any, "a service"};
    case Positionals::one_service: return Wanted{1, 1, "one service"};
    case Positionals::some_services: return Wanted{1, any, "at least one service"};
    case Positionals::service_and_image: return Wanted{1, 2, "a service, and at most one image name"};
    case Positionals::copy_ends: return Wanted{2, 2, "a source and a destination"};
    case Positionals::scales: return Wanted{1, any, "at least one SERVICE=NUMBER"};
    case Positionals::one_shell: return Wanted{1, 1, "one shell: bash, zsh or fish"};
    }
    return std::nullopt;
}

void check_positionals(const Command& command, const std::vector<std::string>& arguments) {
    const std::optional<Wanted> wanted = wanted_arguments(command.positionals);
    if (wanted && (arguments.size() < wanted->least || arguments.size() > wanted->most))
        throw Error(ErrorKind::usage, in_quotes(command.name) + " needs " + wanted->words)
            .suggest("'muster " + command.name + " --help' shows how it is written");
    if (command.positionals == Positionals::none && !arguments.empty())
        throw Error(ErrorKind::usage,
                    in_quotes(command.name) + " takes no arguments, but got " + in_quotes(arguments[0]));
    if (command.positionals == Positionals::service_and_command && arguments.size() < 2)
        throw Error(ErrorKind::usage,
                    in_quotes(command.name) + " needs a service and a command to run in it");
}

std::string help_on(const std::vector<std::string>& topic, const std::vector<Command>& commands) {
    return topic.empty() ? general_help(commands) : command_help(find_command(commands, topic.front()));
}

constexpr char dry_run[] = "dry-run";

/// Everything after the verb.
void parse_verb(Invocation& out, const std::vector<std::string>& arguments) {
    const Command& command = *out.command;
    const FlagsAllowed allowed =
        passes_command_on(command.positionals) ? FlagsAllowed::in_front : FlagsAllowed::anywhere;
    const std::vector<FlagSpec> specs = flags_behind(command);
    const SplitArguments own = ArgumentSplitter(specs, allowed).split(arguments);
    if (asks_for_help(own.flags, specs)) {
        out.help = command_help(command);
        return;
    }
    out.flags = parse_flags(own.flags, specs, command.name);
    if (out.flags.is_given(dry_run)) out.globals.set(dry_run, {out.flags.text(dry_run)});
    check_positionals(command, own.positionals);
    out.flags.set_arguments(own.positionals);
}

} // namespace

Invocation parse_command_line(const std::vector<std::string>& arguments,
                              const std::vector<Command>& commands) {
    Invocation out;
    const std::vector<FlagSpec> globals = global_flags();
    const SplitArguments front = ArgumentSplitter(globals, FlagsAllowed::in_front).split(arguments);
    const std::vector<std::string>& words = front.positionals;
    if (asks_for_help(front.flags, globals)) {
        out.help = general_help(commands);
        return out;
    }
    out.globals = parse_flags(front.flags, globals, "");
    if (out.globals.is_on("version")) {
        out.command = &find_command(commands, "version");
        parse_verb(out, {});
        return out;
    }
    if (words.empty()) {
        out.help = general_help(commands);
        return out;
    }
    const std::vector<std::string> rest(words.begin() + 1, words.end());
    if (words.front() == "help") {
        out.help = help_on(rest, commands);
        return out;
    }
    out.command = &find_command(commands, words.front());
    parse_verb(out, rest);
    return out;
}

} // namespace muster::cmd
