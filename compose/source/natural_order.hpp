#pragma once

#include <string_view>

namespace muster::compose::source {

/// Whether the first key stands before the second in a written mapping: other characters before letters,
/// letters by code point, numbers by value, so that "a2" stands before "a10". Source: Go's yaml.v3.
bool is_naturally_less(std::string_view first, std::string_view second);

} // namespace muster::compose::source
