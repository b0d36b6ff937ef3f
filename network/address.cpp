#include "network/address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <string>

namespace muster::network {

namespace {

constexpr unsigned ipv4_bits = 32;
constexpr unsigned ipv6_bits = 128;

bool is_address(int family, std::string_view text) {
    in6_addr address{};
    if (text.find('\0') != std::string_view::npos) return false;
    return ::inet_pton(family, std::string(text).c_str(), &address) == 1;
}

bool is_prefix_length(std::string_view text, unsigned greatest) {
    unsigned value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool has_leading_zero = text.size() > 1 && text.front() == '0';
    return problem == std::errc() && end == text.data() + text.size() && value <= greatest &&
           !has_leading_zero;
}

bool is_hex(std::string_view text) {
    return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

/// Groups of `digits` hexadecimal digits between separators.
bool is_grouped_hex(std::string_view text, char separator, std::size_t digits) {
    while (text.size() > digits) {
        if (text[digits] != separator || !is_hex(text.substr(0, digits))) return false;
        text.remove_prefix(digits + 1);
    }
    return text.size() == digits && is_hex(text);
}

bool is_octet_count(std::size_t octets) { return octets == 6 || octets == 8 || octets == 20; }

} // namespace

bool is_valid_ipv4(std::string_view text) { return is_address(AF_INET, text); }

bool is_valid_ipv6(std::string_view text) { return is_address(AF_INET6, text); }

bool is_valid_ip(std::string_view text) { return is_valid_ipv4(text) || is_valid_ipv6(text); }

bool is_valid_cidr(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return false;
    const std::string_view address = text.substr(0, slash);
    const std::string_view length = text.substr(slash + 1);
    if (is_valid_ipv4(address)) return is_prefix_length(length, ipv4_bits);
    return is_valid_ipv6(address) && is_prefix_length(length, ipv6_bits);
}

bool is_valid_mac(std::string_view text) {
    if (text.size() < 5) return false;
    if (text[2] == ':' || text[2] == '-')
        return is_octet_count((text.size() + 1) / 3) && is_grouped_hex(text, text[2], 2);
    return is_octet_count((text.size() + 1) / 5 * 2) && is_grouped_hex(text, '.', 4);
}

} // namespace muster::network
