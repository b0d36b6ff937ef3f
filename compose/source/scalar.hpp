#pragma once

#include "base/value.hpp"
#include "compose/source/node.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::compose::source {

/// What an unquoted text means to Docker Compose's YAML: YAML 1.2's core schema with YAML 1.1's octal
/// integers
/// (`010` is 8) and underscores between digits; `yes`, `no`, `on` and `off` are text.
/// `null` and its other spellings (see is_null_text) count as text here.
ScalarType resolve_plain(std::string_view text);

/// "", "~", "null", "Null", "NULL".
bool is_null_text(std::string_view text);

/// "true", "True", "TRUE" and the same of "false".
std::optional<bool> parse_boolean(std::string_view text);

/// Decimal, `0x`, `0o`, `0b`, `0` for octal, with a sign. Nothing too when it does not fit: an integer up to
/// 2^64 - 1 has ScalarType::integer all the same.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// "1.5", "1e3", ".5", ".inf", "-.INF", ".nan"; any integer too.
std::optional<double> parse_float(std::string_view text);

/// The shortest form that reads back as the same number, as Go prints it: "1", "0.5", "1e+06", "+Inf".
std::string format_float(double value);
std::string format_float(float value);

/// What a scalar becomes where text is expected (environment, labels): 010 -> "8", 1.0 -> "1", True ->
/// "true"; text stays as it is. REQUIRES: node.is_scalar().
std::string canonical_text(const Node& node);

/// The tree as data, mappings becoming objects of the given shape. A number too great for 64 bits becomes a
/// float.
Value to_value(const Node& node, Value::Shape shape = Value::Shape::map);

} // namespace muster::compose::source
