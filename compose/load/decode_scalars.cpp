#include "compose/load/decode_hints.hpp"
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

std::optional<std::int64_t> parse_whole_number(const std::string& text) {
    if (const auto number = source::parse_integer(text)) return number;
    const auto number = source::parse_float(text);
    if (!number || std::trunc(*number) != *number || std::abs(*number) > 9e15) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

/// A number in quotes, or out of a variable: digits only, and "010" is ten.
std::optional<std::int64_t> parse_decimal(const std::string& text) {
    std::int64_t number = 0;
    const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
    const char* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(begin, end, number);
    if (problem != std::errc{} || stop != end) return std::nullopt;
    return number;
}

std::optional<std::int64_t> parse_octal(const std::string& text) {
    const bool is_octal = !text.empty() && text.size() < 12 &&
                          std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '7'; });
    if (!is_octal) return std::nullopt;
    return std::stoll(text, nullptr, 8);
}

/// Only a number without quotes may be negative: -1 means "no limit".
std::optional<Bytes> find_bytes(const Node& node) {
    const std::string& text = node.text();
    const bool is_text = node.scalar_type() == source::ScalarType::text;
    if (!is_text)
        if (const auto count = parse_whole_number(text)) return Bytes{*count};
    if (is_text && (text.starts_with('-') || trim(text) != text)) return std::nullopt;
    return parse_bytes(text);
}

/// The booleans of YAML 1.1, which Docker Compose still takes.
std::optional<bool> parse_old_boolean(const std::string& text) {
    const std::string word = to_lower(text);
    if (word == "y" || word == "yes" || word == "on") return true;
    if (word == "n" || word == "no" || word == "off") return false;
    return std::nullopt;
}

} // namespace

Error& Decoder::problem(const Node& node, std::string message, std::string hint) {
    trouble_.subjects.emplace(problems_.errors().size(), path_);
    trouble_.values.insert(path_);
    Error& error = problems_.error(node.span(), std::move(message));
    if (node.has_variables()) error.note(variables_note(node.text()));
    return error.suggest(hint.empty() ? hint_for_continued_line(node) : std::move(hint));
}

void Decoder::nothing_given(const MappingEntry& service) {
    problem(Node::null(service.key_span), describe_value(path_) + " is empty",
            "give it at least an 'image' or a 'build'");
}

void Decoder::wrong_type(const Node& node, std::string_view expected, std::string hint) {
    if (node.is_partial()) return;
    const std::string found =
        node.is_null() ? " is empty, expected " + std::string(expected)
                       : " must be " + std::string(expected) + ", not " + with_article(node.kind_name());
    if (hint.empty()) hint = hint_for_wrong_type(node, path_, expected);
    problem(node, describe_value(path_) + found, std::move(hint));
}

void Decoder::wrong_value(const Node& node, std::string_view expected, std::string hint) {
    problem(node,
            describe_value(path_) + " must be " + std::string(expected) + ", not " +
                quoted(shortened(node.text())),
            std::move(hint));
}

void Decoder::read(const Node& node, std::string& out) {
    if (!node.is_scalar()) return wrong_type(node, "text");
    if (node.scalar_type() != source::ScalarType::text) return wrong_type(node, "text");
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

void Decoder::read(const Node& node, OptOut& out) { read(node, out.written.emplace()); }

std::optional<std::int64_t> Decoder::find_integer(const Node& node) {
    if (!node.is_scalar()) {
        wrong_type(node, "a whole number");
        return std::nullopt;
    }
    const bool is_text = node.scalar_type() == source::ScalarType::text;
    const auto number = is_text ? parse_decimal(node.text()) : parse_whole_number(node.text());
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
        wrong_value(node, expected, hint_for_duration(node.text()));
    }
}

void Decoder::read(const Node& node, Bytes& out) {
    static constexpr std::string_view expected = "a number of bytes such as '64m' or '1.5g'";
    if (!node.is_scalar()) return wrong_type(node, expected);
    if (const auto bytes = find_bytes(node))
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
    if (node.is_scalar() && to_lower(node.text()) == "all") {
        out.count = -1;
    } else if (const auto count = node.is_scalar() ? source::parse_integer(node.text()) : std::nullopt) {
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
    const bool is_short =
        std::string_view(expected).find("'service_" + node.text() + "'") != std::string::npos;
    wrong_value(node, expected, is_short ? "did you mean 'service_" + node.text() + "'?" : "");
}

} // namespace muster::compose::load
