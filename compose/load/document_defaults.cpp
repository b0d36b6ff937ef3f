#include "compose/load/document_defaults.hpp"

#include "compose/load/references.hpp"
#include "compose/load/short_forms.hpp"

#include <functional>
#include <unordered_map>

namespace muster::compose::load {

namespace {

using source::MappingEntry;
using source::Node;

using Visit = std::function<void(MappingEntry&)>;

/// Each entry of a section that is a mapping.
void for_each_in(Node& document, const char* section, const Visit& visit) {
    Node* entries = document.entries().find(section);
    if (entries == nullptr || !entries->is_mapping()) return;
    for (MappingEntry& entry : entries->entries())
        if (entry.value.is_mapping()) visit(entry);
}

Node* member(Node& mapping, const char* key) {
    return mapping.is_mapping() ? mapping.entries().find(key) : nullptr;
}

std::string text_of(const Node* node) {
    return node != nullptr && node->is_scalar() ? node->text() : std::string();
}

std::string text_below(const Node& mapping, const char* key) { return text_of(mapping.find(key)); }

Node text_at(Span span, std::string text) {
    return Node::scalar(std::move(text), span, source::ScalarStyle::double_quoted);
}

void set(Node& mapping, const std::string& key, Node value) {
    mapping.entries().set(key, value.span(), std::move(value));
}

class DocumentPaths {
  public:
    explicit DocumentPaths(const PathResolver& paths) : paths_(paths) {}

    void resolve_service(Node& service) {
        if (Node* build = member(service, "build")) resolve_build(*build);
        for_items(service, "env_file", [this](Node& file) { resolve(member(file, "path")); });
        for_items(service, "label_file", [this](Node& file) { resolve(&file); });
        for_items(service, "volumes", [this](Node& mount) {
            if (text_below(mount, "type") == "bind") resolve(member(mount, "source"));
        });
        if (Node* develop = member(service, "develop"))
            for_items(*develop, "watch", [this](Node& rule) { resolve(member(rule, "path")); });
    }

    void resolve_volume(Node& volume) {
        Node* options = member(volume, "driver_opts");
        if (options == nullptr || text_below(volume, "driver") != "local") return;
        if (text_below(*options, "o") == "bind") resolve(member(*options, "device"));
    }

    void resolve(Node* path) {
        if (path != nullptr && path->is_scalar()) path->set_text(paths_.resolve(path->span(), path->text()));
    }

  private:
    static void for_items(Node& mapping, const char* key, const std::function<void(Node&)>& visit) {
        Node* list = member(mapping, key);
        if (list == nullptr || !list->is_sequence()) return;
        for (Node& item : list->items()) visit(item);
    }

    void resolve_build(Node& build) {
        if (!build.is_mapping()) return;
        resolve_context(build.entries().find("context"));
        if (Node* contexts = member(build, "additional_contexts"); contexts && contexts->is_mapping())
            for (MappingEntry& entry : contexts->entries()) resolve_context(&entry.value);
        if (Node* keys = member(build, "ssh"); keys && keys->is_mapping())
            for (MappingEntry& entry : keys->entries()) resolve(&entry.value);
    }

    void resolve_context(Node* context) {
        if (context != nullptr && context->is_scalar())
            context->set_text(paths_.resolve_context(context->span(), context->text()));
    }

