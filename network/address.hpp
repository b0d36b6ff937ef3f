#pragma once

#include <string_view>

namespace muster::network {

/// "192.168.0.1": four decimal numbers without leading zeros.
bool is_valid_ipv4(std::string_view text);

/// "fe80::1", "::ffff:10.0.0.1", without brackets or a zone.
bool is_valid_ipv6(std::string_view text);

/// An address of either family.
bool is_valid_ip(std::string_view text);

/// An address of either family and a prefix length: "10.0.0.0/8", "fd00::/64".
bool is_valid_cidr(std::string_view text);

/// 6, 8 or 20 octets in hexadecimal: "02:42:ac:11:00:02", "02-42-ac-11-00-02", "0242.ac11.0002".
bool is_valid_mac(std::string_view text);

} // namespace muster::network
