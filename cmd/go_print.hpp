#pragma once

#include "base/value.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Values as Go's fmt package writes them. Source: https://pkg.go.dev/fmt.
namespace muster::cmd {

/// As fmt.Print: "[a b]", "{1 2}" for a record, "map[a:1]" for a map, "<nil>".
std::string go_text(const Value& value);

/// The verbs v, +v, s, q, d, x, X, o, b, c, t, e, f, g and T with flags, width and precision, given or by
/// "*", and arguments by number ("%[2]d"). As in Go what does not fit shows in the text: "%!d(string=a)".
/// Widths and precisions above a million count as none.
std::string go_printf(std::string_view format, const std::vector<Value>& arguments);

/// The text in double quotes with Go's escapes. Source: Go, strconv.Quote.
std::string go_quoted(std::string_view text);

/// The type's name as Go's %T prints it: "int", "string", "[]string".
std::string go_type(const Value& value);

} // namespace muster::cmd
