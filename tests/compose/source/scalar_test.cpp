#include "compose/source/scalar.hpp"

#include "tests/compose/source/read_text.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::compose::source;

TEST_CASE("a plain scalar means what it means to Docker Compose, and is the same text as there") {
    struct Row {
        std::string text;
        ScalarType type;
        std::string canonical;
    };
    // The canonical texts were printed by Docker Compose for a variable of the environment.
    const Row rows[] = {
        {"true", ScalarType::boolean, "true"},
        {"TRUE", ScalarType::boolean, "true"},
        {"False", ScalarType::boolean, "false"},
        {"tRUE", ScalarType::text, "tRUE"},
        {"yes", ScalarType::text, "yes"},
        {"on", ScalarType::text, "on"},
        {"42", ScalarType::integer, "42"},
        {"-7", ScalarType::integer, "-7"},
        {"+12", ScalarType::integer, "12"},
        {"00", ScalarType::integer, "0"},
        {"-0", ScalarType::integer, "0"},
        {"010", ScalarType::integer, "8"},
        {"-010", ScalarType::integer, "-8"},
        {"0o10", ScalarType::integer, "8"},
        {"0O17", ScalarType::integer, "15"},
        {"0o18", ScalarType::text, "0o18"},
        {"0x1F_F", ScalarType::integer, "511"},
        {"0x_1", ScalarType::integer, "1"},
        {"0b11", ScalarType::integer, "3"},
        {"-0b1", ScalarType::integer, "-1"},
        {"0b2", ScalarType::text, "0b2"},
        {"0x", ScalarType::text, "0x"},
        {"1_000", ScalarType::integer, "1000"},
        {"1_", ScalarType::integer, "1"},
        {"_1", ScalarType::text, "_1"},
        {"18446744073709551615", ScalarType::integer, "18446744073709551615"},
        {"-9223372036854775808", ScalarType::integer, "-9223372036854775808"},
        {"18446744073709551616", ScalarType::floating, "1.8446744073709552e+19"},
        {"0xFFFFFFFFFFFFFFFFFF", ScalarType::text, "0xFFFFFFFFFFFFFFFFFF"},
        {"08", ScalarType::floating, "8"},
        {"1.0", ScalarType::floating, "1"},
        {"1.5", ScalarType::floating, "1.5"},
        {"-0.0", ScalarType::floating, "-0"},
        {".5", ScalarType::floating, "0.5"},
        {"+.5", ScalarType::floating, "0.5"},
        {".1_2", ScalarType::floating, "0.12"},
        {"1.e3", ScalarType::floating, "1000"},
        {"1e3", ScalarType::floating, "1000"},
        {"1e5_0", ScalarType::floating, "1e+50"},
        {"1e21", ScalarType::floating, "1e+21"},
        {"12345678.5", ScalarType::floating, "1.23456785e+07"},
        {"1000000.0", ScalarType::floating, "1e+06"},
        {"123456.0", ScalarType::floating, "123456"},
        {"0.0001", ScalarType::floating, "0.0001"},
        {"0.00001", ScalarType::floating, "1e-05"},
        {".inf", ScalarType::floating, "+Inf"},
        {"-.INF", ScalarType::floating, "-Inf"},
        {".nan", ScalarType::floating, "NaN"},
        {"1e400", ScalarType::text, "1e400"},
        {"1e", ScalarType::text, "1e"},
        {"+-1", ScalarType::text, "+-1"},
        {".", ScalarType::text, "."},
        {"-", ScalarType::text, "-"},
        {"._1", ScalarType::text, "._1"},
        {"12:30:45", ScalarType::text, "12:30:45"},
        {"2024-01-02", ScalarType::text, "2024-01-02"},
        {"<<", ScalarType::text, "<<"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Node node = Node::scalar(row.text, {});
        CHECK(node.scalar_type() == row.type);
        CHECK(canonical_text(node) == row.canonical);
    }
}

TEST_CASE("quoted text is canonical as it stands") {
    CHECK(canonical_text(Node::scalar("010", {}, ScalarStyle::double_quoted)) == "010");
}

TEST_CASE("integers are read to the ends of 64 bits, and not beyond") {
    CHECK(parse_integer("9223372036854775807") == 9223372036854775807);
    CHECK(parse_integer("-9223372036854775808") == -9223372036854775807 - 1);
    CHECK(parse_integer("9223372036854775808") == std::nullopt);
    CHECK(parse_integer("-9223372036854775809") == std::nullopt);
    CHECK(parse_integer("0x10") == 16);
    CHECK(parse_integer("1.0") == std::nullopt);
    CHECK(parse_integer("") == std::nullopt);
}

TEST_CASE("floats too small become zero") { CHECK(parse_float("1e-400") == 0.0); }

TEST_CASE("a 32-bit float has the shortest text of its own") {
    CHECK(format_float(0.1F) == "0.1");
    CHECK(format_float(0.1) == "0.1");
    CHECK(format_float(16777216.0F) == "1.6777216e+07");
}

TEST_CASE("a tree becomes data") {
    const Node node = read_text("{a: [1, 0x10, 1.5, true, ~, text, '1'], b: {}}").documents.at(0);
    Value expected = Value::record();
    expected.add("a", Value::List{1, 16, 1.5, true, Value(), "text", "1"});
    expected.add("b", Value::record());
    CHECK(to_value(node, Value::Shape::record) == expected);
    CHECK(to_value(node).object().shape == Value::Shape::map);
    CHECK(to_value(Node::scalar("18446744073709551615", {})) == Value(18446744073709551615.0));
}
