#include "base/digest.hpp"

#include <doctest/doctest.h>

using namespace muster;

TEST_CASE("the SHA-256 of known texts") {
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a NUL byte counts") { CHECK(sha256_hex(std::string_view("a\0b", 3)) != sha256_hex("a")); }

TEST_CASE("random digits have the length asked for and differ") {
    const std::string digits = random_hex(12);
    CHECK(digits.size() == 12);
    CHECK(digits.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(random_hex(32) != random_hex(32));
    CHECK(random_hex(0).empty());
}
