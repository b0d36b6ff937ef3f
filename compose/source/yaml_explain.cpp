#include "compose/source/yaml_explain.hpp"

#include "base/text.hpp"
#include "compose/source/excerpt.hpp"
#include "compose/source/yaml_explanations.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace muster::compose::source {

namespace {

Error explain_in_library_words(const YamlSite& site) {
    Error error = error_at(site.problem, site.failure.error.problem);
    if (!site.failure.error.context.empty()) error.note(site.failure.error.context, site.context.span(1));
    return error;
}

/// The offset of the first line that begins with a marker, or nothing.
std::optional<std::size_t> find_line(std::string_view text, std::string_view marker) {
    for (std::size_t at = text.find(marker); at != std::string_view::npos; at = text.find(marker, at + 1))
        if (at == 0 || text[at - 1] == '\n') return at;
    return std::nullopt;
}

/// Where git left two versions of a part in the file, if it did.
std::optional<std::size_t> find_conflict_marker(std::string_view text) {
    const auto ours = find_line(text, "<<<<<<< ");
    const auto theirs = find_line(text, ">>>>>>> ");
    return ours && theirs && *ours < *theirs ? ours : std::nullopt;
}

Error explain_conflict_marker(const YamlSite& site, std::size_t marker) {
    return error_at(site.at_offset(marker),
                    "this is a conflict marker: the file holds two versions of a part", 7)
        .suggest("keep one version, and remove the lines with '<<<<<<<', '=======' and '>>>>>>>'");
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

Error error_at(const Cursor& place, std::string message, std::size_t length) {
    return Error(ErrorKind::compose_file, std::move(message)).at(place.span(length));
}

std::string in_quotes(std::string_view text) {
    if (text.find_first_of("\"\\") == std::string_view::npos) return "\"" + std::string(text) + "\"";
    if (text.find('\'') == std::string_view::npos) return "'" + std::string(text) + "'";
    return {};
}

std::string_view value_at(const Cursor& place) {
    const std::string_view line = place.rest_of_line();
    return trim(line.substr(0, line.find(" #")));
}

std::string hint_to_quote(const YamlSite& site, const Cursor& value) {
    const std::string example =
        site.failure.open_bracket ? std::string() : in_quotes(excerpt(value_at(value)));
    return example.empty() ? "put the value in quotes" : "put the value in quotes: " + example;
}

Error explain_yaml_error(const YamlFailure& failure, FileId file, std::string_view text) {
    const YamlSite site(failure, file, text);
    if (failure.error.bad_byte) return explain_bad_byte(site);
    if (const auto marker = find_conflict_marker(text)) return explain_conflict_marker(site, *marker);
    const auto known = std::find_if(cases.begin(), cases.end(), [&](const Case& c) {
        return failure.error.problem.starts_with(c.problem);
    });
    return known == cases.end() ? explain_in_library_words(site) : known->explain(site);
}

} // namespace muster::compose::source
