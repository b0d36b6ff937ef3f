#include "compose/load/normalise.hpp"

#include "compose/load/references.hpp"
#include "compose/load/short_forms.hpp"
#include "compose/load/subject.hpp"

namespace muster::compose::load {

namespace {

bool is_written(const source::Node& document, const KeyPath& path) {
    const source::Node* node = &document;
    for (const std::string& key : path) node = node == nullptr ? nullptr : node->find(key);
    return node != nullptr;
}

void normalise_build(Build& build, const VariableMap& variables) {
    resolve_bare_variables(build.args, variables);
    std::erase_if(build.args.entries, [](const auto& arg) { return !arg.second; });
}

/// Source: Compose spec, "Networks", "Implicit default network".
void join_default_network(Service& service, const source::Node& document) {
    const bool has_container = !service.provider;
    const bool has_mode = is_written(document, {"services", service.name, "network_mode"});
    if (has_container && service.networks.empty() && !has_mode) service.networks["default"];
}

void choose_dockerfile(Service& service, const source::Node& document) {
    if (service.build && service.build->dockerfile_inline.empty() &&
        !is_written(document, {"services", service.name, "build", "dockerfile"}))
        service.build->dockerfile = "Dockerfile";
}

void add_implied_dependencies(Service& service) {
    for (const ServiceReference& reference : service_references(service)) {
        if (!reference.implies_dependency) continue;
        Dependency implied;
        implied.restart = reference.restart;
        service.depends_on.try_emplace(reference.service, implied);
    }
}

void normalise_service(Service& service, const source::Node& document, const VariableMap& variables) {
    if (service.pull_policy == "if_not_present") service.pull_policy = "missing";
    if (service.build) normalise_build(*service.build, variables);
    resolve_bare_variables(service.environment, variables);
    join_default_network(service, document);
    choose_dockerfile(service, document);
    add_implied_dependencies(service);
    for (Mount& mount : service.volumes) mount.target = clean_target(mount.target);
}

bool uses_default_network(const Project& project) {
    for (const auto& [name, service] : project.services)
        if (service.networks.contains("default")) return true;
    return false;
}

/// An external resource goes by its key, one of ours by the project's name and its key.
template <class T>
void name_resources(std::map<std::string, T>& resources, const source::Node* section,
                    const std::string& project) {
    for (auto& [key, resource] : resources) {
        const bool has_name = section != nullptr && (is_written(*section, {key, "name"}) ||
                                                     is_written(*section, {key, "external", "name"}));
        if (!has_name) resource.name = resource.external ? key : project + "_" + key;
    }
}

} // namespace

void resolve_bare_variables(Environment& environment, const VariableMap& variables) {
    for (auto& [name, value] : environment.entries) {
        if (value) continue;
        const auto found = variables.find(name);
        if (found != variables.end()) value = found->second;
    }
}

void resolve_listed_variables(Project& project, const source::Node& document,
                              const VariableMap& environment) {
    const source::Node* services = document.find("services");
    for (auto& [name, service] : project.services) {
        const source::Node* written = services == nullptr ? nullptr : services->find(name);
        if (written != nullptr) written = written->find("environment");
        if (written == nullptr) continue;
        // What was merged counts as a list, whatever its parts were.
        const bool is_list = written->is_sequence() || written->tag() == source::MergeTag::combined;
        if (is_list) resolve_bare_variables(service.environment, environment);
    }
}

void fill_in_defaults(Project& project) {
    for (auto& [name, service] : project.services) {
        if (service.scale && service.deploy && !service.deploy->replicas)
            service.deploy->replicas = service.scale;
        // `dns: ${SERVER}` with no server set means none.
        std::erase(service.dns.items, "");
        for (FileReference& secret : service.secrets)
            if (secret.target.empty()) secret.target = "/run/secrets/" + secret.source;
    }
}

void normalise(Project& project, const source::Node& document, const VariableMap& environment) {
    for (auto& [name, service] : project.services) normalise_service(service, document, environment);
    if (uses_default_network(project)) project.networks["default"];
    name_resources(project.networks, document.find("networks"), project.name);
    name_resources(project.volumes, document.find("volumes"), project.name);
    name_resources(project.secrets, document.find("secrets"), project.name);
    name_resources(project.configs, document.find("configs"), project.name);
}

} // namespace muster::compose::load
