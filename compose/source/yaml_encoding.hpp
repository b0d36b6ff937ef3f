#pragma once

#include <string>

namespace muster::compose::source {

/// The text of a YAML file in UTF-8: decoded when it begins with the byte order mark of UTF-16, otherwise as
/// it is. What is not UTF-16 behind such a mark becomes U+FFFD.
std::string to_utf8(std::string text);

} // namespace muster::compose::source
