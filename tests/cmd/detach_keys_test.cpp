#include "cmd/detach_keys.hpp"

#include "base/error.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;

TEST_CASE("detach keys are read as what a terminal sends") {
    CHECK(parse_detach_keys(default_detach_keys) == "\x10\x11");
    CHECK(parse_detach_keys("a,Ctrl-C") == "a\x03");
    CHECK(parse_detach_keys("ctrl-\\,ctrl-]") == "\x1c\x1d");
}

TEST_CASE("what is no key is refused") {
    for (const char* text : {"", "ab", "ctrl-", "ctrl-1", "ctrl-ab", "a,,b"})
        CHECK_THROWS_AS(parse_detach_keys(text), Error);
}
