#pragma once

#include <string>
#include <string_view>

namespace muster::engine {

/// The moment as the engine's `since` and `until` want it: UNIX seconds, with a fraction when there is one.
/// RFC 3339 is converted, everything else is passed on for the engine to judge.
std::string to_unix_time(std::string_view moment);

} // namespace muster::engine
