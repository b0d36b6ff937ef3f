#include "compose/load/decode_hints.hpp"

#include "base/text.hpp"
#include "base/units.hpp"
#include "compose/load/known_keys.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>
#include <utility>

namespace muster::compose::load {

using source::MappingEntry;
using source::Node;

namespace {

bool is_plain_text(const Node& node) {
    return node.is_scalar() && node.style() == source::ScalarStyle::plain && !node.has_variables();
}

bool expects(std::string_view expected, std::string_view form) {
    return expected.find(form) != std::string_view::npos;
}

std::string did_you_mean(const std::string& text) { return "did you mean " + text + "?"; }

std::string as_text(const Node& node) { return "\"" + shortened(node.text()) + "\""; }

/// The key below which a single value was most likely meant to stand.
std::string key_for_single_value(const KeyPath& path) {
    if (path.size() == 2 && path.front() == "services") return "image";
    if (path.size() > 2 && path[path.size() - 2] == "depends_on") return "condition";
    if (path.back() == "healthcheck") return "test";
    if (path.back() == "logging") return "driver";
    return {};
}

/// "image:nginx" as "image: nginx".
std::string hint_to_split(const std::string& text) {
    const std::size_t separator = text.find_first_of(":=");
    if (separator == std::string::npos || separator == 0 || separator + 1 == text.size()) return {};
    const std::string entry =
        quoted(shortened(text.substr(0, separator) + ": " + text.substr(separator + 1)));
    return text[separator] == ':' ? "put a blank after the colon: " + entry : "write it as " + entry;
}

std::string hint_for_scalar_as_mapping(const Node& node, const KeyPath& path) {
    const std::string key = key_for_single_value(path);
    const bool is_path = node.text().starts_with('/') || node.text().starts_with("./");
    if (path.size() == 2 && path.front() == "volumes" && is_path)
        return "name a folder of the host in the service: " + quoted(node.text() + ":/TARGET");
    const std::string split = is_plain_text(node) ? hint_to_split(node.text()) : std::string();
    if (!split.empty() && key != "test") return split;
    return key.empty() ? split : did_you_mean("{" + key + ": " + shortened(node.text()) + "}");
}

/// A '-' without a blank behind it begins no item.
std::string hint_for_scalar_as_list(const Node& node) {
    const bool has_dash = is_plain_text(node) && node.text().starts_with('-') && node.text().size() > 1;
    if (has_dash) return "put a blank after the '-': " + quoted("- " + shortened(node.text().substr(1)));
    return did_you_mean("[" + as_text(node) + "]");
}

std::string hint_for_list_as_mapping(const Node& node, const KeyPath& path) {
    const std::string key = key_for_single_value(path);
    if (node.items().empty()) return {};
    const Node& first = node.items().front();
    if (first.is_mapping()) return "remove the '-' before the keys";
    if (!first.is_scalar()) return {};
    if (path.back() == "healthcheck") return "write the command below 'test'";
    const std::string split = hint_to_split(first.text());
    if (!split.empty()) return split + ", without the '-'";
    if (path.size() == 1)
        return "write " + quoted(first.text() + ":") + " in place of " + quoted("- " + first.text());
    return {};
}

bool is_below(const KeyPath& path, std::initializer_list<std::string_view> attributes) {
    return path.size() > 1 &&
           std::find(attributes.begin(), attributes.end(), path[path.size() - 2]) != attributes.end();
}

std::string hint_for_mapping_as_text(const Node& node, const KeyPath& path, std::string_view expected) {
    const MappingEntry& entry = *node.entries().begin();
    if (is_below(path, {"depends_on", "networks"})) return "remove the '-' before the keys";
    if (expects(expected, "number")) return "a value has no keys below it";
    if (node.entries().size() != 1 || !entry.value.is_scalar())
        return "a colon with a blank behind it makes a mapping: put the text in quotes";
    const std::string colon = path.back() == "image" ? ":" : ": ";
    return did_you_mean("\"" + shortened(entry.key + colon + entry.value.text()) + "\"");
}

std::string hint_for_mapping_as_list(const Node& node, const KeyPath& path) {
    static constexpr std::array<std::string_view, 4> pairs{"ports", "volumes", "devices", "links"};
    const bool is_pair = std::find(pairs.begin(), pairs.end(), path.back()) != pairs.end();
    if (!node.entries().empty() && is_pair && node.entries().begin()->value.is_scalar())
        return did_you_mean(
            "[\"" + shortened(node.entries().begin()->key + ":" + node.entries().begin()->value.text()) +
            "\"]");
    return "each item of a list begins with '- '";
}

std::string hint_for_scalar(const Node& node, const KeyPath& path, std::string_view expected) {
    if (expects(expected, "KEY=VALUE") && node.text().find('=') == std::string::npos) {
        const std::string split = hint_to_split(node.text());
        if (!split.empty()) return split;
    }
    if (path.back() == "gpus")
        return did_you_mean(node.scalar_type() == source::ScalarType::integer
                                ? "[{count: " + shortened(node.text()) + "}]"
                                : "'all'");
    if (expects(expected, "list")) return hint_for_scalar_as_list(node);
    if (expects(expected, "mapping") && !expects(expected, "text"))
        return hint_for_scalar_as_mapping(node, path);
    const bool is_text = node.scalar_type() == source::ScalarType::text;
    return expects(expected, "text") && !is_text ? "put it in quotes: " + as_text(node) : std::string();
}

} // namespace

std::string shortened(const std::string& text) {
    static constexpr std::size_t longest = 60;
    const auto points = split_code_points(text);
    if (points.size() <= longest) return text;
    std::string out;
    for (std::size_t i = 0; i < longest; ++i) out += points[i];
    return out + "...";
}

std::string hint_for_wrong_type(const Node& node, const KeyPath& path, std::string_view expected) {
    if (node.is_null()) return "give it a value or remove it";
    const bool is_service = path.size() == 2 && path.front() == "services";
    if (is_service && member_names<Service>().contains(path[1]))
        return quoted(path[1]) + " is no service but an attribute: indent it further, below its service";
    if (node.is_scalar()) return hint_for_scalar(node, path, expected);
    if (node.is_sequence())
        return expects(expected, "mapping") ? hint_for_list_as_mapping(node, path) : std::string();
    if (node.entries().empty()) return {};
    if (expects(expected, "list") && !expects(expected, "text")) return hint_for_mapping_as_list(node, path);
    return expects(expected, "text") ? hint_for_mapping_as_text(node, path, expected) : std::string();
}

std::string hint_for_continued_line(const Node& node) {
    if (!is_plain_text(node) || count_code_points(node.text()) <= node.span().length) return {};
    const std::size_t next =
        node.text().find(' ', std::min<std::size_t>(node.span().length, node.text().size()));
    if (next == std::string::npos) return {};
    return "the next line, " + quoted(shortened(node.text().substr(next + 1))) +
           ", is part of this value: is it indented too far?";
}

std::string hint_for_duration(const std::string& text) {
    const auto is_number = [](char c) {
        return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.';
    };
    const auto end = std::find_if_not(text.begin(), text.end(), is_number);
    const std::string number(text.begin(), end);
    const std::string unit = to_lower(trim(std::string(end, text.end())));
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> units{
        {{"seconds", "s"}, {"minutes", "m"}, {"hours", "h"}}};
    for (const auto& [word, letter] : units)
        if (!number.empty() && word.starts_with(unit))
            return did_you_mean(quoted(number + std::string(letter)));
    return {};
}

} // namespace muster::compose::load
