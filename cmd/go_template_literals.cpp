#include "cmd/go_template_literals.hpp"

#include "base/text.hpp"
#include "cmd/go_template_lexer.hpp"

#include <charconv>
#include <string>

namespace muster::cmd::go_template {

namespace {

/// The base that a prefix such as "0x" tells, the prefix removed.
int take_base(std::string& digits) {
    if (digits.size() < 2 || digits[0] != '0') return 10;
    const char letter = static_cast<char>(digits[1] | 0x20);
    const int base = letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
    digits.erase(0, letter == 'x' || letter == 'b' || letter == 'o' ? 2 : 1);
    return base;
}

std::optional<Value> read_integer(std::string digits, bool is_negative) {
    const int base = take_base(digits);
    if (is_negative) digits.insert(0, "-");
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
    if (problem != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return Value(number);
}

std::optional<Value> read_float(const std::string& digits, bool is_negative) {
    double number = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (problem != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return Value(is_negative ? -number : number);
}

/// How many digits of which base a numeric escape has; no digits for any other.
struct NumericEscape {
    std::size_t digits = 0;
    int base = 16;
};

NumericEscape numeric_escape(char letter) {
    switch (letter) {
    case 'x': return {2};
    case 'u': return {4};
    case 'U': return {8};
    default: return {};
    }
}

std::optional<char> simple_escape(char letter) {
    constexpr std::string_view letters = "abfnrtv\\'\"";
    constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\'\"";
    const std::size_t found = letters.find(letter);
    return found == std::string_view::npos ? std::nullopt : std::optional(meanings[found]);
}

/// Reads the escape behind a backslash, which `text` begins with, and removes it; false when it is none.
bool append_escape(std::string& out, std::string_view& text) {
    if (text.empty()) return false;
    const char letter = text.front();
    if (const auto plain = simple_escape(letter)) {
        out += *plain;
        text.remove_prefix(1);
        return true;
    }
    const bool is_octal = letter >= '0' && letter <= '7';
    const NumericEscape form = is_octal ? NumericEscape{3, 8} : numeric_escape(letter);
    const std::string_view digits = text.substr(is_octal ? 0 : 1, form.digits);
    std::uint32_t number = 0;
    const auto [end, problem] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number, form.base);
    if (form.digits == 0 || digits.size() != form.digits || problem != std::errc() ||
        end != digits.data() + digits.size())
        return false;
    out += form.digits <= 3 ? std::string(1, static_cast<char>(number)) : encode_utf8(number);
    text.remove_prefix(form.digits + (is_octal ? 0 : 1));
    return true;
}

std::optional<std::string> unescape(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        if (c != '\\')
            out += c;
        else if (!append_escape(out, text))
            return std::nullopt;
    }
    return out;
}

/// REQUIRES: one valid sequence.
char32_t decode(std::string_view sequence) {
    const auto lead = static_cast<unsigned char>(sequence.front());
    if (sequence.size() == 1) return lead;
    char32_t point = lead & (0xFFU >> (sequence.size() + 1));
    for (const char byte : sequence.substr(1))
        point = (point << 6) | (static_cast<unsigned char>(byte) & 0x3FU);
    return point;
}

} // namespace

std::optional<Value> read_number(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    std::string digits;
    for (const char c : text)
        if (c != '_') digits += c;
    const bool is_hexadecimal = digits.size() > 1 && (digits[1] | 0x20) == 'x';
    const bool is_float = !is_hexadecimal && digits.find_first_of(".eE") != std::string::npos;
    return is_float ? read_float(digits, is_negative) : read_integer(std::move(digits), is_negative);
}

std::optional<std::string> read_string(std::string_view text) {
    const std::string_view inside = text.substr(1, text.size() - 2);
    return text.front() == '`' ? with_format_escapes(inside) : unescape(inside);
}

std::optional<Value> read_character(std::string_view text) {
    const auto inside = unescape(text.substr(1, text.size() - 2));
    if (!inside || count_code_points(*inside) != 1) return std::nullopt;
    return Value(static_cast<std::int64_t>(decode(*inside)));
}

std::string encode_utf8(char32_t point) {
    const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (is_surrogate || point > 0x10FFFF) point = 0xFFFD;
    const auto tail = [&](unsigned shift) { return static_cast<char>(0x80U | ((point >> shift) & 0x3FU)); };
    if (point < 0x80) return {static_cast<char>(point)};
    if (point < 0x800) return {static_cast<char>(0xC0U | (point >> 6)), tail(0)};
    if (point < 0x10000) return {static_cast<char>(0xE0U | (point >> 12)), tail(6), tail(0)};
    return {static_cast<char>(0xF0U | (point >> 18)), tail(12), tail(6), tail(0)};
}

} // namespace muster::cmd::go_template
