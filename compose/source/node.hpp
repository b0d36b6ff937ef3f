#pragma once

#include "base/source_map.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster::compose::source {

enum class NodeKind { null, scalar, sequence, mapping };

enum class ScalarStyle { plain, single_quoted, double_quoted, literal, folded };

/// What a plain scalar means under YAML 1.2's core schema, with YAML 1.1's octal integers, as Docker Compose
/// reads it; quoted scalars are always text.
enum class ScalarType { text, boolean, integer, floating };

/// What a custom tag asks of the merge, or the merge has noted. Source: Compose spec, "Merge", "Reset value"
/// and "Replace value".
enum class MergeTag {
    none,
    reset,
    override_,
    combined ///< a mapping made of two lists of KEY=VALUE or mappings, so that it has no form of its own
};

class Node;

/// One `key: value` of a mapping.
struct MappingEntry;

/// The entries of a mapping in the order written. Finding a key is quick however many there are. Through the
/// iterators values may be changed and entries reordered; a key may not be changed.
class Mapping {
  public:
    Mapping();
    Mapping(const Mapping&);
    Mapping(Mapping&&) noexcept;
    Mapping& operator=(const Mapping&);
    Mapping& operator=(Mapping&&) noexcept;
    ~Mapping();

    const Node* find(std::string_view key) const;
    Node* find(std::string_view key);
    const MappingEntry* find_entry(std::string_view key) const;

    /// Replaces the value of an existing key (its place in the order stays) or appends a new entry.
    Node& set(std::string key, Span key_span, Node value);
    /// Appends a new entry without looking for its key. REQUIRES: find(key) == nullptr.
    Node& add(std::string key, Span key_span, Node value);
    bool erase(std::string_view key);
    /// Without those whose value is to be reset.
    void erase_reset();
    /// Makes room for so many entries in all.
    void reserve(std::size_t count);

    std::size_t size() const;
    bool empty() const { return size() == 0; }

    std::vector<MappingEntry>::iterator begin();
    std::vector<MappingEntry>::iterator end();
    std::vector<MappingEntry>::const_iterator begin() const;
    std::vector<MappingEntry>::const_iterator end() const;

  private:
    using Index = std::unordered_map<std::string, std::size_t>;

    std::size_t index_of(std::string_view key) const;

    std::vector<MappingEntry> entries_;
    /// Made when a key is looked for among more than a few entries; most mappings never need it.
    mutable std::unique_ptr<Index> index_;
};

/// A located YAML value: the tree all of loading works on. Aliases and merge keys are already resolved.
/// A value type; copying copies the whole subtree.
class Node {
  public:
    Node() = default;
    static Node null(Span span);
    static Node scalar(std::string text, Span span, ScalarStyle style = ScalarStyle::plain);
    static Node sequence(Span span);
    static Node mapping(Span span);

    NodeKind kind() const { return kind_; }
    bool is_null() const { return kind_ == NodeKind::null; }
    bool is_scalar() const { return kind_ == NodeKind::scalar; }
    bool is_sequence() const { return kind_ == NodeKind::sequence; }
    bool is_mapping() const { return kind_ == NodeKind::mapping; }

    /// Where the value itself stands in its file (for a mapping or sequence: its first token).
    Span span() const { return span_; }
    void set_span(Span span) { span_ = span; }

    /// REQUIRES: is_scalar(). The text after YAML unquoting.
    const std::string& text() const { return text_; }
    void set_text(std::string text) { text_ = std::move(text); }
    ScalarStyle style() const { return style_; }
    /// REQUIRES: is_scalar().
    ScalarType scalar_type() const;

    MergeTag tag() const { return tag_; }
    void set_tag(MergeTag tag) { tag_ = tag; }

    /// Something of it was left out, and a problem reported for that: what it lacks is no news.
    bool is_partial() const { return is_partial_; }
    void set_partial() { is_partial_ = true; }

    /// REQUIRES: is_scalar(). The text came out of variables, and is not what the file says.
    bool has_variables() const { return has_variables_; }
    void set_has_variables() { has_variables_ = true; }

    /// REQUIRES: is_sequence().
    const std::vector<Node>& items() const { return items_; }
    std::vector<Node>& items() { return items_; }

    /// REQUIRES: is_mapping().
    const Mapping& entries() const { return *entries_; }
    Mapping& entries() { return *entries_; }

    /// The member of a mapping, or nullptr: also for anything that is not a mapping.
    const Node* find(std::string_view key) const { return is_mapping() ? entries_->find(key) : nullptr; }

    /// "mapping", "list", "text", "number", "boolean", "null": for messages.
    const char* kind_name() const;

  private:
    /// A deep-copying pointer, so that a Node stays a value although mappings contain nodes.
    class MappingBox {
      public:
        MappingBox() = default;
        explicit MappingBox(Mapping mapping) : held_(std::make_unique<Mapping>(std::move(mapping))) {}
        MappingBox(const MappingBox& other)
            : held_(other.held_ ? std::make_unique<Mapping>(*other.held_) : nullptr) {}
        MappingBox(MappingBox&&) noexcept = default;
        MappingBox& operator=(const MappingBox& other) {
            if (this != &other) held_ = other.held_ ? std::make_unique<Mapping>(*other.held_) : nullptr;
            return *this;
        }
        MappingBox& operator=(MappingBox&&) noexcept = default;
        ~MappingBox() = default;
        Mapping& operator*() { return *held_; }
        const Mapping& operator*() const { return *held_; }
        Mapping* operator->() { return held_.get(); }
        const Mapping* operator->() const { return held_.get(); }

      private:
        std::unique_ptr<Mapping> held_;
    };

    NodeKind kind_ = NodeKind::null;
    ScalarStyle style_ = ScalarStyle::plain;
    MergeTag tag_ = MergeTag::none;
    bool is_partial_ = false;
    bool has_variables_ = false;
    Span span_;
    std::string text_;
    std::vector<Node> items_;
    MappingBox entries_;
};

struct MappingEntry {
    std::string key;
    Span key_span;
    Node value;
};

/// The nodes of a tree, itself included; the keys of its mappings count too.
std::size_t count_nodes(const Node& node);

} // namespace muster::compose::source
