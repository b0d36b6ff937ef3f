#include "compose/load/merge.hpp"

#include "base/text.hpp"
#include "compose/load/merge_forms.hpp"
#include "compose/load/merge_rules.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_set>

namespace muster::compose::load {

namespace {

using source::MappingEntry;
using source::Node;

const char* kind_with_article(const Node& node) {
    switch (node.kind()) {
    case source::NodeKind::mapping: return "a mapping";
    case source::NodeKind::sequence: return "a list";
    case source::NodeKind::scalar: return "a single value";
    case source::NodeKind::null: break;
    }
    return "null";
}

std::string text_below(const Node& node, std::string_view key) {
    const Node* value = node.find(key);
    return value != nullptr && value->is_scalar() ? value->text() : std::string();
}

/// Takes the keys away that are to be reset, and the tags.
void settle(Node& node) {
    if (node.tag() != source::MergeTag::combined) node.set_tag(source::MergeTag::none);
    if (node.is_sequence())
        for (Node& item : node.items()) settle(item);
    if (!node.is_mapping()) return;
    node.entries().erase_reset();
    for (MappingEntry& entry : node.entries()) settle(entry.value);
}

Node settled(Node node) {
    settle(node);
    return node;
}

class Merger {
  public:
    Merger(KeyPath path, MergeNotes notes) : path_(std::move(path)), notes_(notes) {}

    void merge(Node& base, Node over, const MergeRules* rules) {
        const MergeRule rule = rules == nullptr ? MergeRule::generic : rules->rule;
        if (over.tag() == source::MergeTag::override_ || rule == MergeRule::replace)
            base = settled(std::move(over));
        else if (over.is_null())
            return;
        else if (base.is_null())
            base = settled(std::move(over));
        else
            merge_by_rule(base, std::move(over), rule, rules);
    }

  private:
    void merge_by_rule(Node& base, Node over, MergeRule rule, const MergeRules* rules) {
        switch (rule) {
        case MergeRule::list: return append(base = as_list(std::move(base)), as_list(std::move(over)));
        case MergeRule::key_values: return merge_key_values(base, std::move(over));
        case MergeRule::names:
            return merge_converted(base, std::move(over), rules,
                                   [this](Node node) { return as_names(std::move(node), path_.back()); });
        case MergeRule::extra_hosts: return merge_hosts(base, std::move(over));
        case MergeRule::build: return merge_converted(base, std::move(over), rules, as_build);
        case MergeRule::logging: return merge_logging(base, std::move(over), rules);
        case MergeRule::ulimit: return merge_ulimit(base, std::move(over), rules);
        case MergeRule::subnets: return merge_subnets(base, std::move(over));
        default: return merge_generic(base, std::move(over), rules);
        }
    }

    void merge_generic(Node& base, Node over, const MergeRules* rules) {
        if (base.is_mapping() && over.is_mapping()) return merge_mapping(base, std::move(over), rules);
        if (base.is_sequence() && over.is_sequence()) return append(base, std::move(over));
        if (!base.is_scalar()) return cannot_override(base, over);
        base = settled(std::move(over));
    }

    template <class Convert>
    void merge_converted(Node& base, Node over, const MergeRules* rules, Convert convert) {
        base = convert(std::move(base));
        merge_generic(base, convert(std::move(over)), rules);
    }

    void merge_mapping(Node& base, Node over, const MergeRules* rules) {
        if (over.is_partial()) base.set_partial();
        for (MappingEntry& entry : over.entries()) {
            if (entry.value.tag() == source::MergeTag::reset) {
                if (base.entries().erase(entry.key))
                    notes_.removed[joined(path_, {entry.key})] = entry.value.span();
                continue;
            }
            path_.push_back(entry.key);
            merge_entry(base, std::move(entry), rules == nullptr ? nullptr : rules->find(path_.back()));
            path_.pop_back();
        }
    }

    void merge_entry(Node& base, MappingEntry entry, const MergeRules* rules) {
        Node* present = base.entries().find(entry.key);
        if (present == nullptr) {
            base.entries().add(std::move(entry.key), entry.key_span, settled(std::move(entry.value)));
            return;
        }
        const Span span = entry.value.span();
        merge(*present, std::move(entry.value), rules);
        const bool was_replaced = present->span() == span;
        if (!was_replaced) return;
        Node value = std::move(*present);
        base.entries().set(std::move(entry.key), entry.key_span, std::move(value));
    }

