#include "base/digest.hpp"

#include <array>
#include <cstdint>
#include <random>
#include <sha2.h>

namespace muster {

std::string sha256_hex(std::string_view bytes) {
    std::array<char, SHA256_DIGEST_STRING_LENGTH> hex{};
    SHA256Data(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), hex.data());
    return hex.data();
}

std::string random_hex(std::size_t digits) {
    std::random_device device;
    std::string out;
    while (out.size() < digits) out += "0123456789abcdef"[device() & 15U];
    return out;
}

} // namespace muster
