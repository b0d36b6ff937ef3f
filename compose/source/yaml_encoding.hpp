#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muster::compose::source {

/// The text in UTF-8 when it begins with the byte order mark of UTF-16, otherwise nothing. What is not
/// UTF-16 becomes U+FFFD.
std::optional<std::string> decode_utf16(std::string_view text);

} // namespace muster::compose::source
