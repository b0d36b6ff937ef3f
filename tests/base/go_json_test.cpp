#include "base/go_json.hpp"

#include <doctest/doctest.h>

using namespace muster;

namespace {

Value object(Value::Shape shape, std::vector<Value::Entry> entries) {
    return Value::Object{shape, std::move(entries)};
}

} // namespace

TEST_CASE("text is escaped as Go escapes it") {
    CHECK(to_go_json("plain \xC3\xA9 \xF0\x9F\x90\xB3") == "\"plain \xC3\xA9 \xF0\x9F\x90\xB3\"");
    CHECK(to_go_json("\"\\\b\f\n\r\t") == R"("\"\\\b\f\n\r\t")");
    CHECK(to_go_json("<a&b>") == R"("\u003ca\u0026b\u003e")");
    CHECK(to_go_json("\x01\x1F\x7F") == "\"\\u0001\\u001f\x7F\"");
    CHECK(to_go_json("\xE2\x80\xA8\xE2\x80\xA9") == R"("\u2028\u2029")");
    CHECK(to_go_json("a\xFFz") == R"("a\ufffdz")");
    CHECK(to_go_json(std::string_view("a\0z", 3)) == R"("a\u0000z")");
}

TEST_CASE("numbers have Go's shortest form") {
    CHECK(go_number(0.0) == "0");
    CHECK(go_number(0.5) == "0.5");
    CHECK(go_number(100.0) == "100");
    CHECK(go_number(123456789.0) == "123456789");
    CHECK(go_number(1e20) == "100000000000000000000");
    CHECK(go_number(123456789012345678.0) == "123456789012345680");
    CHECK(go_number(-1e20F) == "-100000000000000000000");
    CHECK(go_number(123456789.0F) == "123456790");
    CHECK(go_number(16777217.0F) == "16777216");
    CHECK(go_number(1e21) == "1e+21");
    CHECK(go_number(0.000001) == "0.000001");
    CHECK(go_number(1e-7) == "1e-7");
    CHECK(go_number(1e-10) == "1e-10");
    CHECK(go_number(-2.5) == "-2.5");
}

TEST_CASE("a 32-bit float is the shortest text that reads back as the same float") {
    CHECK(go_number(0.1F) == "0.1");
    CHECK(go_number(1.2F) == "1.2");
    CHECK(go_number(1e-6F) == "0.000001");
}

TEST_CASE("maps are sorted bytewise, records keep their order") {
    const std::vector<Value::Entry> entries{{"b", 1}, {"a10", 2}, {"a2", 3}, {"A", 4}};
    CHECK(to_go_json(object(Value::Shape::record, entries)) == R"({"b":1,"a10":2,"a2":3,"A":4})");
    CHECK(to_go_json(object(Value::Shape::map, entries)) == R"({"A":4,"a10":2,"a2":3,"b":1})");
}

TEST_CASE("null, booleans, lists and empty containers") {
    CHECK(to_go_json({}) == "null");
    CHECK(to_go_json(Value::List{true, false, Value(), 1, "x"}) == R"([true,false,null,1,"x"])");
    CHECK(to_go_json(Value::List{}) == "[]");
    CHECK(to_go_json(Value::record()) == "{}");
}

TEST_CASE("the indented form has two blanks per level and empty containers on one line") {
    Value inner = Value::map();
    inner.add("x", Value::List{1, Value::List{}});
    Value document = Value::record();
    document.add("name", "demo");
    document.add("b", Value::map());
    document.add("a", std::move(inner));
    CHECK(to_sorted_go_json(document) == R"({
  "a": {
    "x": [
      1,
      []
    ]
  },
  "b": {},
  "name": "demo"
})");
}
