#include "compose/load/decoder.hpp"

#include "base/text.hpp"
#include "compose/source/scalar.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace muster::compose::load {

namespace {

std::string with_article(std::string_view kind) {
    if (kind == "text" || kind == "null") return std::string(kind);
    return "a " + std::string(kind);
}

std::string shortened(const std::string& text) {
    static constexpr std::size_t longest = 60;
    const auto points = split_code_points(text);
    if (points.size() <= longest) return text;
    std::string out;
    for (std::size_t i = 0; i < longest; ++i) out += points[i];
    return out + "...";
}

/// Digits with a sign or none; a leading nought says nothing.
std::optional<std::int64_t> parse_decimal(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// YAML knows other bases and forms of a number; in a text, such as that of a variable, it is decimal.
std::optional<std::int64_t> parse_whole_number(const Node& node) {
    if (node.scalar_type() == source::ScalarType::text) return parse_decimal(node.text());
    if (const auto number = source::parse_integer(node.text())) return number;
    const auto number = source::parse_float(node.text());
    if (!number || std::trunc(*number) != *number || std::abs(*number) > 9e15) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

bool is_whole(const Node& node) {
    return node.is_scalar() && node.scalar_type() != source::ScalarType::floating;
}

std::optional<std::int64_t> parse_octal(const std::string& text) {
    const bool is_octal = !text.empty() && text.size() < 12 &&
                          std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '7'; });
    if (!is_octal) return std::nullopt;
    return std::stoll(text, nullptr, 8);
}

/// The booleans of YAML 1.1, which Docker Compose still takes.
std::optional<bool> parse_old_boolean(const std::string& text) {
    const std::string word = to_lower(text);
    if (word == "y" || word == "yes" || word == "on") return true;
    if (word == "n" || word == "no" || word == "off") return false;
    return std::nullopt;
}

} // namespace

void Decoder::problem(const Node& node, std::string message, std::string hint) {
    problems_.error(node.span(), std::move(message)).suggest(std::move(hint));
}

void Decoder::wrong_type(const Node& node, std::string_view expected, std::string hint) {
    problem(node,
            describe_value(path_) + " must be " + std::string(expected) + ", not " +
                with_article(node.kind_name()),
            std::move(hint));
}

void Decoder::nothing_given(const Node& node) {
    problem(node, describe_value(path_) + " is empty", "give it a value or remove it");
}

void Decoder::not_a_list(const Node& node) {
    wrong_type(node, "a list", node.is_scalar() ? "did you mean [\"" + shortened(node.text()) + "\"]?" : "");
}

void Decoder::wrong_value(const Node& node, std::string_view expected, std::string hint) {
    problem(node,
            describe_value(path_) + " must be " + std::string(expected) + ", not " +
                quoted(shortened(node.text())),
            std::move(hint));
}

void Decoder::read(const Node& node, std::string& out) {
    if (!node.is_scalar()) return wrong_type(node, "text");
    if (node.scalar_type() != source::ScalarType::text)
        return wrong_type(node, "text", "put it in quotes: \"" + shortened(node.text()) + "\"");
    out = node.text();
}

void Decoder::read(const Node& node, bool& out) {
    if (!node.is_scalar()) return wrong_type(node, "true or false");
    if (const auto value = source::parse_boolean(to_lower(node.text()))) {
        out = *value;
    } else if (const auto old = parse_old_boolean(node.text())) {
        out = *old;
        problems_.warning(node.span(), quoted(node.text()) + " is no boolean in YAML 1.2, write '" +
                                           (*old ? "true" : "false") + "'");
    } else {
        wrong_value(node, "true or false");
    }
}

std::optional<std::int64_t> Decoder::find_integer(const Node& node) {
    if (!node.is_scalar()) {
        wrong_type(node, "a whole number");
        return std::nullopt;
    }
    const auto number = parse_whole_number(node);
    if (!number) wrong_value(node, "a whole number");
    return number;
}

void Decoder::read(const Node& node, std::int64_t& out) {
    if (const auto number = find_integer(node)) out = *number;
}

void Decoder::read(const Node& node, float& out) {
    if (!node.is_scalar()) return wrong_type(node, "a number");
    const auto number = source::parse_float(node.text());
    if (!number || !std::isfinite(*number)) return wrong_value(node, "a number");
    out = static_cast<float>(*number);
}

void Decoder::read(const Node& node, Duration& out) {
    static constexpr std::string_view expected = "a duration such as '30s' or '1m30s'";
    if (!node.is_scalar()) return wrong_type(node, expected);
    const bool is_text = node.scalar_type() == source::ScalarType::text;
    const auto duration = is_text ? parse_duration(node.text()) : std::nullopt;
    if (duration && duration->nanoseconds >= 0) {
        out = *duration;
    } else {
        const bool lacks_unit = parse_duration(node.text() + "s").has_value();
        wrong_value(node, expected,
                    lacks_unit ? "did you mean " + quoted(node.text() + "s") + "?" : std::string());
    }
}

void Decoder::read(const Node& node, Bytes& out) {
    static constexpr std::string_view expected = "a number of bytes such as '64m' or '1.5g'";
    if (!node.is_scalar()) return wrong_type(node, expected);
    if (const auto bytes = parse_bytes(source::canonical_text(node)))
        out = *bytes;
    else
        wrong_value(node, expected);
}

void Decoder::read(const Node& node, FileMode& out) {
    static constexpr std::string_view expected = "an octal file mode such as '0440'";
    if (!node.is_scalar()) return wrong_type(node, expected);
    const bool is_number = node.scalar_type() == source::ScalarType::integer;
    const auto bits = is_number ? source::parse_integer(node.text()) : parse_octal(node.text());
    if (bits)
        out.bits = *bits;
    else
        wrong_value(node, expected);
}

void Decoder::read(const Node& node, DeviceCount& out) {
    if (node.is_scalar() && node.text() == "all") {
        out.count = -1;
    } else if (const auto count = is_whole(node) ? parse_whole_number(node) : std::nullopt) {
        out.count = *count;
    } else {
        node.is_scalar() ? wrong_value(node, "a whole number or 'all'")
                         : wrong_type(node, "a whole number or 'all'");
    }
}

void Decoder::read(const Node& node, Toggle& out) {
    const bool is_number = node.is_scalar() && (node.scalar_type() == source::ScalarType::integer ||
                                                node.scalar_type() == source::ScalarType::floating);
    if (!node.is_scalar() || is_number) return wrong_type(node, "true, false or text");
    out.text = source::canonical_text(node);
}

void Decoder::read(const Node& node, Condition& out) {
    static constexpr std::string_view expected =
        "'service_started', 'service_healthy' or 'service_completed_successfully'";
    if (!node.is_scalar()) return wrong_type(node, expected);
    for (const Condition condition :
         {Condition::service_started, Condition::service_healthy, Condition::service_completed_successfully})
        if (node.text() == to_string(condition)) {
            out = condition;
            return;
        }
    wrong_value(node, expected);
}

} // namespace muster::compose::load
