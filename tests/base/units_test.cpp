#include "base/units.hpp"

#include <doctest/doctest.h>
#include <limits>

using namespace muster;

TEST_CASE("durations are read in the units of the Compose specification") {
    struct Row {
        std::string text;
        std::int64_t nanoseconds;
    };
    const Row rows[] = {
        {"0", 0},
        {"1ns", 1},
        {"1us", 1'000},
        {"1\xC2\xB5s", 1'000},
        {"500ms", 500'000'000},
        {"1.5s", 1'500'000'000},
        {"0.1s", 100'000'000},
        {"1m30s", 90'000'000'000},
        {"2h", 7'200'000'000'000},
        {"1d2h", 93'600'000'000'000},
        {"1w", 604'800'000'000'000},
        {"-1s", -1'000'000'000},
        {" 10s ", 10'000'000'000},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(parse_duration(row.text) == Duration{row.nanoseconds});
    }
}

TEST_CASE("what is no duration is refused") {
    for (const char* text : {"", "10", "s", "1x", "1.s.", "1s2", "1e3s", "--1s", "1000000w", ".s", "1 s"}) {
        CAPTURE(text);
        CHECK(parse_duration(text) == std::nullopt);
    }
}

TEST_CASE("durations are written as Go writes them") {
    struct Row {
        std::int64_t nanoseconds;
        std::string text;
    };
    const Row rows[] = {
        {0, "0s"},
        {1, "1ns"},
        {1'500, "1.5\xC2\xB5s"},
        {2'000'000, "2ms"},
        {1'000'000'000, "1s"},
        {1'000'000'001, "1.000000001s"},
        {60'000'000'000, "1m0s"},
        {90'500'000'000, "1m30.5s"},
        {93'600'000'000'000, "26h0m0s"},
        {-1'500'000'000, "-1.5s"},
        {std::numeric_limits<std::int64_t>::max(), "2562047h47m16.854775807s"},
        {std::numeric_limits<std::int64_t>::min(), "-2562047h47m16.854775808s"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.nanoseconds);
        CHECK(to_string(Duration{row.nanoseconds}) == row.text);
    }
}

TEST_CASE("bytes are read in powers of 1024") {
    struct Row {
        std::string text;
        std::int64_t count;
    };
    const Row rows[] = {
        {"0", 0},
        {"64", 64},
        {"64b", 64},
        {"1k", 1'024},
        {"1kb", 1'024},
        {"1KiB", 1'024},
        {"512m", 536'870'912},
        {"1.5g", 1'610'612'736},
        {"1 GiB", 1'073'741'824},
        {"2T", 2'199'023'255'552},
        {"1p", 1'125'899'906'842'624},
        {"-1", -1},
        {" 10M ", 10'485'760},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(parse_bytes(row.text) == Bytes{row.count});
    }
}

TEST_CASE("what is no number of bytes is refused") {
    for (const char* text :
         {"", "m", "-2", "-1m", "1x", "1mm", "1bb", "1ib", "10000p", "1e3", "0x10", "1,5g"}) {
        CAPTURE(text);
        CHECK(parse_bytes(text) == std::nullopt);
    }
}

TEST_CASE("sizes are shown in decimal units with four digits") {
    CHECK(human_size(0) == "0B");
    CHECK(human_size(999) == "999B");
    CHECK(human_size(1'000) == "1kB");
    CHECK(human_size(12'345'678) == "12.35MB");
    CHECK(human_size(1'500'000'000) == "1.5GB");
    CHECK(human_size(std::numeric_limits<std::int64_t>::max()) == "9223PB");
}

TEST_CASE("ages are shown as the Docker CLI shows them") {
    struct Row {
        std::int64_t seconds;
        std::string text;
    };
    constexpr std::int64_t hour = 3'600;
    constexpr std::int64_t day = 24 * hour;
    const Row rows[] = {
        {0, "Less than a second"}, {1, "1 second"},         {59, "59 seconds"},      {60, "About a minute"},
        {119, "About a minute"},   {120, "2 minutes"},      {59 * 60, "59 minutes"}, {hour, "About an hour"},
        {2 * hour, "2 hours"},     {47 * hour, "47 hours"}, {48 * hour, "2 days"},   {13 * day, "13 days"},
        {14 * day, "2 weeks"},     {59 * day, "8 weeks"},   {60 * day, "2 months"},  {729 * day, "24 months"},
        {730 * day, "2 years"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.seconds);
        CHECK(human_duration(row.seconds) == row.text);
    }
}