    const PathResolver& paths_;
};

/// Variables without a value would be taken from an environment that is not looked at here.
void drop_bare_arguments(Node& build) {
    Node* args = member(build, "args");
    if (args != nullptr && args->is_sequence())
        std::erase_if(args->items(), [](const Node& item) {
            return item.is_scalar() && item.text().find('=') == std::string::npos;
        });
    if (args == nullptr || !args->is_mapping()) return;
    std::vector<std::string> bare;
    for (const MappingEntry& entry : args->entries())
        if (entry.value.is_null()) bare.push_back(entry.key);
    for (const std::string& key : bare) args->entries().erase(key);
}

/// What of a service tells which others it needs.
Service references_of(const Node& service) {
    Service out;
    const auto add_texts = [&](const char* key, std::vector<std::string>& texts) {
        const Node* list = service.find(key);
        if (list == nullptr || !list->is_sequence()) return;
        for (const Node& item : list->items())
            if (item.is_scalar()) texts.push_back(item.text());
    };
    add_texts("links", out.links);
    add_texts("volumes_from", out.volumes_from);
    out.network_mode = text_below(service, "network_mode");
    out.ipc = text_below(service, "ipc");
    out.pid = text_below(service, "pid");
    out.uts = text_below(service, "uts");
    out.cgroup = text_below(service, "cgroup");
    return out;
}

Node implied_dependency(Span span, bool restart) {
    Node dependency = Node::mapping(span);
    set(dependency, "condition", text_at(span, "service_started"));
    set(dependency, "restart", Node::scalar(restart ? "true" : "false", span));
    set(dependency, "required", Node::scalar("true", span));
    return dependency;
}

void add_implied_dependencies(Node& service) {
    for (const ServiceReference& reference : service_references(references_of(service))) {
        if (service.find("depends_on") == nullptr) set(service, "depends_on", Node::mapping(service.span()));
        Node* dependencies = member(service, "depends_on");
        if (dependencies->is_mapping() && dependencies->find(reference.service) == nullptr)
            set(*dependencies, reference.service, implied_dependency(service.span(), reference.restart));
    }
}

bool has_no_network(const Node& service) {
    const Node* networks = service.find("networks");
    const bool is_empty =
        networks == nullptr || networks->is_null() || (networks->is_mapping() && networks->entries().empty());
    return is_empty && service.find("network_mode") == nullptr && service.find("provider") == nullptr;
}

void join_default_network(Node& service) {
    Node networks = Node::mapping(service.span());
    set(networks, "default", Node::null(service.span()));
    set(service, "networks", std::move(networks));
}

void normalise_service(Node& service) {
    if (text_below(service, "pull_policy") == "if_not_present")
        member(service, "pull_policy")->set_text("missing");
    if (Node* build = member(service, "build"); build != nullptr && build->is_mapping()) {
        if (build->find("dockerfile") == nullptr && build->find("dockerfile_inline") == nullptr)
            set(*build, "dockerfile", text_at(build->span(), "Dockerfile"));
        drop_bare_arguments(*build);
    }
    add_implied_dependencies(service);
    if (has_no_network(service)) join_default_network(service);
    if (Node* volumes = member(service, "volumes"); volumes != nullptr && volumes->is_sequence())
        for (Node& mount : volumes->items())
            if (Node* target = member(mount, "target"); target != nullptr && target->is_scalar())
                target->set_text(clean_target(target->text()));
}

bool uses_default_network(Node& document) {
    bool is_used = false;
    for_each_in(document, "services", [&](MappingEntry& service) {
        const Node* networks = service.value.find("networks");
        is_used = is_used || (networks != nullptr && networks->find("default") != nullptr);
    });
    return is_used;
}

void declare_default_network(Node& document) {
    const Node* networks = document.find("networks");
    if (networks == nullptr || !networks->is_mapping())
        set(document, "networks", Node::mapping(document.span()));
    Node* section = document.entries().find("networks");
    if (section->find("default") == nullptr) set(*section, "default", Node::mapping(document.span()));
}

void fill_in_null_resources(Node& document, const char* section) {
    Node* resources = document.entries().find(section);
    if (resources == nullptr || !resources->is_mapping()) return;
    for (MappingEntry& entry : resources->entries())
        if (entry.value.is_null()) entry.value = Node::mapping(entry.key_span);
}

void name_resource(MappingEntry& resource, const std::string& project_name) {
    if (resource.value.find("name") != nullptr) return;
    const bool is_external = text_below(resource.value, "external") == "true";
    set(resource.value, "name",
        text_at(resource.key_span, is_external ? resource.key : project_name + "_" + resource.key));
}

/// Of items with the same key the last one, at the place of the first.
void keep_last(Node* list, const std::function<std::string(const Node&)>& key_of) {
    if (list == nullptr || !list->is_sequence()) return;
    std::vector<Node> kept;
    std::unordered_map<std::string, std::size_t> positions;
    for (Node& item : list->items()) {
        const auto [position, is_new] = positions.emplace(key_of(item), kept.size());
        if (is_new)
            kept.push_back(std::move(item));
        else
            kept[position->second] = std::move(item);
    }
    list->items() = std::move(kept);
}

} // namespace

void resolve_document_paths(source::Node& document, const PathResolver& paths) {
    DocumentPaths resolver(paths);
    for_each_in(document, "services", [&](MappingEntry& entry) { resolver.resolve_service(entry.value); });
    for_each_in(document, "volumes", [&](MappingEntry& entry) { resolver.resolve_volume(entry.value); });
    for (const char* section : {"secrets", "configs"})
        for_each_in(document, section,
                    [&](MappingEntry& entry) { resolver.resolve(member(entry.value, "file")); });
}

void normalise_document(source::Node& document, const std::string& project_name) {
    set(document, "name", text_at(document.span(), project_name));
    for_each_in(document, "services", [](MappingEntry& entry) { normalise_service(entry.value); });
    if (uses_default_network(document)) declare_default_network(document);
    for (const char* section : {"networks", "volumes", "secrets", "configs"}) {
        fill_in_null_resources(document, section);
        for_each_in(document, section, [&](MappingEntry& entry) { name_resource(entry, project_name); });
    }
}

void drop_repeated_items(source::Node& document) {
    const auto variable = [](const Node& item) {
        return item.is_scalar() ? item.text().substr(0, item.text().find('=')) : std::string();
    };
    for_each_in(document, "services", [&](MappingEntry& entry) {
        keep_last(member(entry.value, "volumes"),
                  [](const Node& mount) { return clean_target(text_below(mount, "target")); });
        for (const char* attribute : {"environment", "labels", "annotations", "sysctls"})
            keep_last(member(entry.value, attribute), variable);
    });
}

} // namespace muster::compose::load
