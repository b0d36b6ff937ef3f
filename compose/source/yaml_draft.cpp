#include "compose/source/yaml_draft.hpp"

#include "base/text.hpp"
#include "compose/source/excerpt.hpp"
#include "compose/source/yaml_explain.hpp"

#include <algorithm>

namespace muster::compose::source {

namespace {

using EventKind = YamlEvent::Kind;
using DraftKind = DraftNode::Kind;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

std::size_t count_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_code_point));
}

/// What stands behind the anchor and the tag, and the blanks and comments after them.
std::string_view skip_properties(std::string_view text) {
    const auto skip = [&](auto wanted) {
        const auto end = std::find_if_not(text.begin(), text.end(), wanted);
        text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    };
    while (!text.empty() && (text.front() == '&' || text.front() == '!')) {
        skip([](char c) { return !is_blank(c); });
        skip(is_blank);
        while (text.starts_with('#')) {
            skip([](char c) { return c != '\n'; });
            skip(is_blank);
        }
    }
    return text;
}

YamlTag tag_of(std::string_view tag) {
    if (tag.empty()) return YamlTag::none;
    static const std::unordered_map<std::string_view, YamlTag> known{
        {"!", YamlTag::text},
        {"!reset", YamlTag::reset},
        {"!override", YamlTag::override_},
        {"tag:yaml.org,2002:str", YamlTag::text},
        {"tag:yaml.org,2002:int", YamlTag::integer},
        {"tag:yaml.org,2002:float", YamlTag::floating},
        {"tag:yaml.org,2002:bool", YamlTag::boolean},
        {"tag:yaml.org,2002:null", YamlTag::null},
        {"tag:yaml.org,2002:binary", YamlTag::binary},
        {"tag:yaml.org,2002:merge", YamlTag::merge},
    };
    const auto found = known.find(tag);
    return found == known.end() ? YamlTag::other : found->second;
}

/// How much of its first line a scalar takes, in code points.
std::size_t first_line_length(const YamlEvent& event, const Cursor& begin, std::size_t whole) {
    if (event.style == ScalarStyle::literal || event.style == ScalarStyle::folded) {
        const std::string_view line = begin.rest_of_line();
        return std::min(line.find_first_of(" \t\r"), line.size());
    }
    return event.is_on_one_line ? whole : std::min(whole, count_points(trim(begin.rest_of_line())));
}

/// Where the value of an event stands, its anchor and tag left out. Leaves the cursor there.
Span span_of(const YamlEvent& event, Cursor& cursor) {
    cursor.move_to_code_point(event.begin);
    std::size_t length = event.end - event.begin;
    if (!event.anchor.empty() || !event.tag.empty()) {
        const std::string_view whole = cursor.rest();
        const std::string_view value = skip_properties(whole);
        const std::size_t skipped = count_points(whole.substr(0, whole.size() - value.size()));
        if (skipped < length) {
            cursor.move_to_code_point(event.begin + skipped);
            length -= skipped;
        }
    }
    if (event.kind == EventKind::scalar)
        length = first_line_length(event, cursor, length);
    else if (event.kind != EventKind::alias)
        length = 1;
    return cursor.span(std::max<std::size_t>(length, 1));
}

/// The place of "&name" at or behind an offset of the text; an unknown one when it stands nowhere.
Span find_anchor(FileId file, std::string_view text, std::size_t from, const std::string& name) {
    const std::string anchor = "&" + name;
    for (std::size_t at = text.find(anchor, from); at != std::string_view::npos;
         at = text.find(anchor, at + 1)) {
        const std::size_t end = at + anchor.size();
        if (end < text.size() && !is_blank(text[end])) continue;
        Cursor cursor(file, text);
        cursor.move_to_offset(at);
        return cursor.span(count_points(anchor));
    }
    return {};
}

} // namespace

DraftReader::DraftReader(FileId file, std::string_view text, Diagnostics& problems, std::size_t most_nodes)
    : file_(file), text_(text), problems_(problems), parser_(text), cursor_(file, text),
      most_nodes_(most_nodes) {}

Draft* DraftReader::next() {
    begin_document();
    for (;;) {
        std::optional<YamlEvent> event = parser_.next();
        if (!event) {
            problems_.error(explain_yaml_error({parser_.error(), last_, open_bracket()}, file_, text_));
            return fail();
        }
        if (event->kind == EventKind::stream_end) return nullptr;
        if (event->kind == EventKind::document_end) return &draft_;
        if (!add(*event) || problems_.errors().size() >= most_yaml_problems) return fail();
        last_ = std::move(*event);
    }
}

void DraftReader::begin_document() {
    if (!draft_.has_anchors) draft_.nodes.clear();
    draft_.root = static_cast<std::uint32_t>(draft_.nodes.size());
    open_.clear();
}

