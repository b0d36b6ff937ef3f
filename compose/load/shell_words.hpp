#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::compose::load {

/// A command line written as one text, taken apart.
struct ShellWords {
    std::vector<std::string> words;
    /// The shell operator (one of ; & | < >) at which reading stopped, for no shell is there to act on it.
    std::optional<char> stopped_at;

    bool operator==(const ShellWords&) const = default;
};

/// Takes a text apart at blanks, honouring quotes and backslashes; nothing is expanded, and `...` and $(...)
/// stay as they are. Everything from an unquoted shell operator on is dropped, and a backslash within double
/// quotes takes the next character as it is: so Docker Compose reads it. Throws std::invalid_argument for a
/// quote, backtick or parenthesis without its partner and for a final backslash. Source: Compose spec,
/// services.command; checked against Docker Compose.
ShellWords split_shell_words(std::string_view text);

} // namespace muster::compose::load
