#include "compose/load/select.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/load/known_keys.hpp"

#include <set>

namespace muster::compose::load {

namespace {

using Names = std::set<std::string>;

void check_service(const Project& project, const std::string& name) {
    if (project.services.contains(name)) return;
    std::vector<std::string> known;
    for (const auto& [key, service] : project.services) known.push_back(key);
    throw Error(ErrorKind::not_found, "no such service: " + quoted(name)).suggest(hint_for_name(name, known));
}

Names with_dependencies(const Project& project, std::vector<std::string> pending) {
    Names reached;
    while (!pending.empty()) {
        const std::string name = std::move(pending.back());
        pending.pop_back();
        const auto service = project.services.find(name);
        if (service == project.services.end() || !reached.insert(name).second) continue;
        for (const auto& [dependency, how] : service->second.depends_on) pending.push_back(dependency);
    }
    return reached;
}

struct Uses {
    Names networks;
    Names volumes;
    Names secrets;
    Names configs;
    Names models;
};

void gather_uses(const Service& service, Uses& uses) {
    for (const auto& [name, endpoint] : service.networks) uses.networks.insert(name);
    for (const Mount& mount : service.volumes)
        if (mount.type == "volume") uses.volumes.insert(mount.source);
    for (const FileReference& secret : service.secrets) uses.secrets.insert(secret.source);
    for (const FileReference& config : service.configs) uses.configs.insert(config.source);
    for (const auto& [name, settings] : service.models) uses.models.insert(name);
    if (!service.build) return;
    for (const FileReference& secret : service.build->secrets) uses.secrets.insert(secret.source);
}

template <class T>
void keep_used(std::map<std::string, T>& resources, const Names& used) {
    std::erase_if(resources, [&](const auto& resource) { return !used.contains(resource.first); });
}

} // namespace

void select_services(Project& project, const std::vector<std::string>& names) {
    if (names.empty()) return;
    for (const std::string& name : names) check_service(project, name);
    const Names kept = with_dependencies(project, names);
    for (auto entry = project.services.begin(); entry != project.services.end();) {
        const auto next = std::next(entry);
        if (!kept.contains(entry->first)) project.disabled_services.insert(project.services.extract(entry));
        entry = next;
    }
    for (auto& [name, service] : project.services)
        std::erase_if(service.depends_on, [&](const auto& entry) { return !kept.contains(entry.first); });
}

void drop_unused_resources(Project& project) {
    Uses uses;
    for (const auto& [name, service] : project.services) gather_uses(service, uses);
    keep_used(project.networks, uses.networks);
    keep_used(project.volumes, uses.volumes);
    keep_used(project.secrets, uses.secrets);
    keep_used(project.configs, uses.configs);
    keep_used(project.models, uses.models);
}

} // namespace muster::compose::load
