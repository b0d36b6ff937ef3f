#include "base/compact_json.hpp"

#include <doctest/doctest.h>

namespace muster {

TEST_CASE("a JSON object loses the blanks between its parts, not those in its texts") {
    CHECK(compact_json_object("{ }\n") == "{}");
    CHECK(compact_json_object("{\r\n\t\"a b\" : [ 1, { \"c\\\" }\" : null } ]\n}") ==
          "{\"a b\":[1,{\"c\\\" }\":null}]}");
}

TEST_CASE("what is no JSON object is not compacted") {
    for (const char* text :
         {"", " ", "[]", "text", "{", "{\"a", "{\"a\\\"}", "{]}", "{}}", "{} {}", "{[}]"}) {
        CAPTURE(text);
        CHECK_FALSE(compact_json_object(text).has_value());
    }
}

} // namespace muster
