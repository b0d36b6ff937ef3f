#include "compose/source/yaml_writer.hpp"

#include "compose/source/scalar.hpp"
#include "tests/compose/source/read_text.hpp"

#include <doctest/doctest.h>
#include <limits>

using namespace muster;
using namespace muster::compose::source;

namespace {

/// The text as it is written for the value of a key.
std::string written(const std::string& text) {
    Value document = Value::record();
    document.add("k", text);
    const std::string line = write_yaml(document);
    return line.substr(3, line.size() - 4);
}

Value object(Value::Shape shape, std::vector<Value::Entry> entries) {
    return Value::Object{shape, std::move(entries)};
}

} // namespace

TEST_CASE("text that YAML reads as text is written plain") {
    for (const char* text : {"text",
                             "a b",
                             "a'b\"c",
                             "-x",
                             "?x",
                             ":x",
                             "a:b",
                             "a#b",
                             "1e",
                             "0x",
                             "0b2",
                             "0o8",
                             "_1",
                             "._",
                             ".",
                             "=",
                             "<<",
                             "~x",
                             "tRUE",
                             "nULL",
                             "NaN",
                             "inf",
                             "t",
                             "f",
                             "1.2.3",
                             "190:70",
                             "2001-13-01",
                             "2001-02-30",
                             "12345-01-01",
                             "+",
                             "\xC3\xA9",
                             "\xC2\xA0nbsp",
                             "http://x/?a=b&c",
                             "1e400",
                             "a,b]c}",
                             "10.0.0.1"}) {
        CAPTURE(text);
        CHECK(written(text) == text);
    }
}

TEST_CASE("text that would be read as something else is written in double quotes") {
    for (const char* text : {"",
                             "null",
                             "Null",
                             "~",
                             "true",
                             "False",
                             "y",
                             "Y",
                             "yes",
                             "NO",
                             "on",
                             "n",
                             "off",
                             "1",
                             "-1",
                             "+1",
                             "012",
                             "08",
                             "1_000",
                             "1_",
                             "0x1F",
                             "0o7",
                             "0b1",
                             "-0b1",
                             "1.5",
                             "1.",
                             ".5",
                             "1e3",
                             "1.5e+3",
                             ".inf",
                             "-.INF",
                             ".nan",
                             "1:30",
                             "-1:30",
                             "+1:2",
                             "190:20:30",
                             "1:30.15",
                             "1_0:30",
                             "2001-01-01",
                             "2001-1-1",
                             "2024-02-29",
                             "2001-01-01 10:00:00",
                             "2001-01-01T10:00:00Z",
                             "2001-01-01t1:2:3.5+02:00"}) {
        CAPTURE(text);
        CHECK(written(text) == "\"" + std::string(text) + "\"");
    }
}

TEST_CASE("text with characters that mean something to YAML is written in single quotes") {
    for (const char* text : {" x", "x ",  " ",     "#x",   "a #b", "a: b", "a:", ":",  "? x", "?",  "- x",
                             "-",  "---", "--- a", "----", "...",  "...x", "@x", "`x", "%x",  "!x", "&x",
                             "*x", "|x",  ">x",    "[x",   "]x",   "{x",   "}x", ",x", "\"x"}) {
        CAPTURE(text);
        CHECK(written(text) == "'" + std::string(text) + "'");
    }
    CHECK(written("'x") == "'''x'");
    CHECK(written("it's: so") == "'it''s: so'");
}

TEST_CASE("characters that cannot be seen are escaped") {
    using namespace std::string_literals;
    CHECK(written("\t") == R"("\t")");
    CHECK(written("a\tb: \"c\\") == R"("a\tb: \"c\\")");
    CHECK(written("\a\b\v\f\r\x1B\x7F\x01"s) == R"("\a\b\v\f\r\e\x7F\x01")");
    CHECK(written("a\0b"s) == R"("a\0b")");
    CHECK(written("\xC2\x85\xE2\x80\xA8\xE2\x80\xA9\xEF\xBB\xBF") == R"("\N\L\P\uFEFF")");
    CHECK(written("\xF0\x9F\x90\xB3") == R"("\U0001F433")");
    CHECK(written("a\r\nb") == R"("a\r\nb")");
}

TEST_CASE("bytes that are not UTF-8 are written as binary") {
    CHECK(written("\xFF") == "!!binary /w==");
    CHECK(written("\xFF\xFE") == "!!binary //4=");
    CHECK(written("\xFF\xFE\xFD") == "!!binary //79");
}

