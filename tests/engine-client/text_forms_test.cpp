#include "engine-client/line_splitter.hpp"
#include "engine-client/timestamps.hpp"
#include "engine-client/types.hpp"
#include "engine-client/url.hpp"

#include <doctest/doctest.h>

using namespace muster::engine;

TEST_CASE("API versions are read and ordered by number") {
    CHECK(parse_api_version("1.41") == ApiVersion{1, 41});
    CHECK(to_string(ApiVersion{1, 51}) == "1.51");
    CHECK(ApiVersion{1, 9} < ApiVersion{1, 41});
    for (const char* text : {"", "1", "1.", ".41", "1.41x", "1.-4", "a.b", "1.41.0", "99999999999.1"})
        CHECK_FALSE(parse_api_version(text));
}

TEST_CASE("parameters and names are encoded for a URL") {
    CHECK(Query().text() == "");
    CHECK(Query().add("all", "1").add_if_set("t", "").add("filters", "{\"a\":[\"b=c d\"]}").text() ==
          "?all=1&filters=%7B%22a%22%3A%5B%22b%3Dc%20d%22%5D%7D");
    CHECK(encode_segment("a b/c?\xC3\xA4") == "a%20b%2Fc%3F%C3%A4");
    CHECK(encode_reference("localhost:5000/team/app@sha256:ab?") == "localhost:5000/team/app@sha256:ab%3F");
}

TEST_CASE("moments become UNIX time where they are RFC 3339") {
    CHECK(to_unix_time("1970-01-01T00:00:00Z") == "0");
    CHECK(to_unix_time("2024-02-29T12:34:56.789Z") == "1709210096.789");
    CHECK(to_unix_time("2024-02-29T14:34:56+02:00") == "1709210096");
    CHECK(to_unix_time("2024-02-29t07:04:56-05:30") == "1709210096");
}

TEST_CASE("other moments are left for the engine to judge") {
    for (const char* text :
         {"", "1709210096.5", "2023-02-29T00:00:00Z", "2024-02-29", "2024-02-29T12:34:56",
          "2024-02-29T12:34:56.Z", "2024-02-29T12:34:56Zz", "2024-02-29T-2:34:56Z", "yesterday"})
        CHECK(to_unix_time(text) == text);
}

TEST_CASE("a stream is cut into lines, wherever the pieces are cut") {
    const std::string text = "one\r\n\ntwo\nlast";
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        LineSplitter splitter;
        std::string seen;
        const auto sink = [&](std::string_view line) { seen += "[" + std::string(line) + "]"; };
        for (std::size_t from = 0; from < text.size(); from += piece)
            splitter.feed(std::string_view(text).substr(from, piece), sink);
        CHECK(seen == "[one][two]");
        splitter.finish(sink);
        CHECK(seen == "[one][two][last]");
    }
}
