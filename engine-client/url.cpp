#include "engine-client/url.hpp"

namespace muster::engine {

namespace {

bool is_unreserved(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           std::string_view("-._~").find(byte) != std::string_view::npos;
}

std::string percent_encode(std::string_view text, std::string_view kept) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char byte : text) {
        if (is_unreserved(byte) || kept.find(byte) != std::string_view::npos) {
            encoded += byte;
            continue;
        }
        const auto code = static_cast<unsigned char>(byte);
        encoded += {'%', digits[code >> 4], digits[code & 15]};
    }
    return encoded;
}

} // namespace

std::string encode_segment(std::string_view name) { return percent_encode(name, ""); }

std::string encode_reference(std::string_view reference) { return percent_encode(reference, "/:@"); }

Query& Query::add(std::string_view name, std::string_view value) {
    text_ += text_.empty() ? '?' : '&';
    text_ += percent_encode(name, "") + "=" + percent_encode(value, "");
    return *this;
}

Query& Query::add_if_set(std::string_view name, std::string_view value) {
    return value.empty() ? *this : add(name, value);
}

} // namespace muster::engine
