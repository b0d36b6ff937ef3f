#include "cmd/screen_text.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace muster::cmd {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

constexpr std::array wide_ranges{Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0xA4CF},
                                 Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},
                                 Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F},
                                 Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};

constexpr std::array combining_ranges{Range{0x0300, 0x036F}, Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF},
                                      Range{0xFE00, 0xFE0F}};

template <std::size_t count>
bool is_in(const std::array<Range, count>& ranges, char32_t point) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const Range& range) { return point >= range.first && point <= range.last; });
}

/// REQUIRES: one valid UTF-8 sequence, as split_code_points() gives.
char32_t decode(std::string_view sequence) {
    const auto lead = static_cast<unsigned char>(sequence.front());
    if (sequence.size() == 1) return lead;
    char32_t point = lead & (0xFFU >> (sequence.size() + 1));
    for (const char byte : sequence.substr(1))
        point = (point << 6) | (static_cast<unsigned char>(byte) & 0x3FU);
    return point;
}

std::size_t width_of(std::string_view code_point) {
    const char32_t point = decode(code_point);
    if (is_in(combining_ranges, point)) return 0;
    return is_in(wide_ranges, point) ? 2 : 1;
}

/// Behind an escape sequence that starts the text ("\x1b[31m"). Source: ECMA-48, control sequences.
std::string_view skip_escape(std::string_view text) {
    text.remove_prefix(1);
    if (!text.starts_with('[')) return text.substr(std::min<std::size_t>(1, text.size()));
    const auto is_final = [](char c) { return c >= '@' && c <= '~'; };
    const auto end = std::find_if(text.begin() + 1, text.end(), is_final);
    return end == text.end() ? std::string_view()
                             : text.substr(static_cast<std::size_t>(end - text.begin()) + 1);
}

std::string without_escapes(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t escape = std::min(text.find('\x1b'), text.size());
        out += text.substr(0, escape);
        text.remove_prefix(escape);
        if (!text.empty()) text = skip_escape(text);
    }
    return out;
}

} // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (const std::string_view point : split_code_points(text)) width += width_of(point);
    return width;
}

std::string fit(std::string_view text, std::size_t columns) {
    const std::string plain = without_escapes(text);
    std::string out;
    std::size_t width = 0;
    std::size_t cut_at = 0; // where '…' still finds room
    for (const std::string_view point : split_code_points(plain)) {
        const std::string visible = visible_code_point(point);
        width += width_of(visible);
        if (width > columns) return columns == 0 ? "" : out.substr(0, cut_at) + "…";
        out += visible;
        if (width < columns) cut_at = out.size();
    }
    return out;
}

std::string pad(std::string text, std::size_t columns) {
    const std::size_t width = display_width(text);
    if (width < columns) text.append(columns - width, ' ');
    return text;
}

} // namespace muster::cmd
