#include "cmd/plugin.hpp"

#include "base/files.hpp"
#include "cmd/engine_flags.hpp"

namespace muster::cmd {

namespace {

const FlagSpec* find_engine_flag(const std::vector<FlagSpec>& specs, const std::string& argument) {
    const std::string name = argument.substr(0, argument.find('='));
    for (const FlagSpec& spec : specs)
        if (name == "--" + spec.name || (spec.short_name != '\0' && argument[1] == spec.short_name))
            return &spec;
    return nullptr;
}

/// Whether the next argument is its value.
bool takes_next(const FlagSpec& spec, const std::string& argument) {
    return spec.kind != FlagKind::toggle && (argument == "--" + spec.name || argument.size() == 2);
}

/// The first argument that is neither one of the Docker CLI's own flags nor a value of one.
std::vector<std::string>::iterator find_first_word(std::vector<std::string>& arguments) {
    const std::vector<FlagSpec> specs = engine_flags();
    auto argument = arguments.begin();
    for (; argument != arguments.end(); ++argument) {
        if (argument->size() < 2 || argument->front() != '-') return argument;
        const FlagSpec* spec = find_engine_flag(specs, *argument);
        if (!spec) return argument;
        if (takes_next(*spec, *argument) && argument + 1 != arguments.end()) ++argument;
    }
    return argument;
}

} // namespace

std::optional<std::string> plugin_metadata(const std::vector<std::string>& arguments) {
    if (arguments.empty() || arguments.front() != "docker-cli-plugin-metadata") return std::nullopt;
    return "{\n"
           "     \"SchemaVersion\": \"0.1.0\",\n"
           "     \"Vendor\": \"Muster\",\n"
           "     \"Version\": \"" MUSTER_VERSION "\",\n"
           "     \"ShortDescription\": \"Docker Compose files, run by Muster\"\n"
           "}\n";
}

std::vector<std::string> without_plugin_name(const std::string& program, std::vector<std::string> arguments) {
    if (base_name(program) != "docker-compose") return arguments;
    const auto name = find_first_word(arguments);
    if (name != arguments.end() && *name == "compose") arguments.erase(name);
    return arguments;
}

} // namespace muster::cmd
