#pragma once

#include "base/value.hpp"

#include <optional>
#include <string_view>

/// Go's literals. Nothing for what is none. Source: The Go Programming Language Specification, "Lexical
/// elements".
namespace muster::cmd::go_template {

/// "12", "-0x1F", "0b101", "1_000", "1.5", "1e3", as an integer or a double.
std::optional<Value> read_number(std::string_view text);

/// A text in double quotes with its escapes, or in back quotes, where "\t" and "\n" count too (see
/// GoTemplate).
std::optional<std::string> read_string(std::string_view text);

/// The code point of 'a'.
std::optional<Value> read_character(std::string_view text);

/// The code point as UTF-8; of what is none, U+FFFD.
std::string encode_utf8(char32_t point);

} // namespace muster::cmd::go_template
