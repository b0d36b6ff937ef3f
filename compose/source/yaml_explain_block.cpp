#include "compose/source/yaml_explanations.hpp"

#include "base/text.hpp"
#include "compose/source/excerpt.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace muster::compose::source {

namespace {

constexpr std::string_view nowhere_to_fit = "the indentation of this line does not fit the lines above";

bool is_word(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
    });
}

/// "MODE=test" as "MODE: test".
std::string as_entry(std::string_view text, std::size_t separator) {
    return quoted(excerpt(trim(text.substr(0, separator))) + ": " +
                  excerpt(trim(text.substr(separator + 1))));
}

std::size_t column_of(const Cursor& place) { return place.span(1).column; }

YamlLine line_above_problem(const YamlSite& site) {
    return line_above(site.text, site.problem.offset() - site.line_before(site.problem).size());
}

Error missing_colon_after(const Cursor& place, std::string_view text) {
    const std::size_t blank = text.find_first_of(" \t");
    const std::string_view word = is_word(text.substr(0, blank)) ? text.substr(0, blank) : text;
    Error error = error_at(place, "expected ':' after " + quoted(excerpt(word)), count_code_points(word));
    const std::size_t colon = text.find(':');
    const std::size_t equals = text.find('=');
    if (word.size() < text.size()) return error.suggest("write " + as_entry(text, blank));
    if (colon != std::string_view::npos && colon > 0 && colon + 1 < text.size())
        return error.suggest("put a blank after the colon: " + as_entry(text, colon));
    if (equals != std::string_view::npos && equals > 0)
        return error.suggest("in a mapping write " + as_entry(text, equals));
    return error.suggest("a mapping consists of lines 'key: value'");
}

/// Whether a line ends with the '|' or '>' that begins a block of text.
bool opens_text_block(std::string_view line) {
    const std::size_t blank = line.find_last_of(" \t");
    const std::string_view last = blank == std::string_view::npos ? line : line.substr(blank + 1);
    return (last.starts_with('|') || last.starts_with('>')) &&
           last.find_first_not_of("+-0123456789", 1) == std::string_view::npos;
}

Error explain_text_not_indented(const YamlSite& site, const YamlLine& header) {
    const std::size_t indicator = header.text.find_last_of("|>");
    return error_at(site.context, "the text of a block must be indented further than its key",
                    count_code_points(value_at(site.context)))
        .note("the block begins here", site.at_offset(header.begin + indicator).span(1))
        .suggest("indent each line of the text with spaces");
}

std::string hint_for_second_colon(std::string_view key, std::string_view value) {
    static constexpr std::string_view left_quotes = "\xE2\x80";
    if (value.starts_with(left_quotes) && value.size() > 2 &&
        (value[2] == '\x9C' || value[2] == '\x9D' || value[2] == '\x98' || value[2] == '\x99'))
        return quoted(value.substr(0, 3)) + " is no quote in YAML: write \" or ' instead";
    const std::string text = in_quotes(value);
    if (text.empty()) return "put the whole value in quotes";
    std::string hint = "put the whole value in quotes: " + excerpt(key) + ": " + excerpt(text);
    if (is_word(value.substr(0, value.find(':'))))
        hint += "; or begin it on the next line, indented, if it is a mapping";
    return hint;
}

/// `line` is the whole line without blanks and dashes before it.
Error explain_second_colon(const YamlSite& site, std::string_view line, std::size_t key_end) {
    const std::string_view key = trim(line.substr(0, key_end));
    const std::string_view behind = line.substr(key_end + 1);
    const std::string_view value = trim(behind.substr(0, behind.find(" #")));
    return error_at(site.problem, "unexpected ':' in the value of " + quoted(excerpt(key)))
        .suggest(hint_for_second_colon(key, value));
}

Error explain_key_behind_value(const YamlSite& site, const YamlLine& line, const YamlLine& above,
                               std::size_t end_above) {
    const Cursor key = site.at_offset(line.begin);
    const Cursor key_above = site.at_offset(above.begin);
    const std::string_view name = trim(above.text.substr(0, end_above));
    Error error =
        error_at(key, "a key cannot stand here", std::max<std::size_t>(count_code_points(line.text), 1));
    if (!name.empty())
        error.note(quoted(excerpt(name)) + " has a value already", key_above.span(count_code_points(name)));
    return error.suggest("is this line indented too far?");
}

