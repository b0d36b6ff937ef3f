#include "compose/source/natural_order.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace muster::compose::source;

TEST_CASE("keys stand in the order Docker Compose writes them") {
    // Each row was printed by Docker Compose in this order.
    const std::vector<std::vector<std::string>> rows{
        {"a", "a-b", "a.b", "a_b", "a2", "a02", "a10", "ab"},
        {"1", "2", "10", "A", "Z", "a", "b"},
        {"a1b", "a1-b", "a2"},
        {"v1.2", "v1.10", "v1.10.1", "v2.0"},
        {"a100", "a101", "a102", "a110"},
        {"", "-", "0", "00", "a"},
        {"\xE2\x9C\x93", "\xC3\xA9"},
    };
    for (std::vector<std::string> row : rows) {
        const std::vector<std::string> expected = row;
        std::reverse(row.begin(), row.end());
        std::stable_sort(row.begin(), row.end(), is_naturally_less);
        CHECK(row == expected);
    }
}

TEST_CASE("no key stands before itself, and of two different ones exactly one stands first") {
    const std::vector<std::string> keys{"",    "a",        "a0", "a00", "a01", "a1",        "a10",
                                        "a1a", "a1-",      "b",  "-a",  "a.b", "a_b",       "aB",
                                        "A",   "\xC3\xA9", "10", "010", "1-",  "a\xC3\xA9", "\xC3;1"};
    for (const std::string& a : keys)
        for (const std::string& b : keys) {
            CAPTURE(a);
            CAPTURE(b);
            CHECK((is_naturally_less(a, b) || is_naturally_less(b, a)) == (a != b));
            CHECK_FALSE((is_naturally_less(a, b) && is_naturally_less(b, a)));
        }
}
