#include "cmd/flag_syntax.hpp"

namespace muster::cmd {

namespace {

/// Docker's tools read "-t=5" as "-t 5" and "-i=false" as "--interactive=false"; CLI11 would take "=5" for
/// the value, and "=" for a flag.
std::string normalise(const std::vector<FlagSpec>& specs, const std::string& argument) {
    const FlagSpec* spec = find_flag(specs, argument);
    const bool is_short_with_equals = spec && argument[1] != '-' && argument.size() > 2 && argument[2] == '=';
    if (!is_short_with_equals) return argument;
    return takes_value(*spec) ? argument.substr(0, 2) + argument.substr(3)
                              : "--" + spec->name + argument.substr(2);
}

} // namespace

bool takes_value(const FlagSpec& spec) {
    return spec.kind != FlagKind::toggle && spec.kind != FlagKind::optional_text;
}

const FlagSpec* find_flag(const std::vector<FlagSpec>& specs, const std::string& argument) {
    const std::string name = argument.substr(0, argument.find('='));
    for (const FlagSpec& spec : specs) {
        if (name == "--" + spec.name) return &spec;
        const bool is_short = argument.size() >= 2 && argument[0] == '-' && argument[1] == spec.short_name;
        if (spec.short_name != '\0' && is_short) return &spec;
    }
    return nullptr;
}

bool value_follows(const FlagSpec& spec, const std::string& argument) {
    return takes_value(spec) && (argument == "--" + spec.name || argument.size() == 2);
}

std::vector<std::string> expand_cluster(const std::vector<FlagSpec>& specs, std::string argument) {
    std::vector<std::string> out;
    while (argument.size() > 2 && argument[1] != '-' && argument[2] != '=') {
        const FlagSpec* spec = find_flag(specs, argument);
        if (!spec || takes_value(*spec)) break;
        out.push_back(argument.substr(0, 2));
        argument.erase(1, 1);
    }
    out.push_back(normalise(specs, argument));
    return out;
}

bool passes_command_on(Positionals positionals) {
    return positionals == Positionals::service_and_command ||
           positionals == Positionals::service_and_own_command;
}

std::vector<FlagSpec> flags_behind(const Command& command) {
    std::vector<FlagSpec> flags = command.flags;
    for (const FlagSpec& spec : global_flags())
        if (spec.name == "dry-run") flags.push_back(spec);
    return flags;
}

} // namespace muster::cmd
