#include "compose/source/yaml_explanations.hpp"

#include "base/text.hpp"

#include <optional>

namespace muster::compose::source {

namespace {

std::string_view part_in(char bracket) { return bracket == '[' ? "list" : "mapping"; }

/// The column of the first character of a place's line that is no blank.
std::size_t indentation(const YamlSite& site, const Cursor& place) {
    const std::size_t begin = place.offset() - site.line_before(place).size();
    const std::size_t first = site.text.find_first_not_of(" \t", begin);
    return first == std::string_view::npos ? 0 : first - begin;
}

Cursor first_in_line(const YamlSite& site, const Cursor& place) {
    return site.at_offset(place.offset() - site.line_before(place).size() + indentation(site, place));
}

bool is_on_later_line(const YamlSite& site, const Cursor& earlier) {
    return site.problem.span(1).line > earlier.span(1).line;
}

/// The line of the problem is not indented further than the one with the bracket: it belongs to what is
/// around.
bool has_left_brackets(const YamlSite& site) {
    return is_on_later_line(site, site.context) &&
           indentation(site, site.problem) <= indentation(site, site.context);
}

/// The last line between the bracket and the problem that is a comment in the style of another language.
std::optional<std::size_t> find_foreign_comment(const YamlSite& site) {
    YamlLine line{site.problem.offset(), " "};
    while (!line.text.empty() && line.begin > site.context.offset()) {
        line = line_above(site.text, line.begin);
        if (line.text.starts_with("//") || line.text.starts_with("/*")) return line.begin;
    }
    return std::nullopt;
}

Error explain_foreign_comment(const YamlSite& site, std::size_t offset) {
    const Cursor comment = site.at_offset(offset);
    return error_at(comment, quoted(comment.rest().substr(0, 2)) + " begins no comment", 2)
        .suggest("a comment begins with '#'");
}

Error explain_left_brackets(const YamlSite& site) {
    const Cursor line = first_in_line(site, site.problem);
    const std::string_view text = value_at(line);
    const std::size_t key_end = find_key_end(text);
    return explain_unclosed_bracket(site.context)
        .note("this line is not part of the " + std::string(part_in(char_at(site.context))),
              line.span(count_code_points(text.substr(0, key_end))));
}

Error explain_missing_comma(const YamlSite& site, const std::string& expected) {
    return error_at(site.at_code_point(site.failure.last.end), "expected " + expected + " after this value");
}

Error explain_flow(const YamlSite& site, char closer) {
    if (is_at_end(site.problem)) return explain_unclosed_bracket(site.context);
    if (const auto comment = find_foreign_comment(site)) return explain_foreign_comment(site, *comment);
    if (has_left_brackets(site)) return explain_left_brackets(site);
    const std::string expected = "',' or " + quoted(std::string(1, closer));
    const bool is_next_line = is_on_later_line(site, site.at_code_point(site.failure.last.end));
    Error error = is_next_line
                      ? explain_missing_comma(site, expected)
                      : error_at(site.problem, "expected " + expected + ", found " + found_at(site.problem));
    error.note("the " + std::string(part_in(char_at(site.context))) + " begins here", site.context.span(1));
    if (char_at(site.problem) == '=') error.suggest("write ':' between a key and its value");
    return error;
}

} // namespace

Error explain_unclosed_bracket(const Cursor& bracket) {
    const char opener = char_at(bracket);
    return error_at(bracket, "this " + quoted(std::string(1, opener)) + " is never closed")
        .suggest("end the " + std::string(part_in(opener)) + " with " + (opener == '[' ? "']'" : "'}'"));
}

Error explain_flow_sequence(const YamlSite& site) { return explain_flow(site, ']'); }

Error explain_flow_mapping(const YamlSite& site) { return explain_flow(site, '}'); }

} // namespace muster::compose::source
