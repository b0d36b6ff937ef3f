#include "compose/load/locate.hpp"

#include "compose/load/load.hpp"

#include <algorithm>
#include <array>

namespace muster::compose::load {

namespace {

using source::Node;

/// A step down: the value found and the place that stands for it.
struct Step {
    const Node* value;
    Span place;
};

/// "KEY", "KEY=...", "KEY:...", and for a path of the container also "...:KEY" and "...:KEY:...".
bool text_stands_for(const std::string& text, const std::string& key) {
    const auto ends_at = [&](std::size_t end) {
        return end == text.size() || text[end] == ':' || (text[end] == '=' && end == key.size());
    };
    if (text.starts_with(key)) return ends_at(key.size());
    if (!key.starts_with('/')) return false;
    const std::size_t start = text.find(":" + key);
    return start != std::string::npos && ends_at(start + 1 + key.size());
}

bool item_stands_for(const Node& item, const std::string& key) {
    static constexpr std::array<const char*, 4> identities{"source", "target", "path", "subnet"};
    if (item.is_scalar()) return text_stands_for(item.text(), key);
    return std::any_of(identities.begin(), identities.end(), [&](const char* identity) {
        const Node* value = item.find(identity);
        return value != nullptr && value->is_scalar() && value->text() == key;
    });
}

Step step_into_list(const std::vector<Node>& items, const std::string& key) {
    // The last one, for it is the one that counts.
    const auto found = std::find_if(items.rbegin(), items.rend(),
                                    [&](const Node& item) { return item_stands_for(item, key); });
    if (found == items.rend()) return {nullptr, {}};
    return {&*found, found->span()};
}

Step step_into(const Node& node, const std::string& key) {
    if (node.is_sequence()) return step_into_list(node.items(), key);
    // A single text in place of a list.
    if (node.is_scalar() && text_stands_for(node.text(), key)) return {&node, node.span()};
    const auto* entry = node.is_mapping() ? node.entries().find_entry(key) : nullptr;
    if (entry == nullptr) return {nullptr, {}};
    return {&entry->value, entry->key_span};
}

/// As far down the path as it was written.
Step walk(const Node& document, const KeyPath& path) {
    Step reached{&document, {}};
    for (const std::string& key : path) {
        const Step next = step_into(*reached.value, key);
        if (next.value == nullptr) return {nullptr, reached.place};
        reached = next;
    }
    return reached;
}

} // namespace

Span locate_value(const source::Node& document, const KeyPath& path) { return walk(document, path).place; }

Span locate_scalar(const source::Node& document, const KeyPath& path) {
    const Step reached = walk(document, path);
    return reached.value != nullptr && reached.value->is_scalar() ? reached.value->span() : reached.place;
}

Span locate(const LoadedProject& loaded, const std::vector<std::string>& path) {
    return locate_value(loaded.document, path);
}

} // namespace muster::compose::load
