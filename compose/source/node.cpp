#include "compose/source/node.hpp"

#include "compose/source/scalar.hpp"

#include <algorithm>

namespace muster::compose::source {

namespace {

constexpr std::size_t not_found = static_cast<std::size_t>(-1);

/// Up to this size comparing all keys is quicker than hashing one.
constexpr std::size_t largest_unindexed = 16;

std::size_t position_in(const std::vector<MappingEntry>& entries, std::string_view key, std::size_t begin) {
    for (std::size_t i = begin; i < entries.size(); ++i)
        if (entries[i].key == key) return i;
    return not_found;
}

} // namespace

Mapping::Mapping() = default;
Mapping::Mapping(const Mapping& other) : entries_(other.entries_) {}
Mapping::Mapping(Mapping&&) noexcept = default;
Mapping& Mapping::operator=(Mapping&&) noexcept = default;
Mapping::~Mapping() = default;

Mapping& Mapping::operator=(const Mapping& other) {
    Mapping copy(other);
    *this = std::move(copy);
    return *this;
}

/// The index holds positions as they were when the keys were added. Erasing moves entries towards the
/// front only, so an entry stands at its noted position or before it, unless a caller has reordered them.
std::size_t Mapping::index_of(std::string_view key) const {
    if (entries_.size() <= largest_unindexed) return position_in(entries_, key, 0);
    if (!index_) {
        index_ = std::make_unique<Index>();
        for (std::size_t i = 0; i < entries_.size(); ++i) index_->emplace(entries_[i].key, i);
    }
    const auto found = index_->find(std::string(key));
    if (found == index_->end()) return not_found;
    std::size_t position = std::min(found->second, entries_.size() - 1);
    while (position > 0 && entries_[position].key != key) --position;
    return found->second = position_in(entries_, key, position);
}

const MappingEntry* Mapping::find_entry(std::string_view key) const {
    const std::size_t position = index_of(key);
    return position == not_found ? nullptr : &entries_[position];
}

const Node* Mapping::find(std::string_view key) const {
    const MappingEntry* entry = find_entry(key);
    return entry ? &entry->value : nullptr;
}

Node* Mapping::find(std::string_view key) {
    const std::size_t position = index_of(key);
    return position == not_found ? nullptr : &entries_[position].value;
}

Node& Mapping::set(std::string key, Span key_span, Node value) {
    const std::size_t position = index_of(key);
    if (position != not_found) {
        entries_[position].key_span = key_span;
        return entries_[position].value = std::move(value);
    }
    return add(std::move(key), key_span, std::move(value));
}

Node& Mapping::add(std::string key, Span key_span, Node value) {
    if (index_) index_->emplace(key, entries_.size());
    entries_.push_back({std::move(key), key_span, std::move(value)});
    return entries_.back().value;
}

bool Mapping::erase(std::string_view key) {
    const std::size_t position = index_of(key);
    if (position == not_found) return false;
    if (index_) index_->erase(std::string(key));
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(position));
    return true;
}

void Mapping::erase_reset() {
    const auto is_reset = [](const MappingEntry& entry) { return entry.value.tag() == MergeTag::reset; };
    if (std::erase_if(entries_, is_reset) > 0) index_.reset();
}

void Mapping::reserve(std::size_t count) { entries_.reserve(count); }

std::size_t Mapping::size() const { return entries_.size(); }

std::vector<MappingEntry>::iterator Mapping::begin() { return entries_.begin(); }
std::vector<MappingEntry>::iterator Mapping::end() { return entries_.end(); }
std::vector<MappingEntry>::const_iterator Mapping::begin() const { return entries_.begin(); }
std::vector<MappingEntry>::const_iterator Mapping::end() const { return entries_.end(); }

Node Node::null(Span span) {
    Node node;
    node.span_ = span;
    return node;
}

Node Node::scalar(std::string text, Span span, ScalarStyle style) {
    Node node;
    node.kind_ = NodeKind::scalar;
    node.style_ = style;
    node.span_ = span;
    node.text_ = std::move(text);
    return node;
}

Node Node::sequence(Span span) {
    Node node;
    node.kind_ = NodeKind::sequence;
    node.span_ = span;
    return node;
}

Node Node::mapping(Span span) {
    Node node;
    node.kind_ = NodeKind::mapping;
    node.span_ = span;
    node.entries_ = MappingBox(Mapping());
    return node;
}

ScalarType Node::scalar_type() const {
    return style_ == ScalarStyle::plain ? resolve_plain(text_) : ScalarType::text;
}

const char* Node::kind_name() const {
    if (is_null()) return "null";
    if (is_sequence()) return "list";
    if (is_mapping()) return "mapping";
    switch (scalar_type()) {
    case ScalarType::boolean: return "boolean";
    case ScalarType::integer:
    case ScalarType::floating: return "number";
    case ScalarType::text: break;
    }
    return "text";
}

std::size_t count_nodes(const Node& node) {
    std::size_t count = 1;
    if (node.is_sequence())
        for (const Node& item : node.items()) count += count_nodes(item);
    if (node.is_mapping())
        for (const MappingEntry& entry : node.entries()) count += 1 + count_nodes(entry.value);
    return count;
}

} // namespace muster::compose::source
