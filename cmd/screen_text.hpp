#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace muster::cmd {

/// How many columns of a terminal a text without control characters takes: wide characters (East Asian,
/// emoji) take two, combining ones none.
std::size_t display_width(std::string_view text);

/// The text in at most so many columns, cut with '…' where it is longer. Escape sequences are left out and
/// control characters made visible, so that nothing can move the cursor.
std::string fit(std::string_view text, std::size_t columns);

/// `text` followed by blanks up to that many columns.
std::string pad(std::string text, std::size_t columns);

} // namespace muster::cmd
