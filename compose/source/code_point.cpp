#include "compose/source/code_point.hpp"

#include <algorithm>
#include <array>

namespace muster::compose::source {

namespace {

/// Both ends included.
struct Block {
    std::uint32_t first;
    std::uint32_t last;
};

/// Beyond ASCII: punctuation, symbols, marks and private use, where letters are rare or absent.
constexpr std::array<Block, 16> blocks_without_letters{{{0x80, 0xA9},
                                                        {0xAB, 0xB4},
                                                        {0xB6, 0xB9},
                                                        {0xBB, 0xBF},
                                                        {0xD7, 0xD7},
                                                        {0xF7, 0xF7},
                                                        {0x2C2, 0x2C5},
                                                        {0x300, 0x36F},
                                                        {0x2000, 0x20FF},
                                                        {0x2190, 0x2BFF},
                                                        {0x2E00, 0x2FFF},
                                                        {0x3007, 0x3030},
                                                        {0xE000, 0xF8FF},
                                                        {0xFE00, 0xFE6F},
                                                        {0xFF00, 0xFF20},
                                                        {0x1F000, 0x1FAFF}}};

char tail_byte(std::uint32_t code_point, unsigned shift) {
    return static_cast<char>(0x80 | (code_point >> shift & 0x3F));
}

} // namespace

std::uint32_t decode_code_point(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length == 1 || length > text.size()) return lead;
    std::uint32_t code_point = lead & (0xFFU >> (length + 1));
    for (const char c : text.substr(1, length - 1))
        code_point = code_point << 6 | (static_cast<unsigned char>(c) & 0x3FU);
    return code_point;
}

void append_code_point(std::string& out, std::uint32_t code_point) {
    if (code_point < 0x80) {
        out += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
        out += {static_cast<char>(0xC0 | code_point >> 6), tail_byte(code_point, 0)};
    } else if (code_point < 0x10000) {
        out +=
            {static_cast<char>(0xE0 | code_point >> 12), tail_byte(code_point, 6), tail_byte(code_point, 0)};
    } else {
        out += {static_cast<char>(0xF0 | code_point >> 18), tail_byte(code_point, 12),
                tail_byte(code_point, 6), tail_byte(code_point, 0)};
    }
}

bool is_letter(std::uint32_t code_point) {
    if (code_point < 0x80) return (code_point | 0x20U) >= 'a' && (code_point | 0x20U) <= 'z';
    return std::none_of(
        blocks_without_letters.begin(), blocks_without_letters.end(),
        [&](const Block& block) { return code_point >= block.first && code_point <= block.last; });
}

} // namespace muster::compose::source
