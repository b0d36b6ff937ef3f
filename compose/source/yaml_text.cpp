#include "compose/source/yaml_text.hpp"

#include "base/text.hpp"
#include "compose/source/code_point.hpp"
#include "compose/source/yaml_ambiguity.hpp"

#include <array>
#include <cstdint>
#include <cstdio>

namespace muster::compose::source {

namespace {

constexpr std::size_t longest_short_key = 128;
constexpr std::string_view next_line = "\xC2\x85";
constexpr std::string_view line_separator = "\xE2\x80\xA8";
constexpr std::string_view paragraph_separator = "\xE2\x80\xA9";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Not written as it is: controls, line ends but "\n", the byte order mark, and all beyond the basic plane.
bool is_special(std::string_view point) {
    const auto lead = static_cast<unsigned char>(point.front());
    if (point.size() == 1) return (lead < 0x20 && point != "\n") || lead == 0x7F;
    const bool is_control = point.size() == 2 && lead == 0xC2 && static_cast<unsigned char>(point[1]) < 0xA0;
    const bool is_noncharacter = point == "\xEF\xBF\xBE" || point == "\xEF\xBF\xBF";
    return is_control || is_noncharacter || point.size() == 4 || point == line_separator ||
           point == paragraph_separator || point == byte_order_mark;
}

/// Whether the text, written plain, would begin with a character that means something else there.
bool begins_with_indicator(std::string_view text) {
    static constexpr std::string_view always = "#,[]{}&*!|>'\"%@`";
    if (always.find(text.front()) != std::string_view::npos) return true;
    if (text.starts_with("---") || text.starts_with("...")) return true;
    const bool stands_alone = text.size() == 1 || text[1] == ' ' || text[1] == '\t';
    return stands_alone && std::string_view("?:-").find(text.front()) != std::string_view::npos;
}

/// Whether a ':' or '#' inside the text would end it when written plain.
bool contains_indicator(std::string_view text) {
    const auto is_blank = [&](std::size_t i) {
        return i >= text.size() || text[i] == ' ' || text[i] == '\t';
    };
    for (std::size_t i = 1; i < text.size(); ++i)
        if ((text[i] == ':' && is_blank(i + 1)) || (text[i] == '#' && is_blank(i - 1))) return true;
    return false;
}

/// What decides on the style of a text. A tab is not special here: it has a style of its own.
struct Traits {
    bool has_special = false;
    bool has_tab = false;
    bool has_line_end = false;
    bool has_blank_before_line_end = false;
    bool has_outer_blank = false;
    bool has_trailing_blank = false;
};

Traits traits_of(std::string_view text) {
    Traits traits;
    traits.has_tab = text.find('\t') != std::string_view::npos;
    traits.has_line_end = text.find('\n') != std::string_view::npos;
    traits.has_blank_before_line_end = text.find(" \n") != std::string_view::npos;
    traits.has_trailing_blank = text.ends_with(' ');
    traits.has_outer_blank = text.starts_with(' ') || traits.has_trailing_blank;
    for (const std::string_view point : split_code_points(text))
        if (point != "\t" && is_special(point)) traits.has_special = true;
    return traits;
}

std::string escape(std::string_view point) {
    static constexpr std::string_view named{"\0\a\b\t\n\v\f\r\x1B\"\\", 11};
    static constexpr std::string_view names = "0abtnvfre\"\\";
    const std::size_t position = point.size() == 1 ? named.find(point.front()) : std::string_view::npos;
    if (position != std::string_view::npos) return {'\\', names[position]};
    if (point == next_line) return "\\N";
    if (point == line_separator) return "\\L";
    if (point == paragraph_separator) return "\\P";
    const std::uint32_t code = decode_code_point(point);
    const char* format = code > 0xFFFF ? "\\U%08X" : code > 0xFF ? "\\u%04X" : "\\x%02X";
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), format, code);
    return buffer.data();
}

std::string double_quoted(std::string_view text) {
    std::string out = "\"";
    for (const std::string_view point : split_code_points(text)) {
        const bool is_escaped = is_special(point) || point == "\n" || point == "\"" || point == "\\";
        out += is_escaped ? escape(point) : std::string(point);
    }
    return out + "\"";
}

std::string single_quoted(std::string_view text) { return "'" + join(split(text, '\''), "''") + "'"; }

std::string literal_header(std::string_view text) {
    std::string header = "|";
    // Without the number a reader would take the first characters for the indentation.
    if (std::string_view(" \t\n").find(text.front()) != std::string_view::npos) header += '2';
    if (!text.ends_with('\n'))
        header += '-';
    else if (text == "\n" || text.ends_with("\n\n"))
        header += '+';
    return header;
}

std::string literal(std::string_view text, std::size_t indent) {
    std::string out = literal_header(text);
    if (text.ends_with('\n')) text.remove_suffix(1);
    for (const std::string& line : split(text, '\n'))
        out += line.empty() ? "\n" : "\n" + std::string(indent, ' ') + line;
    return out;
}

std::string base64(std::string_view bytes) {
    static constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j)
            group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            out += i + j <= bytes.size() ? alphabet[group >> (18 - 6 * j) & 0x3F] : '=';
    }
    return out;
}

} // namespace

std::string write_text(std::string_view text, std::size_t indent) {
    if (find_invalid_utf8(text)) return "!!binary " + base64(text);
    if (text.empty()) return "\"\"";
    const Traits traits = traits_of(text);
    const bool fits_no_block =
        traits.has_trailing_blank || traits.has_blank_before_line_end || traits.has_special;
    if (traits.has_line_end) return fits_no_block ? double_quoted(text) : literal(text, indent);
    if (traits.has_special || traits.has_tab || is_ambiguous(text)) return double_quoted(text);
    if (traits.has_outer_blank || begins_with_indicator(text) || contains_indicator(text))
        return single_quoted(text);
    return std::string(text);
}

bool needs_long_key(std::string_view key) {
    if (key.size() > longest_short_key) return true;
    return key.find_first_of("\n\r") != std::string_view::npos ||
           key.find(next_line) != std::string_view::npos ||
           key.find(line_separator) != std::string_view::npos ||
           key.find(paragraph_separator) != std::string_view::npos;
}

} // namespace muster::compose::source
