#include "base/error.hpp"

#include <doctest/doctest.h>

using namespace muster;

TEST_CASE("an error gathers its place, notes and hint") {
    Error error(ErrorKind::conflict, "name taken");
    error.at({0, 2, 3, 4}).note("by this", Span{0, 1, 1, 1}).note("elsewhere").suggest("rename it");
    CHECK(error.where == Span{0, 2, 3, 4});
    CHECK(error.notes == std::vector<Note>{{"by this", Span{0, 1, 1, 1}}, {"elsewhere", std::nullopt}});
    CHECK(error.hint == "rename it");
    CHECK(std::string(error.what()) == "name taken");
}

TEST_CASE("an unknown span is no place") {
    Error error(ErrorKind::usage, "x");
    error.at(Span()).note("y", Span());
    CHECK(error.where == std::nullopt);
    CHECK(error.notes[0].where == std::nullopt);
}

TEST_CASE("a repeated warning is kept once, a repeated error is not dropped") {
    Diagnostics problems;
    problems.warning({0, 1, 1, 1}, "w");
    problems.warning({0, 1, 1, 1}, "w");
    problems.warning({0, 2, 1, 1}, "w");
    CHECK(problems.warnings().size() == 2);
    CHECK_FALSE(problems.has_errors());
    problems.error({0, 1, 1, 1}, "e");
    problems.error({0, 1, 1, 1}, "e").suggest("h");
    CHECK(problems.errors().size() == 2);
    CHECK(problems.errors()[1].hint == "h");
    CHECK(problems.has_errors());
}

TEST_CASE("a load failure says what its first problem is") {
    const LoadFailure failure(
        {Error(ErrorKind::compose_file, "first"), Error(ErrorKind::compose_file, "second")});
    CHECK(std::string(failure.what()) == "first");
}

TEST_CASE("after a hundred errors and a hundred warnings further ones are counted only") {
    Diagnostics problems;
    for (std::uint32_t line = 1; line <= 150; ++line) {
        problems.error({0, line, 1, 1}, "e").suggest("h");
        problems.warning({0, line, 1, 1}, "w");
        CHECK(problems.is_full() == (line >= 100));
    }
    CHECK(problems.errors().size() == 100);
    CHECK(problems.error_count() == 150);
    CHECK(problems.warnings().size() == 100);
    CHECK(problems.warning_count() == 150);
}
