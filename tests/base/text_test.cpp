#include "base/text.hpp"

#include <doctest/doctest.h>

using namespace muster;

TEST_CASE("splitting keeps empty parts") {
    CHECK(split("a,b", ',') == std::vector<std::string>{"a", "b"});
    CHECK(split(",a,,", ',') == std::vector<std::string>{"", "a", "", ""});
    CHECK(split("", ',') == std::vector<std::string>{""});
}

TEST_CASE("joining puts separators between parts only, also between equal ones") {
    CHECK(join({}, ", ").empty());
    CHECK(join({"a"}, ", ") == "a");
    CHECK(join({"a", "a", ""}, ", ") == "a, a, ");
}

TEST_CASE("trimming removes blanks, tabs and line ends at both ends") {
    CHECK(trim(" \t\r\n a b \n") == "a b");
    CHECK(trim(" \n").empty());
}

TEST_CASE("few words switch a setting on") {
    for (const char* yes : {"1", "t", "T", "true", "True", "TRUE", "y", "Y", " true "}) CHECK(is_yes(yes));
    for (const char* no : {"", "0", "false", "yes", "on", "2", "true!"}) CHECK_FALSE(is_yes(no));
}

TEST_CASE("lower case touches ASCII only") { CHECK(to_lower("AbZ\xC3\x84") == "abz\xC3\x84"); }

TEST_CASE("the nearest word is one a typist could have meant") {
    const std::vector<std::string> keys{"image", "build", "environment", "env_file"};
    CHECK(nearest("imgae", keys) == "image");
    CHECK(nearest("enviroment", keys) == "environment");
    CHECK(nearest("IMAGE", keys) == "image");
    CHECK(nearest("container", keys) == std::nullopt);
    CHECK(nearest("xy", {"ab"}) == std::nullopt);
    CHECK(nearest("a", {}) == std::nullopt);
    CHECK(nearest(std::string(10'000, 'a'), {std::string(10'000, 'b')}) == std::nullopt);
}

TEST_CASE("code points are whole, stray bytes stand alone") {
    const std::vector<std::string_view> expected{"a",    "\xC3\xA9", "\xE2\x9C\x93", "\xF0\x9F\x90\xB3",
                                                 "\xFF", "\xC3"};
    CHECK(split_code_points("a\xC3\xA9\xE2\x9C\x93\xF0\x9F\x90\xB3\xFF\xC3") == expected);
    CHECK(count_code_points("h\xC3\xA9llo") == 5);
    CHECK(count_code_points("") == 0);
}

TEST_CASE("what a terminal would act on becomes visible") {
    CHECK(visible_code_point("\t") == " ");
    CHECK(visible_code_point("\x1B") == "?");
    CHECK(visible_code_point("\x7F") == "?");
    CHECK(visible_code_point("\xC2\x9B") == "?");
    CHECK(visible_code_point("\xFF") == "?");
    CHECK(visible_code_point("\xC3\xA9") == "\xC3\xA9");
    CHECK(visible_code_point("a") == "a");
}

TEST_CASE("invalid UTF-8 is found where it begins") {
    struct Row {
        std::string text;
        std::optional<std::size_t> offset;
    };
    const Row rows[] = {
        {"abc", std::nullopt},
        {"\xC3\xA9\xF4\x8F\xBF\xBF", std::nullopt},
        {"ab\xFF", 2},           // no lead byte
        {"a\xC3", 1},            // cut short
        {"a\xC3(", 1},           // wrong continuation
        {"\xC0\x80", 0},         // overlong NUL
        {"\xE0\x80\x80", 0},     // overlong
        {"\xED\xA0\x80", 0},     // surrogate
        {"\xF4\x90\x80\x80", 0}, // beyond U+10FFFF
        {"\xC3\xA9\xE2\x9C", 2}, // a good one before
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(find_invalid_utf8(row.text) == row.offset);
    }
}

TEST_CASE("a count agrees with its noun") {
    CHECK(counted(0, "container") == "0 containers");
    CHECK(counted(1, "container") == "1 container");
    CHECK(counted(2, "network") == "2 networks");
}

TEST_CASE("a name is quoted, a very long one cut between characters") {
    CHECK(quoted("web") == "'web'");
    CHECK(quoted(std::string(200, 'x')) == "'" + std::string(200, 'x') + "'");
    CHECK(quoted(std::string(1'000'000, 'x')) == "'" + std::string(200, 'x') + "...'");
    CHECK(quoted(std::string(199, 'x') + "\xC3\xA9y") == "'" + std::string(199, 'x') + "...'");
}

TEST_CASE("a chain is shown whole, a very long one by its ends") {
    CHECK(join_chain({"a", "b", "a"}) == "a -> b -> a");
    std::vector<std::string> links;
    for (int i = 0; i < 10'000; ++i) links.push_back(std::to_string(i));
    CHECK(join_chain(links) ==
          "0 -> 1 -> 2 -> 3 -> 4 -> ... 9990 more ... -> 9995 -> 9996 -> 9997 -> 9998 -> 9999");
}
