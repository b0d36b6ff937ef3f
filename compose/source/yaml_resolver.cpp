#include "compose/source/yaml_resolver.hpp"

#include "base/text.hpp"
#include "compose/source/excerpt.hpp"
#include "compose/source/scalar.hpp"
#include "compose/source/yaml_tagged_scalar.hpp"

#include <algorithm>
#include <utility>

namespace muster::compose::source {

namespace {

using Kind = DraftNode::Kind;

/// How many nodes aliases may copy: in proportion to what is written, so that a small file cannot stand for a
/// great one, and within bounds that leave any sensible file alone.
constexpr std::size_t least_copies = 100'000;
constexpr std::size_t most_copies = 1'000'000;
constexpr std::size_t copies_per_node = 10;
/// So many bytes of text count like one more node.
constexpr std::size_t text_per_copy = 256;

MergeTag merge_tag_of(YamlTag tag) {
    if (tag == YamlTag::reset) return MergeTag::reset;
    return tag == YamlTag::override_ ? MergeTag::override_ : MergeTag::none;
}

class Resolver {
  public:
    Resolver(Draft& draft, Diagnostics& problems)
        : draft_(draft), problems_(problems),
          copies_left_(std::clamp(copies_per_node * draft_.nodes.size(), least_copies, most_copies)) {}

    Node resolve_root() {
        if (draft_.root == draft_.nodes.size()) return {};
        Node root = resolve(draft_.root);
        if (has_given_up_) return left_out(root.span());
        return root;
    }

  private:
    static Node left_out(Span place) {
        Node node = Node::null(place);
        node.set_partial();
        return node;
    }

    Node resolve(std::uint32_t id) {
        DraftNode& draft = draft_.nodes[id];
        if (draft.kind == Kind::alias) return resolve_alias(draft);
        if (is_copying_ && !may_copy(draft)) return Node::null(draft.span);
        Node node = draft.kind == Kind::scalar ? resolve_scalar(draft) : resolve_container(draft);
        node.set_tag(merge_tag_of(draft.tag));
        return node;
    }

    Node resolve_alias(const DraftNode& draft) {
        if (draft.children.empty()) return left_out(draft.span);
        if (is_copying_) return resolve(draft.children.front());
        is_copying_ = true;
        alias_ = draft.span;
        Node node = resolve(draft.children.front());
        is_copying_ = false;
        return node;
    }

    bool may_copy(const DraftNode& draft) {
        const std::size_t cost = 1 + draft.text.size() / text_per_copy;
        if (copies_left_ < cost) give_up(alias_, "excessive aliasing: this alias stands for too much");
        copies_left_ -= std::min(cost, copies_left_);
        return !has_given_up_;
    }

    void give_up(Span place, std::string message) {
        if (!std::exchange(has_given_up_, true)) problems_.error(place, std::move(message));
    }

    /// Adds a problem, unless it is in a copy and was found in the original too.
    void report(Error problem) {
        if (!is_copying_) problems_.error(std::move(problem));
        if (problems_.errors().size() >= most_yaml_problems) has_given_up_ = true;
    }

    static Error problem_at(Span place, std::string message) {
        return Error(ErrorKind::compose_file, std::move(message)).at(place);
    }

    std::string take_text(DraftNode& draft) {
        return draft_.has_anchors ? draft.text : std::move(draft.text);
    }

    Node resolve_scalar(DraftNode& draft) {
        TaggedScalar scalar = resolve_tagged_scalar(draft, take_text(draft));
        if (!scalar.expected.empty())
            report(problem_at(draft.span, "expected " + scalar.expected + " after its tag"));
        return std::move(scalar.node);
    }

    Node resolve_container(const DraftNode& draft) {
        if (depth_ == deepest_yaml) {
            give_up(alias_, "more than " + std::to_string(deepest_yaml) + " levels of nesting");
            return Node::null(draft.span);
        }
        ++depth_;
        Node node = draft.kind == Kind::sequence ? resolve_sequence(draft) : resolve_mapping(draft);
        --depth_;
        return node;
    }

    Node resolve_sequence(const DraftNode& draft) {
        Node node = Node::sequence(draft.span);
        node.items().reserve(draft.children.size());
        for (const std::uint32_t child : draft.children) {
            if (has_given_up_) break;
            node.items().push_back(resolve(child));
        }
        return node;
    }

    Node resolve_mapping(const DraftNode& draft) {
        Node node = Node::mapping(draft.span);
        node.entries().reserve(draft.children.size() / 2);
        const DraftNode* merge_key = nullptr;
        std::uint32_t merged = 0;
        for (std::size_t i = 0; i + 1 < draft.children.size() && !has_given_up_; i += 2) {
            DraftNode& key = draft_.nodes[draft.children[i]];
            if (!is_merge_key(key)) {
                add_entry(node, key, draft.children[i + 1]);
            } else if (merge_key) {
                report_second_merge(key, *merge_key);
                node.set_partial();
            } else {
                merge_key = &key;
                merged = draft.children[i + 1];
            }
        }
        if (merge_key) merge(node, merged);
        return node;
    }

    static bool is_merge_key(const DraftNode& key) {
        const bool may_merge =
            key.tag == YamlTag::merge || (key.tag == YamlTag::none && key.style == ScalarStyle::plain);
        return key.kind == Kind::scalar && may_merge && key.text == "<<";
    }

