#include "cmd/moment.hpp"

#include "base/error.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>
#include <vector>

using namespace muster;
using namespace muster::cmd;

TEST_CASE("a moment may be an age, a time, a local date or UNIX seconds") {
    ::setenv("TZ", "UTC-2", 1);
    ::tzset();
    struct Row {
        std::string text;
        std::string engine;
    };
    const std::vector<Row> rows{
        {"", ""},
        {"10", "10"},
        {"1700000000", "1700000000"},
        {"1700000000.5", "1700000000.5"},
        {"10m", "1699999400.000000007"},
        {"1h30m", "1699994600.000000007"},
        {"2023-11-14T22:13:20Z", "1700000000.000000000"},
        {"2023-11-15T00:13:20.25+02:00", "1700000000.250000000"},
        {"2023-11-15T00:13:20", "1700000000"},
        {"2023-11-15T00:13", "1699999980"},
        {"2023-11-15", "1699999200"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(read_moment("since", row.text, 1'700'000'000'000'000'007) == row.engine);
    }
    ::setenv("TZ", "UTC", 1);
    ::tzset();
}

TEST_CASE("anything else is refused with what was expected") {
    for (const char* text : {"yesterday", "1.2.3", ".5", "2023-13-01"}) {
        CAPTURE(text);
        try {
            read_moment("since", text, 0);
            FAIL("accepted");
        } catch (const Error& error) {
            CHECK(error.message == "invalid value '" + std::string(text) +
                                       "' for --since: expected an age such as '10m', or a time such as "
                                       "'2026-01-31T15:04:05Z'");
        }
    }
}
