#pragma once

#include "base/error.hpp"
#include "compose/source/yaml_site.hpp"

#include <string>
#include <string_view>

/// The explanations of syntax errors, by what was being read. Each takes the site of an error for which the
/// library has the words given in the table of yaml_explain.cpp.
namespace muster::compose::source {

Error error_at(const Cursor& place, std::string message, std::size_t length = 1);

/// "put the value in quotes: "@me""; without the example where the value does not end with its line.
std::string hint_to_quote(const YamlSite& site, const Cursor& value);

/// The text in quotes that leave it as it is; empty when neither sort does.
std::string in_quotes(std::string_view text);

/// The line's end from a place on, without blanks and the comment.
std::string_view value_at(const Cursor& place);

/// Whether the value read last ended on the line of the problem: a quoted text, a bracket or an alias.
bool follows_value(const YamlSite& site);

// Keys, indentation and lists: yaml_explain_block.cpp.
Error explain_unexpected_colon(const YamlSite& site);
Error explain_missing_colon(const YamlSite& site);
Error explain_end_of_mapping(const YamlSite& site);
Error explain_end_of_list(const YamlSite& site);
Error explain_list_behind_key(const YamlSite& site);
Error explain_second_root(const YamlSite& site);
Error explain_block_header(const YamlSite& site);

// Brackets and braces: yaml_explain_flow.cpp.
Error explain_unclosed_bracket(const Cursor& bracket);
Error explain_flow_sequence(const YamlSite& site);
Error explain_flow_mapping(const YamlSite& site);

// Single values and their characters: yaml_explain_value.cpp.
Error explain_unclosed_quote(const YamlSite& site);
Error explain_text_behind_value(const YamlSite& site);
Error explain_tab(const YamlSite& site);
Error explain_bad_character(const YamlSite& site);
Error explain_missing_value(const YamlSite& site);
Error explain_unknown_escape(const YamlSite& site);
Error explain_short_escape(const YamlSite& site);
Error explain_missing_name(const YamlSite& site);
Error explain_directive(const YamlSite& site);
Error explain_undefined_tag(const YamlSite& site);
Error explain_version(const YamlSite& site);
Error explain_bad_byte(const YamlSite& site);

} // namespace muster::compose::source
