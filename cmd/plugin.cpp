#include "cmd/plugin.hpp"

#include "base/files.hpp"

namespace muster::cmd {

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
    const bool is_plugin = base_name(program) == "docker-compose";
    if (is_plugin && !arguments.empty() && arguments.front() == "compose") arguments.erase(arguments.begin());
    return arguments;
}

} // namespace muster::cmd
