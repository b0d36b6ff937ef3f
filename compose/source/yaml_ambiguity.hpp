#pragma once

#include <string_view>

namespace muster::compose::source {

/// Whether a text, written without quotes, would be read as something else by YAML 1.1 or 1.2: null, a
/// boolean, a number, a sexagesimal number ("12:30") or a time ("2024-01-02").
bool is_ambiguous(std::string_view text);

} // namespace muster::compose::source
