#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muster {

/// The text of a JSON object without the blanks between its parts. Nothing when brackets and quotes tell that
/// it is no such text; whether the rest is well-formed is not looked at.
std::optional<std::string> compact_json_object(std::string_view text);

} // namespace muster
