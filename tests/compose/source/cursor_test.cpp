#include "compose/source/cursor.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::compose::source;

TEST_CASE("a cursor knows line and column at byte offsets and at code points") {
    Cursor cursor(3, "a\xC3\xA9z\nb\r\nc");
    CHECK(cursor.span(2) == Span{3, 1, 1, 2});
    cursor.move_to_offset(3);
    CHECK(cursor.span(1) == Span{3, 1, 3, 1});
    CHECK(cursor.rest_of_line() == "z");
    cursor.move_to_code_point(4);
    CHECK(cursor.span(1) == Span{3, 2, 1, 1});
    CHECK(cursor.rest() == "b\r\nc");
    cursor.move_to_offset(8);
    CHECK(cursor.span(1) == Span{3, 3, 1, 1});
}

TEST_CASE("a cursor moves back, and no further than the end") {
    Cursor cursor(0, "ab\ncd");
    cursor.move_to_offset(100);
    CHECK(cursor.span(1) == Span{0, 2, 3, 1});
    CHECK(cursor.rest().empty());
    cursor.move_to_offset(1);
    CHECK(cursor.span(1) == Span{0, 1, 2, 1});
    cursor.move_to_code_point(0);
    CHECK(cursor.rest() == "ab\ncd");
    cursor.move_to({0, 2, 2, 1});
    CHECK(cursor.rest() == "d");
}

TEST_CASE("a byte order mark has no column") {
    Cursor cursor(0, "\xEF\xBB\xBF"
                     "ab");
    CHECK(cursor.rest() == "ab");
    cursor.move_to_code_point(1);
    CHECK(cursor.span(1) == Span{0, 1, 2, 1});
    CHECK(cursor.offset() == 4);
}
