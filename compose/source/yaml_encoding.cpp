#include "compose/source/yaml_encoding.hpp"

#include "compose/source/code_point.hpp"

#include <cstdint>
#include <string_view>

namespace muster::compose::source {

namespace {

constexpr std::uint32_t replacement = 0xFFFD;

enum class ByteOrder { little, big };

std::uint32_t unit_at(std::string_view text, std::size_t offset, ByteOrder order) {
    if (offset + 1 >= text.size()) return replacement;
    const auto first = static_cast<unsigned char>(text[offset]);
    const auto second = static_cast<unsigned char>(text[offset + 1]);
    return order == ByteOrder::big ? first * 256U + second : second * 256U + first;
}

bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }

bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

std::string decode(std::string_view text, ByteOrder order) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        std::uint32_t point = unit_at(text, i, order);
        const std::uint32_t low = is_high_surrogate(point) ? unit_at(text, i + 2, order) : 0;
        if (is_low_surrogate(low)) {
            point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        } else if (is_high_surrogate(point) || is_low_surrogate(point)) {
            point = replacement;
        }
        append_code_point(out, point);
    }
    return out;
}

} // namespace

std::string to_utf8(std::string text) {
    if (text.starts_with("\xFF\xFE")) return decode(std::string_view(text).substr(2), ByteOrder::little);
    if (text.starts_with("\xFE\xFF")) return decode(std::string_view(text).substr(2), ByteOrder::big);
    return text;
}

} // namespace muster::compose::source
