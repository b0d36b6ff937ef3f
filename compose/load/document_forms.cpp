#include "compose/load/document_forms.hpp"

#include "compose/load/merge_forms.hpp"
#include "compose/load/short_forms.hpp"
#include "compose/source/scalar.hpp"
#include "network/ports.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <utility>

namespace muster::compose::load {

namespace {

using source::Mapping;
using source::MappingEntry;
using source::Node;

Node text_at(Span span, std::string text) {
    return Node::scalar(std::move(text), span, source::ScalarStyle::double_quoted);
}

Node plain_at(Span span, std::string text) { return Node::scalar(std::move(text), span); }

void set(Node& mapping, const char* key, Node value) {
    mapping.entries().set(key, value.span(), std::move(value));
}

void set_text(Node& mapping, const char* key, const std::string& text) {
    if (!text.empty()) set(mapping, key, text_at(mapping.span(), text));
}

void set_if_missing(Node& mapping, const char* key, Node value) {
    if (mapping.find(key) == nullptr) set(mapping, key, std::move(value));
}

/// A mapping with the text as its only member: `c1` -> `source: c1`.
Node as_member(const char* key, Node text) {
    if (!text.is_scalar()) return text;
    Node mapping = Node::mapping(text.span());
    set(mapping, key, std::move(text));
    return mapping;
}

Node spell_out_port(const network::PortMapping& port, Span span) {
    Node mapping = Node::mapping(span);
    set_text(mapping, "mode", port.mode.empty() ? "ingress" : port.mode);
    set_text(mapping, "host_ip", port.host_ip);
    set(mapping, "target", plain_at(span, std::to_string(port.target)));
    set_text(mapping, "published", port.published);
    set_text(mapping, "protocol", port.protocol.empty() ? "tcp" : port.protocol);
    return mapping;
}

void fill_in_port(Node& item) {
    set_if_missing(item, "mode", text_at(item.span(), "ingress"));
    set_if_missing(item, "protocol", text_at(item.span(), "tcp"));
}

void spell_out_port_item(const Node& item, std::vector<Node>& out) {
    if (item.is_mapping()) return out.push_back(item);
    for (const network::PortMapping& port : network::parse_ports(item.text()))
        out.push_back(spell_out_port(port, item.span()));
}

/// All of them, or none when one cannot be read yet.
void spell_out_ports(Node& ports) {
    if (!ports.is_sequence()) return;
    for (Node& item : ports.items())
        if (item.is_mapping()) fill_in_port(item);
    std::vector<Node> out;
    try {
        for (const Node& item : ports.items())
            if (item.is_mapping() || item.is_scalar()) spell_out_port_item(item, out);
    } catch (const std::invalid_argument&) {
        return;
    }
    ports.items() = std::move(out);
}

Node spell_out_bind(const BindOptions& bind, Span span) {
    Node mapping = Node::mapping(span);
    set(mapping, "create_host_path", plain_at(span, "true"));
    set_text(mapping, "selinux", bind.selinux);
    set_text(mapping, "propagation", bind.propagation);
    return mapping;
}

Node spell_out_mount(const Mount& mount, Span span) {
    Node mapping = Node::mapping(span);
    set_text(mapping, "type", mount.type);
    set_text(mapping, "source", mount.source);
    set_text(mapping, "target", mount.target);
    if (mount.read_only) set(mapping, "read_only", plain_at(span, "true"));
    if (mount.bind) set(mapping, "bind", spell_out_bind(*mount.bind, span));
    if (!mount.volume) return mapping;
    Node volume = Node::mapping(span);
    if (mount.volume->nocopy) set(volume, "nocopy", plain_at(span, "true"));
    set(mapping, "volume", std::move(volume));
    return mapping;
}

Node spell_out_volume(Node item) {
    if (!item.is_scalar()) return item;
    try {
        return spell_out_mount(parse_mount(item.text()).mount, item.span());
    } catch (const std::invalid_argument&) {
        return item;
    }
}

Node spell_out_device(Node item) {
    if (!item.is_scalar()) return item;
    try {
        const DeviceMapping device = parse_device(item.text());
        Node mapping = Node::mapping(item.span());
        set_text(mapping, "source", device.source);
        set_text(mapping, "target", device.target);
        set_text(mapping, "permissions", device.permissions);
        return mapping;
    } catch (const std::invalid_argument&) {
        return item;
    }
}

Node spell_out_env_file(Node item) {
    item = as_member("path", std::move(item));
    if (item.is_mapping()) set_if_missing(item, "required", plain_at(item.span(), "true"));
    return item;
}

Node spell_out_secret(Node item) {
    item = as_member("source", std::move(item));
    const Node* source = item.find("source");
    if (source != nullptr && source->is_scalar())
        set_if_missing(item, "target", text_at(item.span(), "/run/secrets/" + source->text()));
    return item;
}

Node spell_out_gpus(Node gpus) {
    if (!gpus.is_scalar()) return gpus;
    Node list = Node::sequence(gpus.span());
    list.items().push_back(as_member("count", std::move(gpus)));
    return list;
}

/// Service names, or keys of another section, as a mapping.
Node spell_out_names(Node names, const std::string& attribute) {
    if (names.is_sequence() && names.items().empty()) return Node::mapping(names.span());
    names = as_names(std::move(names), attribute);
    if (attribute != "depends_on" || !names.is_mapping()) return names;
    for (MappingEntry& entry : names.entries())
        if (entry.value.is_mapping())
            set_if_missing(entry.value, "required", plain_at(entry.value.span(), "true"));
    return names;
}

using Transform = std::function<Node(Node)>;

void change(Node& mapping, const char* key, const Transform& transform) {
    Node* value = mapping.entries().find(key);
    if (value != nullptr && !value->is_null()) *value = transform(std::move(*value));
}

void change_items(Node& mapping, const char* key, const Transform& transform) {
    Node* list = mapping.entries().find(key);
    if (list == nullptr || !list->is_sequence()) return;
    for (Node& item : list->items()) item = transform(std::move(item));
}

void spell_out_build(Node& build) {
    set_if_missing(build, "context", text_at(build.span(), "."));
    change(build, "ssh", as_key_values);
    change(build, "additional_contexts", as_key_values);
    change_items(build, "secrets", [](Node item) { return as_member("source", std::move(item)); });
}

void drop_empty_texts(Node& list) {
    std::erase_if(list.items(), [](const Node& item) { return item.is_scalar() && item.text().empty(); });
}

void spell_out_service(Node& service) {
    change(service, "build", as_build);
    if (Node* build = service.entries().find("build"); build != nullptr && build->is_mapping())
        spell_out_build(*build);
    for (const char* attribute : {"depends_on", "networks", "models"})
        change(service, attribute, [&](Node names) { return spell_out_names(std::move(names), attribute); });
    for (const char* attribute : {"env_file", "label_file", "dns"}) change(service, attribute, as_list);
    if (Node* dns = service.entries().find("dns"); dns != nullptr && dns->is_sequence())
        drop_empty_texts(*dns);
    change(service, "gpus", spell_out_gpus);
    change_items(service, "env_file", spell_out_env_file);
    change_items(service, "volumes", spell_out_volume);
    change_items(service, "devices", spell_out_device);
    change_items(service, "secrets", spell_out_secret);
    change_items(service, "configs", [](Node item) { return as_member("source", std::move(item)); });
    if (Node* ports = service.entries().find("ports")) spell_out_ports(*ports);
}

/// What two values were merged into is a list of KEY=VALUE, whatever forms they had.
void list_combined(Node& node) {
    if (node.is_sequence())
        for (Node& item : node.items()) list_combined(item);
    if (!node.is_mapping()) return;
    for (MappingEntry& entry : node.entries()) list_combined(entry.value);
    if (node.tag() != source::MergeTag::combined) return;
    Node list = Node::sequence(node.span());
    for (const MappingEntry& entry : node.entries()) {
        const bool has_value = entry.value.is_scalar();
        list.items().push_back(text_at(
            entry.value.span(), entry.key + (has_value ? "=" + source::canonical_text(entry.value) : "")));
    }
    node = std::move(list);
}

/// The old way to name an external resource, `external: {name: X}`, in the form of today.
void spell_out_external(Node& resource) {
    Node* external = resource.entries().find("external");
    if (external == nullptr || !external->is_mapping()) return;
    const Node named = std::exchange(*external, plain_at(external->span(), "true"));
    if (const Node* name = named.find("name")) set_if_missing(resource, "name", *name);
}

} // namespace

void spell_out_document(source::Node& document) {
    list_combined(document);
    Node* services = document.entries().find("services");
    if (services != nullptr && services->is_mapping())
        for (MappingEntry& entry : services->entries())
            if (entry.value.is_mapping()) spell_out_service(entry.value);
    for (const char* section : {"networks", "volumes", "secrets", "configs"}) {
        Node* resources = document.entries().find(section);
        if (resources == nullptr || !resources->is_mapping()) continue;
        for (MappingEntry& entry : resources->entries())
            if (entry.value.is_mapping()) spell_out_external(entry.value);
    }
}

} // namespace muster::compose::load
