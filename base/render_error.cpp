#include "base/render_error.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace muster {

namespace {

constexpr std::size_t longest_quoted_line = 160;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Style {
    const char* severity;
    const char* caret;
    const char* reset;
};

Style style_for(Color color, bool is_error) {
    if (color == Color::off) return {"", "", ""};
    return {is_error ? "\033[1;31m" : "\033[1;33m", "\033[1;32m", "\033[0m"};
}

/// In a quoted line blanks that are no spaces are told from spaces, for they are often what is wrong.
std::string visible_in_line(std::string_view point) {
    static constexpr std::string_view non_breaking_space = "\xC2\xA0";
    if (point == "\t") return "\u2192";
    return point == non_breaking_space ? "\u2423" : visible_code_point(point);
}

/// The window of a long line that still shows the caret, in code points.
struct Window {
    std::size_t begin;
    std::size_t size;
    std::string text;
};

Window window_around(std::string_view line, std::size_t column) {
    const std::size_t count = count_code_points(line);
    std::size_t begin = 0;
    if (count > longest_quoted_line && column > longest_quoted_line / 2)
        begin = std::min(column - longest_quoted_line / 2, count - longest_quoted_line / 2);
    const std::size_t size = std::min(count - begin, longest_quoted_line);
    const std::string_view rest = skip_code_points(line, begin);
    std::string text;
    const std::size_t length = rest.size() - skip_code_points(rest, size).size();
    for (const std::string_view point : split_code_points(rest.substr(0, length)))
        text += visible_in_line(point);
    return {begin, size, text};
}

void append_quoted_line(std::string& out, const Span& span, const SourceMap& sources, const Style& style) {
    if (span.length == 0) return;
    std::string_view line = sources.line(span.file, span.line);
    if (line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
    if (line.empty() && span.column > 1) return;
    const std::size_t column = span.column == 0 ? 0 : span.column - 1;
    const Window window = window_around(line, column);
    const std::string number = std::to_string(span.line);
    const std::string margin(number.size() < 5 ? 5 - number.size() : 0, ' ');
    out += margin + number + " | " + window.text + "\n";
    const std::size_t offset = column - window.begin;
    const std::size_t room = window.size > offset ? window.size - offset : 1;
    const std::size_t length = std::min<std::size_t>(span.length, room);
    out += margin + std::string(number.size(), ' ') + " | " + std::string(offset, ' ') + style.caret +
           std::string(length, '^') + style.reset + "\n";
}

/// The text with its line ends, but nothing else a terminal would act on.
std::string visible(std::string_view text) {
    std::string out;
    for (const std::string_view point : split_code_points(text))
        out += point == "\n" ? std::string(point) : visible_code_point(point);
    return out;
}

std::string place_prefix(const std::optional<Span>& where, const SourceMap& sources) {
    return where ? sources.describe(*where) + ": " : std::string();
}

std::string render(const Error& error, const SourceMap& sources, const char* severity, const Style& style) {
    std::string out = place_prefix(error.where, sources);
    out += std::string(style.severity) + severity + ":" + style.reset + " " + visible(error.message) + "\n";
    if (error.where) append_quoted_line(out, *error.where, sources, style);
    for (const Note& note : error.notes) {
        out += place_prefix(note.where, sources) + "note: " + visible(note.text) + "\n";
        if (note.where) append_quoted_line(out, *note.where, sources, style);
    }
    if (!error.hint.empty()) out += "hint: " + visible(error.hint) + "\n";
    return out;
}

} // namespace

std::string render_error(const Error& error, const SourceMap& sources, Color color) {
    return render(error, sources, "error", style_for(color, true));
}

std::string render_warning(const Error& warning, const SourceMap& sources, Color color) {
    return render(warning, sources, "warning", style_for(color, false));
}

} // namespace muster
