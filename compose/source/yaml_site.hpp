#pragma once

#include "compose/source/cursor.hpp"
#include "compose/source/yaml_parser.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace muster::compose::source {

/// A syntax error and what was read before it.
struct YamlFailure {
    YamlSyntaxError error;
    YamlEvent last;                   ///< the event before it
    std::optional<Span> open_bracket; ///< the innermost one
};

/// A syntax error and the text around it.
struct YamlSite {
    YamlSite(const YamlFailure& failure_, FileId file_, std::string_view text_);

    Cursor at_code_point(std::size_t number) const;
    Cursor at_offset(std::size_t offset) const;
    Cursor at(const Span& place) const;

    /// The part of its line that stands before a place.
    std::string_view line_before(const Cursor& place) const;
    /// Whether only blanks stand there.
    bool begins_line(const Cursor& place) const;

    const YamlFailure& failure;
    FileId file;
    std::string_view text;
    Cursor problem; ///< where the library noticed it
    Cursor context; ///< where what it was reading began
};

/// A part of a line without blanks around it.
struct YamlLine {
    std::size_t begin = 0; ///< its offset in the text
    std::string_view text;
};

/// The last line before an offset that is neither blank nor a comment; an empty one when there is none.
YamlLine line_above(std::string_view text, std::size_t offset);

/// What stands behind the dashes that begin list items.
YamlLine without_dashes(YamlLine line);

/// The position of the first ':' that ends a key, or npos.
std::size_t find_key_end(std::string_view line);

/// Whether nothing but blanks follows.
bool is_at_end(const Cursor& place);

/// NUL at the end of the text.
char char_at(const Cursor& place);

/// What stands at a place, for messages: "'x'", "a tab", "the end of the line".
std::string found_at(const Cursor& place);

} // namespace muster::compose::source
