#include "compose/graph/declared.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

namespace muster::compose::graph {

namespace {

template <class T>
void require(const Service& service, const std::map<std::string, T>& declared, const std::string& name,
             const char* noun) {
    if (declared.contains(name)) return;
    throw Error(ErrorKind::compose_file,
                "service " + quoted(service.name) + " refers to the undefined " + noun + " " + quoted(name));
}

void require_declared(const Project& project, const Service& service) {
    for (const auto& [name, endpoint] : service.networks) require(service, project.networks, name, "network");
    for (const Mount& mount : service.volumes)
        if (mount.type == "volume" && !mount.source.empty())
            require(service, project.volumes, mount.source, "volume");
    for (const FileReference& secret : service.secrets)
        require(service, project.secrets, secret.source, "secret");
    for (const FileReference& config : service.configs)
        require(service, project.configs, config.source, "config");
}

} // namespace

void require_declared(const Project& project) {
    for (const auto& [name, service] : project.services) require_declared(project, service);
}

} // namespace muster::compose::graph