Draft* DraftReader::fail() {
    has_failed_ = true;
    return nullptr;
}

std::optional<Span> DraftReader::open_bracket() const {
    if (open_.empty() || !draft_.nodes[open_.back()].is_flow) return std::nullopt;
    return draft_.nodes[open_.back()].span;
}

bool DraftReader::add(YamlEvent& event) {
    switch (event.kind) {
    case EventKind::document_start: return has_room(event);
    case EventKind::scalar: return add_scalar(event) && has_room(event);
    case EventKind::alias: add_alias(event); return has_room(event);
    case EventKind::sequence_start:
    case EventKind::mapping_start: return add_container(event);
    case EventKind::sequence_end:
    case EventKind::mapping_end:
        draft_.nodes[open_.back()].is_open = false;
        open_.pop_back();
        break;
    default: break;
    }
    return true;
}

/// Counts an event that makes a node, or a document, which is one even when it is empty.
bool DraftReader::has_room(const YamlEvent& event) {
    if (++node_count_ <= most_nodes_) return true;
    cursor_.move_to_code_point(event.begin);
    problems_.error(cursor_.span(1), "more than " + std::to_string(most_nodes_) + " values in one file");
    return false;
}

bool DraftReader::add_scalar(YamlEvent& event) {
    DraftNode node;
    node.style = event.style;
    node.tag = tag_of(event.tag);
    node.span = span_of(event, cursor_);
    node.text = std::move(event.text);
    if (node.text.size() > longest_yaml_scalar) {
        const std::string limit = std::to_string(longest_yaml_scalar >> 20) + " MiB";
        problems_.error(Error(ErrorKind::compose_file, "this text is longer than " + limit)
                            .at(node.span)
                            .suggest("keep it in a file of its own: configs and secrets can name one"));
        return false;
    }
    add_node(std::move(node), event);
    return true;
}

bool DraftReader::add_container(const YamlEvent& event) {
    DraftNode node;
    node.kind = event.kind == EventKind::mapping_start ? DraftKind::mapping : DraftKind::sequence;
    node.is_flow = event.is_flow;
    node.is_open = true;
    node.tag = tag_of(event.tag);
    node.span = span_of(event, cursor_);
    if (open_.size() == deepest_yaml) {
        problems_.error(node.span, "more than " + std::to_string(deepest_yaml) + " levels of nesting");
        return false;
    }
    open_.push_back(add_node(std::move(node), event));
    return has_room(event);
}

void DraftReader::add_alias(const YamlEvent& event) {
    DraftNode node;
    node.kind = DraftKind::alias;
    node.span = span_of(event, cursor_);
    const auto anchor = anchors_.find(event.anchor);
    if (anchor == anchors_.end())
        report_unknown_anchor(event, node.span);
    else if (draft_.nodes[anchor->second.node].is_open)
        problems_.error(node.span, "alias '*" + excerpt(event.anchor) + "' stands inside what it stands for")
            .note("the anchor is here", place_of(anchor->second, event.anchor));
    else
        node.children.push_back(anchor->second.node);
    add_node(std::move(node), {});
}

void DraftReader::report_unknown_anchor(const YamlEvent& event, Span place) {
    std::vector<std::string> names;
    for (const auto& [name, id] : anchors_) names.push_back(name);
    Error& error = problems_.error(place, "unknown anchor " + quoted(excerpt(event.anchor)));
    const Span below = find_anchor(file_, text_, cursor_.offset(), event.anchor);
    if (below.is_known())
        error.note("the anchor comes only here", below).suggest("an anchor must stand above its aliases");
    else if (const auto near = nearest(event.anchor, names))
        error.suggest("did you mean '*" + *near + "'?");
    else
        error.suggest("mark what it stands for with '&" + excerpt(event.anchor) +
                      "', or put the text in quotes if it is no alias");
}

Span DraftReader::place_of(const Anchor& anchor, const std::string& name) const {
    Cursor cursor(file_, text_);
    cursor.move_to_code_point(anchor.begin);
    return find_anchor(file_, text_, cursor.offset(), name);
}

std::uint32_t DraftReader::add_node(DraftNode node, const YamlEvent& event) {
    const auto id = static_cast<std::uint32_t>(draft_.nodes.size());
    if (!event.anchor.empty()) {
        anchors_[event.anchor] = {id, event.begin};
        draft_.has_anchors = true;
    }
    if (!open_.empty()) {
        DraftNode& parent = draft_.nodes[open_.back()];
        const bool is_first_key = parent.kind == DraftKind::mapping && parent.children.empty();
        if (is_first_key && !parent.is_flow) parent.span = node.span;
        parent.children.push_back(id);
    }
    draft_.nodes.push_back(std::move(node));
    return id;
}

} // namespace muster::compose::source
