#include "compose/execute/log_timestamps.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace muster::compose::execute;

namespace {

constexpr char stamp[] = "2026-11-22T12:20:19.748290216Z ";

/// Every piece as "time|stamp|text", fed in portions of that many bytes.
std::vector<std::string> pieces_of(const std::string& log, std::size_t portion) {
    std::vector<std::string> pieces;
    LogTimestamps timestamps;
    const auto sink = [&](const LogPiece& piece) {
        const std::string text =
            piece.text.size() > 100 ? std::to_string(piece.text.size()) + " bytes" : std::string(piece.text);
        pieces.push_back(std::to_string(piece.time) + "|" + std::string(piece.stamp) + "|" + text);
    };
    for (std::size_t at = 0; at < log.size(); at += portion)
        timestamps.feed(std::string_view(log).substr(at, portion), sink);
    timestamps.finish(sink);
    return pieces;
}

} // namespace

TEST_CASE("a timestamp is read to the nanosecond, in any zone") {
    struct Row {
        const char* text;
        std::int64_t nanoseconds;
    };
    const std::vector<Row> rows{
        {"1970-01-01T00:00:01Z", 1'000'000'000},
        {"1970-01-01T00:00:01.5Z", 1'500'000'000},
        {"2026-11-22T12:20:19.748290216Z", 1'795'350'019'748'290'216},
        {"2026-11-22T14:20:19.748290216+02:00", 1'795'350'019'748'290'216},
        {"2026-11-22T10:50:19.748290216-01:30", 1'795'350'019'748'290'216},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(parse_timestamp(row.text) == row.nanoseconds);
    }
}

TEST_CASE("what is not a timestamp is not read as one") {
    for (const char* text :
         {"", "hello", "2026-11-22", "2026-13-22T12:20:19Z", "2026-11-22T12:20:19", "2026-11-22T12:20:19.Z",
          "2026-11-22T12:20:19+0200", "2026-11-22 12:20:19Z", "2026-11-22T12:20:19+02-00"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_timestamp(text));
    }
}

TEST_CASE("a moment is written for the engine with all its nanoseconds") {
    CHECK(to_since(1'795'350'019'048'290'216) == "1795350019.048290216");
    CHECK(to_since(5) == "0.000000005");
}

TEST_CASE("timestamps are taken off the lines, however the bytes arrive") {
    const std::string log = std::string(stamp) + "one\n" + stamp + "\n" + stamp + "two";
    const std::string time = "1795350019748290216|";
    for (const std::size_t portion : {1UL << 20}) {
        CHECK(pieces_of(log, portion) ==
              std::vector<std::string>{time + stamp + "|one\n", time + stamp + "|\n", time + stamp + "|two"});
    }
    CHECK(pieces_of(log, 1).front() == time + stamp + "|o");
    CHECK(pieces_of(log, 1).size() == 8);
}

TEST_CASE("the parts of a line that the log driver has cut are one line again") {
    const std::string part(16384, 'a');
    const std::string log = stamp + part + stamp + part + stamp + "end\n" + stamp + "next\n";
    const std::string time = "1795350019748290216|";
    for (const std::size_t portion : {1UL << 20, 4096UL + 17}) {
        CAPTURE(portion);
        std::string text;
        LogTimestamps timestamps;
        timestamps.feed(log, [&](const LogPiece& piece) { text += piece.text; });
        CHECK(text == part + part + "end\nnext\n");
    }
    CHECK(pieces_of(log, 1UL << 20) == std::vector<std::string>{time + stamp + "|16384 bytes",
                                                                time + "|16384 bytes", time + "|end\n",
                                                                time + stamp + "|next\n"});
}

TEST_CASE("a timestamp that the container itself printed stays") {
    const std::string log = std::string(stamp) + "at " + stamp + "it began\n";
    CHECK(pieces_of(log, 1UL << 20) == std::vector<std::string>{"1795350019748290216|" + std::string(stamp) +
                                                                "|at " + stamp + "it began\n"});
}

TEST_CASE("lines without a timestamp pass as they are") {
    CHECK(
        pieces_of("plain\nwith blanks in it, and long enough\nlast", 1UL << 20) ==
        std::vector<std::string>{"0||plain\n", "0||with ", "0||blanks in it, and long enough\n", "0||last"});
}