TEST_CASE("several lines are a literal block") {
    CHECK(written("a\nb") == "|-\n  a\n  b");
    CHECK(written("a\nb\n") == "|\n  a\n  b");
    CHECK(written("a\n\n b\n\n") == "|+\n  a\n\n   b\n");
    CHECK(written(" a\nb") == "|2-\n   a\n  b");
    CHECK(written("\na") == "|2-\n\n  a");
    CHECK(written("\n") == "|2+\n");
    CHECK(written("a\tb\nc") == "|-\n  a\tb\n  c");
    CHECK(written("\tb\nc") == "|2-\n  \tb\n  c");
}

TEST_CASE("several lines that a block cannot hold are quoted") {
    CHECK(written("a \nb") == R"("a \nb")");
    CHECK(written("a\nb ") == R"("a\nb ")");
    CHECK(written("a\n\x01") == R"("a\n\x01")");
}

TEST_CASE("containers are indented, lists below their key") {
    const Value document =
        to_value(read_text("a: {b: {c: [1, {d: e, f: [g]}, [h, [i, {j: k}]], [], {}, null]}}\n"
                           "l: []\nm: {}\no: null\n")
                     .documents.at(0),
                 Value::Shape::record);
    CHECK(write_yaml(document) == R"(a:
  b:
    c:
      - 1
      - d: e
        f:
          - g
      - - h
        - - i
          - j: k
      - []
      - {}
      - null
l: []
m: {}
o: null
)");
}

TEST_CASE("blocks of text are indented with what they stand in") {
    Value inner = Value::map();
    inner.add("k", "x\n\ny\n");
    Value document = Value::map();
    document.add("a", Value::List{"l\nm", inner, Value::List{"n\no", 1}});
    CHECK(write_yaml(document) == R"(a:
  - |-
    l
    m
  - k: |
      x

      y
  - - |-
      n
      o
    - 1
)");
}

TEST_CASE("a record keeps its order, a map has the natural one") {
    const std::vector<Value::Entry> entries{{"b", 1}, {"a10", 2}, {"a2", 3}};
    CHECK(write_yaml(object(Value::Shape::record, entries)) == "b: 1\na10: 2\na2: 3\n");
    CHECK(write_yaml(object(Value::Shape::map, entries)) == "a2: 3\na10: 2\nb: 1\n");
}

TEST_CASE("keys are quoted like values, and never read as a merge") {
    CHECK(write_yaml(object(Value::Shape::record, {{"", 1}, {"y", 2}, {"a: b", 3}, {"<<", 4}, {"0", 5}})) ==
          "\"\": 1\n\"y\": 2\n'a: b': 3\n\"<<\": 4\n\"0\": 5\n");
}

TEST_CASE("keys too long for a line, or of several, are written in the long form") {
    const std::string longest(128, 'k');
    Value inner = Value::record();
    inner.add("a\nb", object(Value::Shape::record, {{"c", 1}, {"d", 2}}));
    inner.add("a\rb", 1);
    inner.add(longest, 1);
    inner.add(longest + "k", Value::List{1});
    Value document = Value::record();
    document.add("x", std::move(inner));
    CHECK(write_yaml(document) == "x:\n"
                                  "  ? |-\n"
                                  "    a\n"
                                  "    b\n"
                                  "  : c: 1\n"
                                  "    d: 2\n"
                                  "  ? \"a\\rb\"\n"
                                  "  : 1\n"
                                  "  " +
                                      longest +
                                      ": 1\n"
                                      "  ? " +
                                      longest +
                                      "k\n"
                                      "  : - 1\n");
}

TEST_CASE("numbers have the form of Go") {
    Value document = Value::List{1,
                                 -5,
                                 true,
                                 0.1,
                                 0.1F,
                                 1e21,
                                 1000000.0,
                                 123456.0,
                                 1e-5,
                                 -0.0,
                                 std::numeric_limits<double>::infinity(),
                                 -std::numeric_limits<double>::infinity(),
                                 std::numeric_limits<double>::quiet_NaN()};
    CHECK(write_yaml(document) ==
          "- 1\n- -5\n- true\n- 0.1\n- 0.1\n- 1e+21\n- 1e+06\n- 123456\n- 1e-05\n- -0\n"
          "- .inf\n- -.inf\n- .nan\n");
}

TEST_CASE("what is written reads back as the same data") {
    const Value document = to_value(
        read_text("a: [\"\", \" x\", \"1\", 'y', \"a\\n\\n b\\n\\n\", \"\\t\", \"#\", \"\\u2028\", "
                  "\"\\U0001F433\", '', '-']\n"
                  "\"k: 1\": {\"\\n\": \"\\n\", \"\\t\\n\": \"\\t\\n\", \"'\": '\"', ? \"x\\ny\" : [[[z]]]}\n"
                  "n: [1, -2, 0.5, 1e21, true, null, {}, []]\n")
            .documents.at(0),
        Value::Shape::record);
    const std::string text = write_yaml(document);
    CHECK(to_value(read_text(text).documents.at(0), Value::Shape::record) == document);
}
