#include "compose/source/yaml_explain.hpp"

#include "base/text.hpp"
#include "compose/source/excerpt.hpp"
#include "compose/source/yaml_site.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace muster::compose::source {

namespace {

constexpr const char* quote_hint = "put the value in quotes if this is part of it";

Error error_at(const Cursor& place, std::string message, std::size_t length = 1) {
    return Error(ErrorKind::compose_file, std::move(message)).at(place.span(length));
}

Error missing_colon_after(const Cursor& place, std::string_view word) {
    Error error = error_at(place, "expected ':' after " + quoted(excerpt(word)), count_code_points(word));
    const std::size_t colon = word.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == word.size())
        return error.suggest("a mapping consists of lines 'key: value'");
    const std::string spaced =
        std::string(word.substr(0, colon)) + ": " + std::string(word.substr(colon + 1));
    return error.suggest("put a blank after the colon: " + quoted(excerpt(spaced)));
}

Error explain_missing_colon(const YamlSite& site) {
    return missing_colon_after(site.context, trim(site.context.rest_of_line()));
}

/// `line` is the whole line without blanks and dashes before it.
Error explain_second_colon(const YamlSite& site, std::string_view line, std::size_t key_end) {
    const std::string_view key = trim(line.substr(0, key_end));
    const std::string_view behind = line.substr(key_end + 1);
    const std::string_view value = trim(behind.substr(0, behind.find(" #")));
    const bool is_simple = value.find_first_of("\"\\") == std::string_view::npos;
    const std::string example = is_simple ? ": " + excerpt(key) + ": \"" + excerpt(value) + "\"" : "";
    return error_at(site.problem, "unexpected ':' in the value of " + quoted(excerpt(key)))
        .suggest("put the whole value in quotes" + example);
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

/// A ':' in a place where no key can end: the value of the line contains one, or the line continues the one
/// above, which is no key or has a value already.
Error explain_unexpected_colon(const YamlSite& site) {
    const std::string_view before = site.line_before(site.problem);
    const std::size_t begin = site.problem.offset() - before.size();
    const std::string_view indented = before.substr(std::min(before.find_first_not_of(" \t"), before.size()));
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

Error explain_unclosed_quote(const YamlSite& site) {
    const char quote = char_at(site.context);
    const std::string kind = quote == '"' ? "double" : "single";
    Error error = error_at(site.context, "this " + kind + " quote is never closed");
    if (!is_at_end(site.problem))
        error.note("a new document begins here, which ends all quotes", site.problem.span(3));
    return error.suggest(std::string("end the text with ") + quote);
}

std::string_view part_in(char bracket) { return bracket == '[' ? "list" : "mapping"; }

/// `bracket` is where it stands.
Error explain_unclosed_bracket(const Cursor& bracket) {
    const char opener = char_at(bracket);
    return error_at(bracket, "this " + quoted(std::string(1, opener)) + " is never closed")
        .suggest("end the " + std::string(part_in(opener)) + " with " + (opener == '[' ? "']'" : "'}'"));
}

Error explain_flow(const YamlSite& site, char closer) {
    if (is_at_end(site.problem)) return explain_unclosed_bracket(site.context);
    const std::string what(part_in(char_at(site.context)));
    const bool is_next_key =
        char_at(site.problem) == ':' && site.problem.span(1).line != site.context.span(1).line;
    if (is_next_key)
        return explain_unclosed_bracket(site.context)
            .note("this cannot be part of the " + what, site.problem.span(1));
    Error error = error_at(site.problem, "expected ',' or " + quoted(std::string(1, closer)) + ", found " +
                                             found_at(site.problem));
    return error.note("the " + what + " begins here", site.context.span(1));
}

Error explain_flow_sequence(const YamlSite& site) { return explain_flow(site, ']'); }

Error explain_flow_mapping(const YamlSite& site) { return explain_flow(site, '}'); }

Error explain_tab(const YamlSite& site) {
    const Cursor& place = site.problem;
    const std::string_view line = place.rest_of_line();
    const bool indents = trim(site.line_before(place)).empty();
    return error_at(place,
                    indents ? "found a tab in the indentation" : "found a tab where a space is expected",
                    std::min(line.find_first_not_of('\t'), line.size()))
        .suggest("use spaces instead of the tab");
}

Error explain_bad_character(const YamlSite& site) {
    if (char_at(site.problem) == '\t') return explain_tab(site);
    return error_at(site.problem, "a value cannot begin with " + found_at(site.problem))
        .suggest("put the value in quotes");
}

/// The event read last is complete and ended on the line of the problem.
bool follows_value(const YamlSite& site) {
    const Cursor end = site.at_code_point(site.failure.last.end);
    const bool is_quoted =
        site.failure.last.kind == YamlEvent::Kind::scalar && site.failure.last.style != ScalarStyle::plain &&
        (end.offset() > 0 && std::string_view("'\"").find(site.text[end.offset() - 1]) < 2);
    const bool is_closed = (site.failure.last.kind == YamlEvent::Kind::sequence_end ||
                            site.failure.last.kind == YamlEvent::Kind::mapping_end) &&
                           end.offset() > 0 && std::string_view("]}").find(site.text[end.offset() - 1]) < 2;
    return (is_quoted || is_closed || site.failure.last.kind == YamlEvent::Kind::alias) &&
           end.span(1).line == site.problem.span(1).line;
}

Error explain_text_behind_value(const YamlSite& site) {
    Error error =
        error_at(site.problem, "unexpected " + found_at(site.problem) + " after the end of the value");
    if (!site.failure.last.is_on_one_line)
        return error.note("the value begins here", site.at_code_point(site.failure.last.begin).span(1))
            .suggest("is a closing quote missing on that line?");
    return error.suggest("put the whole value into one pair of quotes");
}

bool are_in_one_column(const YamlSite& site) {
    return site.problem.span(1).column == site.context.span(1).column;
}

/// The event read last is a line of plain text in the column of the problem: a key without its colon.
bool follows_bare_word(const YamlSite& site) {
    if (site.failure.last.kind != YamlEvent::Kind::scalar || site.failure.last.style != ScalarStyle::plain)
        return false;
    const Cursor word = site.at_code_point(site.failure.last.begin);
    return site.begins_line(word) && word.span(1).column == site.problem.span(1).column;
}

/// A mapping or list ends where more of it, or a line of what is around it, was expected.
Error explain_end_of_block(const YamlSite& site, std::string_view what, std::string_view part) {
    if (follows_value(site)) return explain_text_behind_value(site);
    const Cursor last = site.at_code_point(site.failure.last.begin);
    if (follows_bare_word(site)) return missing_colon_after(last, trim(last.rest_of_line()));
    if (!site.begins_line(site.problem) || are_in_one_column(site))
        return error_at(site.problem, "expected " + std::string(part) + ", found " + found_at(site.problem))
            .note("the " + std::string(what) + " begins here", site.context.span(1));
    return error_at(site.problem, "the indentation of this line does not fit the lines above")
        .note("the " + std::string(what) + " around it begins here", site.context.span(1))
        .suggest("lines of one " + std::string(what) + " begin in the same column");
}

Error explain_end_of_mapping(const YamlSite& site) { return explain_end_of_block(site, "mapping", "a key"); }

Error explain_end_of_list(const YamlSite& site) {
    return explain_end_of_block(site, "list", "another '- item'");
}

Error explain_list_behind_key(const YamlSite& site) {
    return error_at(site.problem, "a list cannot begin on the line of its key")
        .suggest("begin each item, '- item', on a line of its own, or put the value in quotes");
}

Error explain_missing_value(const YamlSite& site) {
    if (is_at_end(site.problem) && site.failure.open_bracket)
        return explain_unclosed_bracket(site.at(*site.failure.open_bracket));
    return error_at(site.problem, "expected a value, found " + found_at(site.problem)).suggest(quote_hint);
}

Error explain_unknown_escape(const YamlSite& site) {
    const auto points = split_code_points(site.problem.rest().substr(0, 5));
    const std::string escape = "\\" + (points.size() > 1 ? visible_code_point(points[1]) : "");
    const std::size_t length = std::min<std::size_t>(points.size(), 2);
    return error_at(site.problem, "unknown escape " + quoted(escape) + " in double quotes", length)
        .suggest("write '\\\\' for a backslash, or use single quotes");
}

Error explain_short_escape(const YamlSite& site) {
    return error_at(site.problem, "expected hexadecimal digits, found " + found_at(site.problem))
        .suggest("write '\\\\' for a backslash, or use single quotes");
}

Error explain_missing_name(const YamlSite& site) {
    const std::string what = char_at(site.context) == '*' ? "an alias" : "an anchor";
    return error_at(site.context, quoted(std::string(1, char_at(site.context))) + " begins " + what +
                                      ", but no name follows")
        .suggest("put the value in quotes if it is text");
}

/// The column of the text's first line that says something.
std::size_t first_column(std::string_view text) {
    for (const std::string& line : split(text, '\n')) {
        const std::size_t begin = line.find_first_not_of(" \r");
        if (begin != std::string::npos && line[begin] != '#') return begin + 1;
    }
    return 1;
}

Error explain_second_root(const YamlSite& site) {
    if (follows_value(site)) return explain_text_behind_value(site);
    if (site.begins_line(site.problem) && first_column(site.text) > site.problem.span(1).column)
        return error_at(site.problem, "the indentation of this line does not fit the lines above")
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

Error explain_in_library_words(const YamlSite& site) {
    Error error = error_at(site.problem, site.failure.error.problem);
    if (!site.failure.error.context.empty()) error.note(site.failure.error.context, site.context.span(1));
    return error;
}

Error explain_bad_byte(const YamlSite& site) {
    const auto invalid = find_invalid_utf8(site.text);
    const Cursor place = site.at_offset(invalid.value_or(*site.failure.error.bad_byte));
    const auto byte = static_cast<unsigned>(static_cast<unsigned char>(char_at(place)));
    std::array<char, 8> hex{};
    std::snprintf(hex.data(), hex.size(), "0x%02x", byte);
    const std::string what = invalid ? "a byte that is not UTF-8" : "a control character";
    return error_at(place, "found " + what + ": " + hex.data())
        .suggest(invalid ? "save the file as UTF-8 text"
                         : "remove it, or write it as an escape in double quotes");
}

struct Case {
    std::string_view problem; ///< the library's words, or how they begin
    Error (*explain)(const YamlSite&);
};

constexpr std::array<Case, 21> cases{{
    {"mapping values are not allowed in this context", explain_unexpected_colon},
    {"could not find expected ':'", explain_missing_colon},
    {"found unexpected end of stream", explain_unclosed_quote},
    {"found unexpected document indicator", explain_unclosed_quote},
    {"did not find expected ',' or ']'", explain_flow_sequence},
    {"did not find expected ',' or '}'", explain_flow_mapping},
    {"found character that cannot start any token", explain_bad_character},
    {"found a tab character", explain_tab},
    {"did not find expected key", explain_end_of_mapping},
    {"did not find expected '-' indicator", explain_end_of_list},
    {"block sequence entries are not allowed in this context", explain_list_behind_key},
    {"did not find expected node content", explain_missing_value},
    {"found unknown escape character", explain_unknown_escape},
    {"did not find expected hexdecimal number", explain_short_escape},
    {"did not find expected alphabetic or numeric character", explain_missing_name},
    {"did not find expected <document start>", explain_second_root},
    {"did not find expected comment or line break", explain_block_header},
    {"found unknown directive name", explain_directive},
    {"could not find expected directive name", explain_directive},
    {"found undefined tag handle", explain_undefined_tag},
    {"found incompatible YAML document", explain_version},
}};

} // namespace

Error explain_yaml_error(const YamlFailure& failure, FileId file, std::string_view text) {
    const YamlSite site(failure, file, text);
    if (failure.error.bad_byte) return explain_bad_byte(site);
    const auto known = std::find_if(cases.begin(), cases.end(), [&](const Case& c) {
        return failure.error.problem.starts_with(c.problem);
    });
    return known == cases.end() ? explain_in_library_words(site) : known->explain(site);
}

} // namespace muster::compose::source
