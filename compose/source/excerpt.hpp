#pragma once

#include <string>
#include <string_view>

namespace muster::compose::source {

/// The text, or its beginning and "..." when it is too long for a message.
std::string excerpt(std::string_view text);

} // namespace muster::compose::source
