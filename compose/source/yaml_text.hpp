#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace muster::compose::source {

/// The text as a YAML scalar, plain, in quotes or as a literal block, as Go's yaml.v3 chooses. The lines of a
/// block are indented by `indent` blanks. Bytes that are not UTF-8 become `!!binary`.
std::string write_text(std::string_view text, std::size_t indent);

/// Whether a key is too long, or has too many lines, to be followed by ':' on its line.
bool needs_long_key(std::string_view key);

} // namespace muster::compose::source