bool are_in_one_column(const YamlSite& site) { return column_of(site.problem) == column_of(site.context); }

/// The event read last is a line of plain text in the column of the problem: a key without its colon.
bool follows_bare_word(const YamlSite& site) {
    if (site.failure.last.kind != YamlEvent::Kind::scalar || site.failure.last.style != ScalarStyle::plain)
        return false;
    const Cursor word = site.at_code_point(site.failure.last.begin);
    return site.begins_line(word) && column_of(word) == column_of(site.problem);
}

bool follows_text_block(const YamlSite& site) {
    const ScalarStyle style = site.failure.last.style;
    return site.failure.last.kind == YamlEvent::Kind::scalar &&
           (style == ScalarStyle::literal || style == ScalarStyle::folded) && site.begins_line(site.problem);
}

/// A line is not as far to the right as the first one of the text above it.
Error explain_shorter_indentation(const YamlSite& site) {
    const Cursor header = site.at_code_point(site.failure.last.begin);
    const std::size_t next_line = header.offset() + header.rest_of_line().size();
    const std::size_t first = site.text.find_first_not_of(" \r\n", next_line);
    return error_at(site.problem, "this line is indented less than the first line of the text",
                    count_code_points(value_at(site.problem)))
        .note("the text begins here", site.at_offset(std::min(first, site.text.size())).span(1))
        .suggest("indent all lines of the text at least as far as its first one");
}

bool is_item(std::string_view line) { return line == "-" || line.starts_with("- "); }

std::string hint_for_stray_item(const YamlSite& site) {
    if (is_item(line_above_problem(site).text)) return "indent it like the list item above";
    const std::string_view item = trim(value_at(site.problem).substr(1));
    const std::size_t equals = item.find('=');
    if (find_key_end(item) != std::string_view::npos) return "remove the '-'";
    if (equals != std::string_view::npos) return "write " + as_entry(item, equals) + ", like the line above";
    return "remove the '-', or write a key above it that takes a list";
}

Error explain_stray_item(const YamlSite& site) {
    return error_at(site.problem, "found a list item among the keys of a mapping")
        .note("the mapping begins here", site.context.span(1))
        .suggest(hint_for_stray_item(site));
}

std::string hint_for_stray_key(const YamlSite& site) {
    const std::string_view line = value_at(site.problem);
    const std::size_t key_end = find_key_end(line);
    const std::string_view above = line_above_problem(site).text;
    if (key_end == std::string_view::npos || find_key_end(above) != std::string_view::npos ||
        above.find('=') == std::string_view::npos)
        return "begin each item of the list with '- '";
    return "write " +
           quoted("- " + excerpt(trim(line.substr(0, key_end))) + "=" +
                  excerpt(trim(line.substr(key_end + 1)))) +
           ", like the line above";
}

Error explain_stray_key(const YamlSite& site) {
    return error_at(site.problem, "expected another '- item' of the list, found " + found_at(site.problem))
        .note("the list begins here", site.context.span(1))
        .suggest(hint_for_stray_key(site));
}

Error explain_misplaced_item(const YamlSite& site, const YamlLine& above) {
    return error_at(site.problem, std::string(nowhere_to_fit))
        .note("the item above begins here", site.at_offset(above.begin).span(1))
        .suggest("items of one list begin in the same column");
}

/// Of the lines around the problem, the innermost first: "7, 5, 3 or 1".
std::string fitting_columns(const YamlSite& site) {
    std::vector<std::string> columns;
    YamlLine line{site.problem.offset() - site.line_before(site.problem).size(), {}};
    for (std::size_t least = std::string_view::npos; least > 1;) {
        line = line_above(site.text, line.begin);
        if (line.text.empty()) break;
        const std::size_t column = column_of(site.at_offset(without_dashes(line).begin));
        if (column < least) columns.push_back(std::to_string(least = column));
    }
    if (columns.size() < 2) return join(columns, "");
    const std::string last = columns.back();
    columns.pop_back();
    return join(columns, ", ") + " or " + last;
}

Error explain_misplaced_line(const YamlSite& site, std::string_view what) {
    const YamlLine above = line_above_problem(site);
    if (is_item(value_at(site.problem)) && is_item(above.text)) return explain_misplaced_item(site, above);
    const std::string hint = "begin it in column " + fitting_columns(site) + ", like a line above";
    return error_at(site.problem, std::string(nowhere_to_fit))
        .note("the " + std::string(what) + " around it begins here", site.context.span(1))
        .suggest(hint);
}

