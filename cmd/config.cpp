#include "base/go_json.hpp"
#include "base/text.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/session.hpp"
#include "compose/model/encode.hpp"
#include "compose/source/yaml_writer.hpp"
#include "compose/translate/hash.hpp"
#include "compose/translate/names.hpp"

#include <algorithm>
#include <fstream>
#include <set>

namespace muster::cmd {

namespace {

std::string lines(const std::set<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += name + "\n";
    return out;
}

template <class T>
std::string key_lines(const std::map<std::string, T>& entries) {
    std::set<std::string> keys;
    for (const auto& [key, entry] : entries) keys.insert(key);
    return lines(keys);
}

std::string image_lines(const compose::Project& project) {
    std::set<std::string> images;
    for (const auto& [name, service] : project.services)
        images.insert(compose::translate::image_name(project, service));
    return lines(images);
}

std::string profile_lines(const compose::Project& project) {
    std::set<std::string> profiles;
    for (const auto* services : {&project.services, &project.disabled_services})
        for (const auto& [name, service] : *services)
            profiles.insert(service.profiles.begin(), service.profiles.end());
    return lines(profiles);
}

/// "SERVICE HASH" for the named services, or for all with '*'.
std::string hash_lines(const compose::Project& project, const std::string& wanted) {
    const std::vector<std::string> names = split(wanted, ',');
    if (wanted != "*") require_services(project, names);
    std::string out;
    for (const auto& [name, service] : project.services) {
        const bool is_named = std::find(names.begin(), names.end(), name) != names.end();
        if (wanted == "*" || is_named) out += name + " " + compose::translate::config_hash(service) + "\n";
    }
    return out;
}

std::string variable_lines(const compose::Project& project) {
    std::string out;
    for (const auto& [name, value] : project.environment) out += name + "=" + value + "\n";
    return out;
}

/// A '$' in what is printed must not be taken for a variable when it is read again.
std::string with_doubled_dollars(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '$' ? "$$" : std::string(1, c);
    return out;
}

std::string rendered(const compose::Project& project, const std::string& format) {
    using compose::Notation;
    if (format == "json")
        return with_doubled_dollars(to_sorted_go_json(compose::encode(project, Notation::json))) + "\n";
    if (format == "yaml" || format.empty())
        return with_doubled_dollars(compose::source::write_yaml(compose::encode(project, Notation::yaml)));
    throw Error(ErrorKind::usage, "unsupported format " + quoted(format)).suggest("expected yaml or json");
}

/// The first of the listing flags decides, in Docker Compose's order.
std::string output_of(const compose::Project& project, const Flags& flags) {
    if (flags.is_on("services")) return key_lines(project.services);
    if (flags.is_on("volumes")) return key_lines(project.volumes);
    if (flags.is_on("networks")) return key_lines(project.networks);
    if (flags.is_given("hash")) return hash_lines(project, flags.text("hash"));
    if (flags.is_on("profiles")) return profile_lines(project);
    if (flags.is_on("images")) return image_lines(project);
    if (flags.is_on("environment")) return variable_lines(project);
    return flags.is_on("quiet") ? std::string() : rendered(project, flags.text("format"));
}

void write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) throw Error(ErrorKind::not_found, "cannot write " + quoted(path));
}

int run_config(Session& session, const Flags& flags) {
    auto request = session.load_request(flags.arguments());
    // Docker Compose hashes services here without reading their env_file.
    if (flags.is_given("hash")) request.resolve_environment = false;
    const compose::load::LoadedProject loaded = session.load(request);
    for (const Error& refusal : loaded.refusals) session.warn(refusal);
    const std::string text = output_of(loaded.project, flags);
    if (flags.is_given("output"))
        write_file(flags.text("output"), text);
    else
        session.out().write(text);
    return exit_code::success;
}

} // namespace

Command config_command() {
    using enum FlagKind;
    return {"config",
            "Check the compose files and print them as one, in canonical form",
            Positionals::services,
            {{"environment", '\0', toggle, "Print the variables used for interpolation", "", ""},
             {"format", '\0', text, "yaml or json", "FORMAT", "yaml"},
             {"hash", '\0', text, "Print the configuration hash of services ('*' for all)", "SERVICES", ""},
             {"images", '\0', toggle, "Print the image names", "", ""},
             {"networks", '\0', toggle, "Print the network names", "", ""},
             {"output", 'o', text, "Write to a file", "FILE", ""},
             {"profiles", '\0', toggle, "Print the profile names", "", ""},
             {"quiet", 'q', toggle, "Check only, print nothing", "", ""},
             {"services", '\0', toggle, "Print the service names", "", ""},
             {"volumes", '\0', toggle, "Print the volume names", "", ""}},
            run_config};
}

} // namespace muster::cmd
