#pragma once

#include <string>
#include <string_view>

namespace muster {

/// The SHA-256 of the bytes, as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// Random bytes as lower-case hexadecimal digits (`digits` of them), from the system's generator.
std::string random_hex(std::size_t digits);

} // namespace muster
