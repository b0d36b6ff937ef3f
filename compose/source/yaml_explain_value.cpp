#include "compose/source/yaml_explanations.hpp"

#include "base/text.hpp"
#include "compose/source/excerpt.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace muster::compose::source {

namespace {

std::string kind_of_quote(char quote) { return quote == '"' ? "double" : "single"; }

char char_before(const YamlSite& site, const Cursor& place) {
    return place.offset() == 0 ? '\0' : site.text[place.offset() - 1];
}

/// The text began on an earlier line: most likely its quote was to be closed there.
Error explain_quote_closed_late(const YamlSite& site) {
    const Cursor quote = site.at_code_point(site.failure.last.begin);
    return error_at(quote, "this " + kind_of_quote(char_at(quote)) + " quote is closed only in line " +
                               std::to_string(site.problem.span(1).line))
        .note(found_at(site.problem) + " is left behind the text that ends here", site.problem.span(1))
        .suggest("end the text on the line where it begins");
}

/// What to do with what stands behind the end of a value.
std::string hint_for_rest(const YamlSite& site, const Cursor& end) {
    const char found = char_at(site.problem);
    const bool is_adjacent = end.offset() == site.problem.offset();
    const char before = char_before(site, end);
    if (found == ']' || found == '}') return "is this one bracket too many?";
    if (is_adjacent && before == '\'')
        return "inside single quotes write '' for an apostrophe, or put the text in double quotes";
    if (is_adjacent && before == '"')
        return "inside double quotes write \\\" for a quote, or put the text in single quotes";
    if (site.failure.last.kind == YamlEvent::Kind::scalar)
        return hint_to_quote(site, site.at_code_point(site.failure.last.begin));
    return "put the whole value in quotes if this is part of it";
}

Error explain_template(const YamlSite& site) {
    const Cursor brace = site.at_offset(site.problem.offset() - 1);
    return error_at(brace, "'{%' begins a statement of a template, which a compose file does not have", 2)
        .suggest("fill the template in first, and load the result");
}

bool is_in_template(const YamlSite& site) {
    return char_at(site.problem) == '%' && char_before(site, site.problem) == '{';
}

} // namespace

bool follows_value(const YamlSite& site) {
    const YamlEvent& last = site.failure.last;
    const Cursor end = site.at_code_point(last.end);
    const auto ends_with = [&](std::string_view closers) {
        return closers.find(char_before(site, end)) != std::string_view::npos;
    };
    const bool is_quoted = last.kind == YamlEvent::Kind::scalar && last.style != ScalarStyle::plain;
    const bool is_container =
        last.kind == YamlEvent::Kind::sequence_end || last.kind == YamlEvent::Kind::mapping_end;
    const bool is_complete = (is_quoted && ends_with("'\"")) || (is_container && ends_with("]}")) ||
                             last.kind == YamlEvent::Kind::alias;
    return is_complete && end.span(1).line == site.problem.span(1).line;
}

Error explain_text_behind_value(const YamlSite& site) {
    if (!site.failure.last.is_on_one_line) return explain_quote_closed_late(site);
    const Cursor end = site.at_code_point(site.failure.last.end);
    return error_at(site.problem, "found " + found_at(site.problem) + " after the end of the value")
        .suggest(hint_for_rest(site, end));
}

Error explain_unclosed_quote(const YamlSite& site) {
    const char quote = char_at(site.context);
    Error error = error_at(site.context, "this " + kind_of_quote(quote) + " quote is never closed");
    if (!is_at_end(site.problem))
        error.note("a new document begins here, which ends all quotes", site.problem.span(3));
    return error.suggest(std::string("end the text with ") + quote);
}

Error explain_tab(const YamlSite& site) {
    const Cursor& place = site.problem;
    const std::string_view line = place.rest_of_line();
    const bool indents = trim(site.line_before(place)).empty();
    return error_at(place,
                    indents ? "found a tab in the indentation" : "found a tab where a space is expected",
                    std::min(line.find_first_not_of('\t'), line.size()))
        .suggest("replace the tab, shown as '\u2192', with spaces");
}

Error explain_bad_character(const YamlSite& site) {
    if (char_at(site.problem) == '\t') return explain_tab(site);
    if (is_in_template(site)) return explain_template(site);
    return error_at(site.problem, "a value cannot begin with " + found_at(site.problem))
        .suggest(hint_to_quote(site, site.problem));
}

Error explain_missing_value(const YamlSite& site) {
    if (is_at_end(site.problem) && site.failure.open_bracket)
        return explain_unclosed_bracket(site.at(*site.failure.open_bracket));
    return error_at(site.problem, "expected a value, found " + found_at(site.problem))
        .suggest("put the value in quotes if this is part of it");
}

Error explain_unknown_escape(const YamlSite& site) {
    const auto points = split_code_points(site.problem.rest().substr(0, 5));
    const std::string escape = "\\" + (points.size() > 1 ? visible_code_point(points[1]) : "");
    return error_at(site.problem, "unknown escape " + quoted(escape) + " in double quotes",
                    std::min<std::size_t>(points.size(), 2))
        .suggest("write '\\\\' for a backslash, or use single quotes");
}

Error explain_short_escape(const YamlSite& site) {
    return error_at(site.problem, "expected hexadecimal digits, found " + found_at(site.problem))
        .suggest("write '\\\\' for a backslash, or use single quotes");
}

Error explain_missing_name(const YamlSite& site) {
    const char indicator = char_at(site.context);
    const std::string what = indicator == '*' ? "an alias" : "an anchor";
    return error_at(site.context,
                    quoted(std::string(1, indicator)) + " begins " + what + ", but no name follows")
        .suggest(hint_to_quote(site, site.context));
}

Error explain_directive(const YamlSite& site) {
    return error_at(site.context, "a line cannot begin with '%'").suggest("put the text in quotes");
}

Error explain_undefined_tag(const YamlSite& site) {
    const std::string_view rest = site.problem.rest_of_line();
    const std::string_view tag = rest.substr(0, rest.find_first_of(" \t\r"));
    return error_at(site.problem, "unknown tag " + quoted(excerpt(tag)), count_code_points(tag))
        .suggest("put the value in quotes if '!' is part of it");
}

Error explain_version(const YamlSite& site) {
    return error_at(site.problem, "unsupported YAML version").suggest("write '%YAML 1.2', or nothing");
}

Error explain_bad_byte(const YamlSite& site) {
    static constexpr std::string_view gzip_mark = "\x1F\x8B";
    if (site.text.starts_with(gzip_mark))
        return error_at(site.at_offset(0), "this is no text, but a file compressed with gzip")
            .suggest("unpack it first");
    const auto invalid = find_invalid_utf8(site.text);
    const std::size_t offset = invalid.value_or(*site.failure.error.bad_byte);
    const Cursor place = site.at_offset(offset);
    const char found = offset < site.text.size() ? site.text[offset] : '\0';
    const auto byte = static_cast<unsigned>(static_cast<unsigned char>(found));
    std::array<char, 8> hex{};
    std::snprintf(hex.data(), hex.size(), "0x%02x", byte);
    const std::string what = invalid ? "a byte that is not UTF-8" : "a control character";
    return error_at(place, "found " + what + ": " + hex.data())
        .suggest(invalid ? "save the file as UTF-8 text"
                         : "remove it, or write it as an escape in double quotes");
}

} // namespace muster::compose::source
