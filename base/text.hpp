#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// Parts between separators; an empty text gives one empty part.
std::vector<std::string> split(std::string_view text, char separator);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// Without leading and trailing blanks, tabs and line ends.
std::string_view trim(std::string_view text);

std::string to_lower(std::string_view text);

/// Whether the text of a setting switches it on: 1, t, true or y, in capitals or not. All else does not, as
/// Docker Compose reads its variables.
bool is_yes(std::string_view text);

/// The text in single quotes, as messages show names; of a very long one its beginning.
std::string quoted(std::string_view text);

/// "a -> b -> a", as messages show what leads to what; of a very long chain both ends.
std::string join_chain(const std::vector<std::string>& links);

/// The candidate a typist most likely meant (edit distance at most a third of its length), or nothing.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

/// The UTF-8 code points of a text, each as its bytes; a stray byte stands alone.
std::vector<std::string_view> split_code_points(std::string_view text);

std::size_t count_code_points(std::string_view text);

/// What stands behind the first `count` code points; nothing when there are not so many.
std::string_view skip_code_points(std::string_view text, std::size_t count);

/// The code point as it is, a tab as one blank, other control characters as '?'.
std::string visible_code_point(std::string_view code_point);

/// The byte offset of the first byte that is not valid UTF-8, or nothing.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// "1 container", "2 containers".
std::string counted(std::size_t count, std::string_view noun);

} // namespace muster