/// A mapping or list ends where more of it, or a line of what is around it, was expected.
Error explain_end_of_block(const YamlSite& site, std::string_view what) {
    if (follows_value(site)) return explain_text_behind_value(site);
    const Cursor last = site.at_code_point(site.failure.last.begin);
    if (follows_bare_word(site)) return missing_colon_after(last, value_at(last));
    if (follows_text_block(site) && !are_in_one_column(site)) return explain_shorter_indentation(site);
    if (site.begins_line(site.problem) && !are_in_one_column(site)) return explain_misplaced_line(site, what);
    if (what == "list") return explain_stray_key(site);
    if (is_item(value_at(site.problem))) return explain_stray_item(site);
    const std::string message = char_at(site.problem) == ':'
                                    ? "missing key before ':'"
                                    : "expected a key, found " + found_at(site.problem);
    return error_at(site.problem, message).note("the mapping begins here", site.context.span(1));
}

/// The column of the text's first line that says something.
std::size_t first_column(std::string_view text) {
    for (const std::string& line : split(text, '\n')) {
        const std::size_t begin = line.find_first_not_of(" \r");
        if (begin != std::string::npos && line[begin] != '#') return begin + 1;
    }
    return 1;
}

Error explain_text_behind_document(const YamlSite& site, const YamlLine& dots) {
    return error_at(site.at_offset(dots.begin), "'...' ends the document, but text follows", 3)
        .note("the text is here", site.problem.span(count_code_points(value_at(site.problem))))
        .suggest("remove the '...'");
}

} // namespace

Error explain_missing_colon(const YamlSite& site) {
    const std::size_t begin = site.context.offset() - site.line_before(site.context).size();
    const YamlLine above = line_above(site.text, begin);
    if (opens_text_block(above.text)) return explain_text_not_indented(site, above);
    return missing_colon_after(site.context, value_at(site.context));
}

/// A ':' in a place where no key can end: the value of the line contains one, or the line continues the one
/// above, which is no key or has a value already.
Error explain_unexpected_colon(const YamlSite& site) {
    const std::string_view before = site.line_before(site.problem);
    const std::size_t begin = site.problem.offset() - before.size();
    // To the library a "\r" alone ends a line.
    const std::string_view indented =
        before.substr(std::min(before.find_first_not_of(" \t\r"), before.size()));
    const YamlLine line = without_dashes({site.problem.offset() - indented.size(), indented});
    const std::size_t key_end = find_key_end(line.text);
    if (key_end != std::string_view::npos) {
        const std::size_t length = line.text.size() + site.problem.rest_of_line().size();
        return explain_second_colon(site, trim(site.text.substr(line.begin, length)), key_end);
    }
    const YamlLine above = without_dashes(line_above(site.text, begin));
    const std::size_t end_above = find_key_end(above.text);
    if (above.text.empty() || end_above != std::string_view::npos)
        return explain_key_behind_value(site, line, above, end_above);
    return missing_colon_after(site.at_offset(above.begin), above.text);
}

Error explain_end_of_mapping(const YamlSite& site) { return explain_end_of_block(site, "mapping"); }

Error explain_end_of_list(const YamlSite& site) { return explain_end_of_block(site, "list"); }

Error explain_list_behind_key(const YamlSite& site) {
    return error_at(site.problem, "a list cannot begin on the line of its key")
        .suggest("begin each item, '- item', on a line of its own, or put the value in quotes");
}

Error explain_second_root(const YamlSite& site) {
    if (follows_value(site)) return explain_text_behind_value(site);
    const YamlLine above = line_above_problem(site);
    if (above.text == "...") return explain_text_behind_document(site, above);
    if (site.begins_line(site.problem) && first_column(site.text) > column_of(site.problem))
        return error_at(site.problem, std::string(nowhere_to_fit))
            .suggest("is the first line indented by mistake?");
    return error_at(site.problem, "expected the end of the document, found " + found_at(site.problem))
        .suggest("'---' begins a new document");
}

Error explain_block_header(const YamlSite& site) {
    return error_at(site.problem, "expected the end of the line after " +
                                      quoted(std::string(1, char_at(site.context))) + ", found " +
                                      found_at(site.problem))
        .suggest("a block of text begins on the next line; put the value in quotes if it is no block");
}

} // namespace muster::compose::source
