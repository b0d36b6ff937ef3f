#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muster::engine {

/// With the URL-safe alphabet and padding (RFC 4648, section 5).
std::string encode_base64url(std::string_view bytes);

/// Reads either alphabet, with padding or without. Nothing when the text is not base64.
std::optional<std::string> decode_base64(std::string_view text);

} // namespace muster::engine
