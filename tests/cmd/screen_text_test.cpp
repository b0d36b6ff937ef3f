#include "cmd/screen_text.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace muster::cmd;

TEST_CASE("the width of a text is what it takes on a screen") {
    CHECK(display_width("plain") == 5);
    CHECK(display_width("grün") == 4);
    CHECK(display_width("日本") == 4);
    CHECK(display_width("🚀") == 2);
    CHECK(display_width("e\u0301") == 1);
}

TEST_CASE("a text is cut where it has no more room, and nothing in it moves the cursor") {
    struct Row {
        std::string text;
        std::size_t columns;
        std::string shown;
    };
    const std::vector<Row> rows{
        {"hello", 5, "hello"},   {"hello", 4, "hel…"},
        {"hello", 1, "…"},       {"hello", 0, ""},
        {"日本語", 6, "日本語"}, {"日本語", 5, "日本…"},
        {"日本語", 4, "日…"},    {"\x1b[31mred\x1b[0m", 3, "red"},
        {"\x1b]0", 5, "0"},      {"\x1b", 5, ""},
        {"\x1b[", 5, ""},        {"a\tb\nc\x7f", 10, "a b?c?"},
        {"\xff\xfe", 10, "??"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CAPTURE(row.columns);
        CHECK(fit(row.text, row.columns) == row.shown);
    }
}

TEST_CASE("padding counts columns, not bytes") {
    CHECK(pad("日", 4) == "日  ");
    CHECK(pad("long", 2) == "long");
}
