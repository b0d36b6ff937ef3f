#include "compose/load/merge_forms.hpp"

#include "compose/load/short_forms.hpp"

#include <algorithm>

namespace muster::compose::load {

using source::MappingEntry;
using source::Node;

namespace {

bool is_list_of_texts(const Node& node) {
    return node.is_sequence() && std::all_of(node.items().begin(), node.items().end(), [](const Node& item) {
               return item.is_scalar() && item.scalar_type() == source::ScalarType::text;
           });
}

/// What a bare name in `depends_on` means.
Node plain_dependency(Span span) {
    Node dependency = Node::mapping(span);
    dependency.entries().set("condition", span, Node::scalar("service_started", span));
    dependency.entries().set("required", span, Node::scalar("true", span));
    return dependency;
}

} // namespace

Node as_list(Node node) {
    if (node.is_sequence()) return node;
    Node list = Node::sequence(node.span());
    list.items().push_back(std::move(node));
    return list;
}

Node as_key_values(Node node) {
    if (!is_list_of_texts(node)) return node;
    Node mapping = Node::mapping(node.span());
    for (const Node& item : node.items()) {
        auto [key, value] = split_assignment(item.text());
        // Quoted, for a value in a list is text whatever it looks like.
        Node entry = value ? Node::scalar(std::move(*value), item.span(), source::ScalarStyle::double_quoted)
                           : Node::null(item.span());
        mapping.entries().set(std::move(key), item.span(), std::move(entry));
    }
    return mapping;
}

Node as_names(Node node, const std::string& attribute) {
    if (!is_list_of_texts(node)) return node;
    Node mapping = Node::mapping(node.span());
    for (const Node& item : node.items()) {
        Node value = attribute == "depends_on" ? plain_dependency(item.span()) : Node::null(item.span());
        mapping.entries().set(item.text(), item.span(), std::move(value));
    }
    return mapping;
}

Node as_build(Node node) {
    if (!node.is_scalar()) return node;
    const Span span = node.span();
    Node mapping = Node::mapping(span);
    mapping.entries().set("context", span, std::move(node));
    return mapping;
}

Node as_host_list(Node node) {
    if (!node.is_mapping()) return node;
    Node list = Node::sequence(node.span());
    for (const MappingEntry& entry : node.entries()) {
        const Node addresses = as_list(entry.value);
        for (const Node& address : addresses.items())
            if (address.is_scalar())
                list.items().push_back(Node::scalar(entry.key + "=" + address.text(), address.span()));
    }
    return list;
}

} // namespace muster::compose::load
