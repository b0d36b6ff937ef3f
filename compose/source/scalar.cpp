#include "compose/source/scalar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace muster::compose::source {

namespace {

constexpr std::uint64_t greatest_negative = std::uint64_t{1} << 63;

struct Integer {
    bool is_negative = false;
    std::uint64_t magnitude = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool may_be_number(std::string_view text) {
    return !text.empty() && (is_digit(text.front()) || std::string_view("+-.").find(text.front()) < 3);
}

std::string without_underscores(std::string_view text) {
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return c != '_'; });
    return out;
}

/// Whether each underscore stands between two digits.
bool separate_digits(std::string_view text) {
    for (std::size_t i = text.find('_'); i != std::string_view::npos; i = text.find('_', i + 1))
        if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1])) return false;
    return true;
}

/// Removes a leading sign; whether it was a minus.
bool take_sign(std::string_view& text) {
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    return is_negative;
}

/// Removes a leading base prefix. A leading zero alone is YAML 1.1's octal prefix.
int take_base(std::string_view& text) {
    if (text.size() < 2 || text.front() != '0') return 10;
    const char letter = text[1];
    if (letter == 'x' || letter == 'X') return text.remove_prefix(2), 16;
    if (letter == 'o' || letter == 'O') return text.remove_prefix(2), 8;
    if (letter == 'b' || letter == 'B') return text.remove_prefix(2), 2;
    return text.remove_prefix(1), 8;
}

std::optional<Integer> read_integer(std::string_view text) {
    if (!may_be_number(text)) return std::nullopt;
    const std::string digits = without_underscores(text);
    std::string_view rest = digits;
    Integer number;
    number.is_negative = take_sign(rest);
    const int base = take_base(rest);
    const auto [end, problem] =
        std::from_chars(rest.data(), rest.data() + rest.size(), number.magnitude, base);
    if (problem != std::errc() || end != rest.data() + rest.size()) return std::nullopt;
    if (number.is_negative && number.magnitude > greatest_negative) return std::nullopt;
    return number;
}

std::optional<double> read_special_float(std::string_view text) {
    if (text == ".nan" || text == ".NaN" || text == ".NAN") return std::numeric_limits<double>::quiet_NaN();
    const double sign = take_sign(text) ? -1.0 : 1.0;
    if (text == ".inf" || text == ".Inf" || text == ".INF")
        return sign * std::numeric_limits<double>::infinity();
    return std::nullopt;
}

std::size_t count_leading_digits(std::string_view text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    return static_cast<std::size_t>(end - text.begin());
}

/// digits [. digits] or . digits, then perhaps an exponent; nothing else.
bool has_float_form(std::string_view text) {
    const std::size_t whole = count_leading_digits(text);
    text.remove_prefix(whole);
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        const std::size_t fraction = count_leading_digits(text);
        if (whole + fraction == 0) return false;
        text.remove_prefix(fraction);
    } else if (whole == 0) {
        return false;
    }
    if (text.empty()) return true;
    if (text.front() != 'e' && text.front() != 'E') return false;
    text.remove_prefix(1);
    take_sign(text);
    return !text.empty() && count_leading_digits(text) == text.size();
}

/// Nothing when the number is too great; zero when it is too small.
std::optional<double> read_decimal_float(std::string_view text) {
    if (!may_be_number(text)) return std::nullopt;
    // Docker Compose reads numbers that begin with their point by stricter rules.
    if (text.front() == '.' && !separate_digits(text)) return std::nullopt;
    const std::string digits = without_underscores(text);
    std::string_view rest = digits;
    const double sign = take_sign(rest) ? -1.0 : 1.0;
    if (!has_float_form(rest)) return std::nullopt;
    double value = 0;
    const auto result = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (result.ec == std::errc()) return sign * value;
    const bool is_too_small =
        rest.find("e-") != std::string_view::npos || rest.find("E-") != std::string_view::npos;
    return is_too_small ? std::optional<double>(sign * 0.0) : std::nullopt;
}

std::string to_text(const Integer& number) {
    return (number.is_negative && number.magnitude != 0 ? "-" : "") + std::to_string(number.magnitude);
}

template <class Float>
std::string shortest(Float value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 64> buffer{};
    const auto write = [&](std::chars_format format) {
        const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
        return std::string(buffer.data(), result.ptr);
    };
    const std::string scientific = write(std::chars_format::scientific);
    int exponent = 0;
    const std::size_t e = scientific.find('e');
    const bool is_negative = scientific[e + 1] == '-';
    std::from_chars(scientific.data() + e + 2, scientific.data() + scientific.size(), exponent);
    const bool is_fixed = is_negative ? exponent <= 4 : exponent < 6;
    return is_fixed ? write(std::chars_format::fixed) : scientific;
}

Value scalar_to_value(const Node& node) {
    switch (node.scalar_type()) {
    case ScalarType::boolean: return *parse_boolean(node.text());
    case ScalarType::integer:
        if (const auto number = parse_integer(node.text())) return *number;
        return *parse_float(node.text());
    case ScalarType::floating: return *parse_float(node.text());
    case ScalarType::text: break;
    }
    return node.text();
}

} // namespace

ScalarType resolve_plain(std::string_view text) {
    if (parse_boolean(text)) return ScalarType::boolean;
    if (read_integer(text)) return ScalarType::integer;
    return parse_float(text) ? ScalarType::floating : ScalarType::text;
}

bool is_null_text(std::string_view text) {
    return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

std::optional<bool> parse_boolean(std::string_view text) {
    if (text == "true" || text == "True" || text == "TRUE") return true;
    if (text == "false" || text == "False" || text == "FALSE") return false;
    return std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    const auto number = read_integer(text);
    if (!number) return std::nullopt;
    if (number->is_negative) return static_cast<std::int64_t>(-number->magnitude);
    if (number->magnitude >= greatest_negative) return std::nullopt;
    return static_cast<std::int64_t>(number->magnitude);
}

std::optional<double> parse_float(std::string_view text) {
    if (const auto special = read_special_float(text)) return special;
    if (const auto number = read_integer(text))
        return (number->is_negative ? -1.0 : 1.0) * static_cast<double>(number->magnitude);
    return read_decimal_float(text);
}

std::string format_float(double value) { return shortest(value); }

std::string format_float(float value) { return shortest(value); }

std::string canonical_text(const Node& node) {
    switch (node.scalar_type()) {
    case ScalarType::boolean: return *parse_boolean(node.text()) ? "true" : "false";
    case ScalarType::integer: return to_text(*read_integer(node.text()));
    case ScalarType::floating: return format_float(*parse_float(node.text()));
    case ScalarType::text: break;
    }
    return node.text();
}

Value to_value(const Node& node, Value::Shape shape) {
    if (node.is_null()) return {};
    if (node.is_scalar()) return scalar_to_value(node);
    if (node.is_sequence()) {
        Value::List items;
        for (const Node& item : node.items()) items.push_back(to_value(item, shape));
        return items;
    }
    Value::Object object{shape, {}};
    for (const MappingEntry& entry : node.entries())
        object.entries.emplace_back(entry.key, to_value(entry.value, shape));
    return object;
}

} // namespace muster::compose::source
