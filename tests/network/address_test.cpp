#include "network/address.hpp"

#include <doctest/doctest.h>
#include <initializer_list>
#include <string_view>

using namespace muster::network;

namespace {

using Check = bool (*)(std::string_view);

void check_all(Check is_valid, bool expected, std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
        CAPTURE(text);
        CHECK(is_valid(text) == expected);
    }
}

} // namespace

TEST_CASE("IPv4 addresses") {
    check_all(is_valid_ipv4, true, {"0.0.0.0", "10.0.0.1", "255.255.255.255"});
    check_all(
        is_valid_ipv4, false,
        {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.04", "1.2.3.4 ", "::1", "a.b.c.d", {"1.2.3.4\0", 8}});
}

TEST_CASE("IPv6 addresses") {
    check_all(is_valid_ipv6, true,
              {"::", "::1", "fe80::1", "2001:db8:0:0:0:0:0:1", "::ffff:10.0.0.1", "FD00::A"});
    check_all(is_valid_ipv6, false,
              {"", ":", "[::1]", "fe80::1%eth0", "1::2::3", "1:2:3", "10.0.0.1", "::g"});
}

TEST_CASE("addresses of either family") {
    check_all(is_valid_ip, true, {"10.0.0.1", "::1"});
    check_all(is_valid_ip, false, {"", "localhost", "10.0.0.0/8"});
}

TEST_CASE("subnets") {
    check_all(is_valid_cidr, true, {"10.0.0.0/8", "10.1.2.3/32", "0.0.0.0/0", "fd00::/64", "::/128"});
    check_all(is_valid_cidr, false,
              {"", "/", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08",
               "fd00::/129", "fd00::/64 ", "x/8", "10.0.0.0/8/8"});
}

TEST_CASE("hardware addresses") {
    check_all(is_valid_mac, true,
              {"02:42:ac:11:00:02", "02-42-AC-11-00-02", "0242.ac11.0002", "00:00:5e:00:53:01:02:03",
               "0242.ac11.0002.0003", "00:00:00:00:fe:80:00:00:00:00:00:00:02:00:5e:10:00:00:00:01"});
    check_all(is_valid_mac, false,
              {"", "0", "02:42:ac:11:00", "02:42:ac:11:00:02:03", "02:42:ac:11:00:0g", "02:42-ac:11:00:02",
               "0242ac110002", "02:42:ac:11:00:02:", "0242.ac11", "2:42:ac:11:0:2"});
}
