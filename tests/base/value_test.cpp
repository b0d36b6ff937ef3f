#include "base/value.hpp"

#include <doctest/doctest.h>

using namespace muster;

TEST_CASE("a value is what it was made from, and no other kind") {
    CHECK(Value().is_null());
    CHECK(Value("text").is_string());
    CHECK(Value(Value::List{}).is_list());
    CHECK(Value::map().is_object());
    CHECK(Value(true) != Value(1));
    CHECK(Value(1) == Value(std::int64_t{1}));
    CHECK(Value(1.0) != Value(1));
    CHECK(Value("true") != Value(true));
}

TEST_CASE("members are found by name and keep their order") {
    Value value = Value::record();
    value.add("b", 1);
    value.add("a", 2);
    REQUIRE(value.find("a"));
    CHECK(*value.find("a") == Value(2));
    CHECK(value.find("c") == nullptr);
    CHECK(value.object().entries.front().first == "b");
}

TEST_CASE("a record and a map with the same members differ") { CHECK(Value::record() != Value::map()); }
