#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::compose::source {

/// The number of the code point a text begins with; a byte that begins none stands for itself.
/// REQUIRES: the text is not empty.
std::uint32_t decode_code_point(std::string_view text);

/// Appends the code point in UTF-8.
void append_code_point(std::string& out, std::uint32_t code_point);

/// Whether it is a letter. Exact for Latin, Greek and Cyrillic; elsewhere by blocks.
bool is_letter(std::uint32_t code_point);

} // namespace muster::compose::source