    void report_second_merge(const DraftNode& key, const DraftNode& first) {
        report(problem_at(key.span, "duplicate key '<<'")
                   .note("first defined here", first.span)
                   .suggest("merge several mappings with one key: '<<: [*a, *b]'"));
    }

    void add_entry(Node& mapping, DraftNode& key, std::uint32_t value) {
        DraftNode& content = follow(key);
        if (content.kind == Kind::scalar && content.tag == YamlTag::binary) decode_binary(content);
        if (!is_text_key(content)) {
            mapping.set_partial();
            return report_bad_key(key.span, content, draft_.nodes[value]);
        }
        if (!is_copying_) alias_ = key.span;
        if ((is_copying_ || key.kind == Kind::alias) && !may_copy(content)) return;
        if (const MappingEntry* first = mapping.entries().find_entry(content.text))
            return report(problem_at(key.span, "duplicate key " + quoted(excerpt(content.text)))
                              .note("first defined here", first->key_span));
        Node resolved = resolve(value);
        if (resolved.is_null() && resolved.is_partial()) mapping.set_partial();
        mapping.entries().add(take_text(content), key.span, std::move(resolved));
    }

    /// A key is text from then on.
    void decode_binary(DraftNode& key) {
        TaggedScalar scalar = resolve_tagged_scalar(key, key.text);
        if (!scalar.expected.empty())
            report(problem_at(key.span, "expected " + scalar.expected + " after its tag"));
        key.text = scalar.node.text();
        key.tag = YamlTag::text;
    }

    /// What an alias stands for, or the node itself.
    DraftNode& follow(DraftNode& node) {
        const bool has_target = node.kind == Kind::alias && !node.children.empty();
        return has_target ? draft_.nodes[node.children.front()] : node;
    }

    static bool is_text_key(const DraftNode& key) {
        if (key.kind != Kind::scalar) return false;
        if (key.style != ScalarStyle::plain || key.tag == YamlTag::text) return true;
        return !is_null_text(key.text) && resolve_plain(key.text) == ScalarType::text;
    }

    void report_bad_key(Span place, const DraftNode& key, const DraftNode& written) {
        if (key.kind == Kind::alias) return;
        if (key.kind != Kind::scalar) {
            const std::string found = key.kind == Kind::mapping ? "a mapping" : "a list";
            const bool is_template = key.kind == Kind::mapping && key.is_flow;
            return report(problem_at(place, "non-string key: found " + found)
                              .suggest(is_template
                                           ? "'{{' begins no variable: write ${NAME}, or put the value "
                                             "in quotes if the brackets are part of it"
                                           : "put the value in quotes if the brackets are part of it"));
        }
        if (key.text.empty()) return report(problem_at(place, "missing key before ':'"));
        const Node value = resolve_tagged_scalar(key, key.text).node;
        const bool is_pair = written.kind == Kind::scalar && !written.text.empty() &&
                             written.text.find(' ') == std::string::npos;
        std::string hint = "put it in quotes: \"" + excerpt(key.text) + "\"";
        if (is_pair && resolve_plain(key.text) == ScalarType::integer)
            hint +=
                ", or without the blank, if it is a text: \"" + excerpt(key.text + ":" + written.text) + "\"";
        report(
            problem_at(place, "non-string key " + quoted(excerpt(key.text)) + " (" + value.kind_name() + ")")
                .suggest(std::move(hint)));
    }

    void merge(Node& into, std::uint32_t id) {
        const DraftNode& source = follow(draft_.nodes[id]);
        if (source.kind != Kind::sequence) return merge_mapping(into, id, draft_.nodes[id]);
        const bool is_alias = draft_.nodes[id].kind == Kind::alias;
        for (const std::uint32_t item : source.children)
            merge_mapping(into, item, draft_.nodes[is_alias ? id : item]);
    }

    /// Adds the entries that are not there yet. `written` is what stands behind the merge key.
    void merge_mapping(Node& into, std::uint32_t id, const DraftNode& written) {
        const DraftNode& source = follow(draft_.nodes[id]);
        if (source.kind != Kind::mapping) {
            into.set_partial();
            return source.kind == Kind::alias ? void() : report_no_mapping(written, source);
        }
        Node resolved = resolve(id);
        if (!resolved.is_mapping()) return; // given up within
        if (resolved.is_partial()) into.set_partial();
        for (MappingEntry& entry : resolved.entries())
            if (!into.entries().find(entry.key))
                into.entries().add(std::move(entry.key), entry.key_span, std::move(entry.value));
    }

    void report_no_mapping(const DraftNode& written, const DraftNode& source) {
        Error error = problem_at(written.span, "expected a mapping to merge");
        error.suggest("'<<' takes an alias of a mapping, or a list of those");
        if (written.kind == Kind::alias) error.note("the alias stands for this", source.span);
        const bool is_word = written.kind == Kind::scalar && written.style == ScalarStyle::plain &&
                             written.text.find(' ') == std::string::npos && is_text_key(written);
        if (is_word) error.suggest("an alias begins with '*': " + quoted("<<: *" + excerpt(written.text)));
        report(std::move(error));
    }

    Draft& draft_;
    Diagnostics& problems_;
    std::size_t copies_left_;
    std::size_t depth_ = 0;
    bool is_copying_ = false;
    bool has_given_up_ = false; ///< one problem stands for all that would follow
    Span alias_;                ///< the outermost alias that is being copied
};

} // namespace

Node resolve_draft(Draft& draft, Diagnostics& problems) { return Resolver(draft, problems).resolve_root(); }

} // namespace muster::compose::source
