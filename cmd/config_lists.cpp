#include "cmd/config_lists.hpp"

#include "base/text.hpp"
#include "cmd/session.hpp"
#include "compose/graph/order.hpp"
#include "compose/translate/hash.hpp"
#include "compose/translate/names.hpp"

#include <set>

namespace muster::cmd {

namespace {

template <class Names>
std::string lines(const Names& names) {
    std::string out;
    for (const std::string& name : names) out += name + "\n";
    return out;
}

template <class T>
std::string key_lines(const std::map<std::string, T>& entries) {
    std::string out;
    for (const auto& [key, entry] : entries) out += key + "\n";
    return out;
}

std::set<std::string> active_services(const compose::Project& project) {
    std::set<std::string> names;
    for (const auto& [name, service] : project.services) names.insert(name);
    return names;
}

void require_active(const compose::Project& project, const std::string& name) {
    const auto disabled = project.disabled_services.find(name);
    if (disabled == project.disabled_services.end()) return require_services(project, {name});
    Error error(ErrorKind::not_found, "service " + quoted(name) + " is not active");
    const auto& profiles = disabled->second.profiles;
    if (!profiles.empty()) error.suggest("enable it with --profile " + profiles.front());
    throw error;
}

/// The named ones, each once and by name.
std::set<std::string> hashed_services(const compose::Project& project, const std::string& wanted) {
    if (wanted == "*") return active_services(project);
    std::set<std::string> names;
    for (const std::string& name : split(wanted, ',')) {
        require_active(project, name);
        names.insert(name);
    }
    return names;
}

} // namespace

std::string service_lines(const compose::Project& project) {
    return lines(compose::graph::dependency_order(project));
}

std::string service_lines(const Value& document) {
    std::set<std::string> names;
    if (const Value* services = document.find("services"); services != nullptr && services->is_object())
        for (const auto& [name, service] : services->object().entries) names.insert(name);
    return lines(names);
}

std::string volume_lines(const compose::Project& project) { return key_lines(project.volumes); }

std::string network_lines(const compose::Project& project) { return key_lines(project.networks); }

std::string model_lines(const compose::Project& project) {
    std::multiset<std::string> references;
    for (const auto& [name, model] : project.models) references.insert(model.model);
    return lines(references);
}

std::string profile_lines(const compose::Project& project) {
    std::set<std::string> profiles;
    for (const auto* services : {&project.services, &project.disabled_services})
        for (const auto& [name, service] : *services)
            profiles.insert(service.profiles.begin(), service.profiles.end());
    return lines(profiles);
}

std::string image_lines(const compose::Project& project) {
    std::multiset<std::string> images;
    for (const auto& [name, service] : project.services)
        images.insert(compose::translate::image_name(project, service));
    return lines(images);
}

std::string environment_lines(const compose::Project& project) {
    std::string out;
    for (const auto& [name, value] : project.environment) out += name + "=" + value + "\n";
    return out;
}

std::string hash_lines(const compose::Project& project, const std::string& wanted) {
    std::string out;
    for (const std::string& name : hashed_services(project, wanted))
        out += name + " " + compose::translate::config_hash(project.services.at(name)) + "\n";
    return out;
}

} // namespace muster::cmd
