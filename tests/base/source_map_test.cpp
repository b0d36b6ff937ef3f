#include "base/source_map.hpp"

#include <doctest/doctest.h>

using namespace muster;

TEST_CASE("lines are found without their ends") {
    SourceMap sources;
    const FileId file = sources.add("f", "one\ntwo\r\n\nfour");
    CHECK(sources.line(file, 1) == "one");
    CHECK(sources.line(file, 2) == "two");
    CHECK(sources.line(file, 3).empty());
    CHECK(sources.line(file, 4) == "four");
}

TEST_CASE("a line the file does not have is empty") {
    SourceMap sources;
    const FileId file = sources.add("f", "one\n");
    CHECK(sources.line(file, 0).empty());
    CHECK(sources.line(file, 2).empty());
    CHECK(sources.line(file, 3).empty());
    CHECK(sources.line(sources.add("empty", ""), 1).empty());
}

TEST_CASE("texts stay where they are while files are added") {
    SourceMap sources;
    const FileId first = sources.add("first", "text");
    const std::string* text = &sources.text(first);
    for (int i = 0; i < 100; ++i) sources.add("other", "x");
    CHECK(text == &sources.text(first));
    CHECK(sources.name(first) == "first");
}

TEST_CASE("a place is described as file, line and column") {
    SourceMap sources;
    const FileId file = sources.add("compose.yaml", "x");
    CHECK(sources.describe({file, 7, 5, 1}) == "compose.yaml:7:5");
    CHECK(sources.describe(Span()).empty());
}