    void merge_key_values(Node& base, Node over) {
        if (base.tag() != source::MergeTag::combined) sort_keys(base);
        sort_keys(over);
        base = as_key_values(std::move(base));
        over = as_key_values(std::move(over));
        if (!base.is_mapping() || !over.is_mapping()) return merge_generic(base, std::move(over), nullptr);
        base.set_tag(source::MergeTag::combined);
        for (MappingEntry& entry : over.entries()) {
            if (entry.value.tag() == source::MergeTag::reset)
                base.entries().erase(entry.key);
            else
                base.entries().set(std::move(entry.key), entry.key_span, settled(std::move(entry.value)));
        }
    }

    /// A list has an order to keep, a mapping has none.
    static void sort_keys(Node& node) {
        if (!node.is_mapping()) return;
        Node sorted = Node::mapping(node.span());
        std::map<std::string, MappingEntry> entries;
        for (MappingEntry& entry : node.entries()) entries.emplace(entry.key, std::move(entry));
        for (auto& [key, entry] : entries) sorted.entries().set(key, entry.key_span, std::move(entry.value));
        sorted.set_tag(node.tag());
        node = std::move(sorted);
    }

    /// An entry that is there already, letter by letter, is not repeated.
    void merge_hosts(Node& base, Node over) {
        base = as_host_list(std::move(base));
        if (over.is_mapping() && base.is_sequence()) forget_marked_hosts(base, over);
        over = as_host_list(std::move(over));
        if (base.is_sequence() && over.is_sequence()) drop_present(over, base);
        merge_generic(base, std::move(over), nullptr);
    }

    /// Hosts with !reset or !override lose the addresses they had.
    static void forget_marked_hosts(Node& base, Node& over) {
        std::unordered_set<std::string> marked;
        for (const MappingEntry& entry : over.entries())
            if (entry.value.tag() != source::MergeTag::none) marked.insert(entry.key);
        std::erase_if(base.items(), [&](const Node& item) {
            return item.is_scalar() &&
                   marked.contains(item.text().substr(0, item.text().find_first_of("=:")));
        });
        over = settled(std::move(over));
    }

    void merge_logging(Node& base, Node over, const MergeRules* rules) {
        const std::string before = text_below(base, "driver");
        const std::string after = text_below(over, "driver");
        if (before == after || before.empty() || after.empty())
            merge_generic(base, std::move(over), rules);
        else
            base = settled(std::move(over));
    }

    void merge_ulimit(Node& base, Node over, const MergeRules* rules) {
        if (base.is_mapping() && over.is_mapping())
            merge_mapping(base, std::move(over), rules);
        else
            base = settled(std::move(over));
    }

    void merge_subnets(Node& base, Node over) {
        if (!base.is_sequence() || !over.is_sequence()) return cannot_override(base, over);
        for (Node& pool : over.items()) {
            const std::string subnet = text_below(pool, "subnet");
            const auto same =
                std::find_if(base.items().begin(), base.items().end(), [&](const Node& present) {
                    return !subnet.empty() && text_below(present, "subnet") == subnet;
                });
            if (same == base.items().end())
                base.items().push_back(settled(std::move(pool)));
            else
                merge_generic(*same, std::move(pool), nullptr);
        }
    }

    void append(Node& base, Node over) {
        for (Node& item : over.items()) base.items().push_back(settled(std::move(item)));
    }

    static void drop_present(Node& list, const Node& base) {
        std::unordered_set<std::string> present;
        for (const Node& item : base.items())
            if (item.is_scalar()) present.insert(item.text());
        std::erase_if(list.items(),
                      [&](const Node& item) { return item.is_scalar() && present.contains(item.text()); });
    }

    void cannot_override(const Node& base, const Node& over) {
        notes_.problems
            .error(over.span(), "cannot override " + describe_value(path_) + ": " + kind_with_article(over) +
                                    " here, " + kind_with_article(base) + " before")
            .note("first defined here", base.span())
            .suggest("write both in the same form, or put !override before this one to replace the other");
    }

    KeyPath path_;
    MergeNotes notes_;
};

} // namespace

void merge_node(source::Node& base, source::Node over, const KeyPath& path, MergeNotes notes) {
    Merger(path, notes).merge(base, std::move(over), find_merge_rules(path));
}

} // namespace muster::compose::load
