#include "compose/source/scalar.hpp"
#include "compose/source/yaml_writer.hpp"
#include "tests/compose/source/read_text.hpp"
#include "tests/fakes/compose/golden_case.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::compose::source;

TEST_CASE("what Docker Compose wrote is read and written back byte for byte") {
    std::size_t count = 0;
    for (const fakes::GoldenCase& golden : fakes::golden_cases("peer")) {
        // The odd strings are those that Docker Compose writes wrongly, and its timestamps are text to us.
        if (!golden.has("expected.yaml") || golden.name == "yaml/strings-odd") continue;
        if (golden.name == "yaml/timestamps") continue;
        CAPTURE(golden.name);
        const std::string text = golden.text("expected.yaml");
        const ReadText read = read_text(text);
        CHECK(read.messages.empty());
        REQUIRE(read.documents.size() == 1);
        CHECK(write_yaml(to_value(read.documents[0], Value::Shape::record)) == text);
        ++count;
    }
    CHECK(count > 90);
}
