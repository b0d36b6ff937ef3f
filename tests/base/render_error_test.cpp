#include "base/render_error.hpp"

#include <doctest/doctest.h>

using namespace muster;

namespace {

Error problem(Span where, std::string message = "bad") {
    return Error(ErrorKind::compose_file, std::move(message)).at(where);
}

std::string rendered(const std::string& text, Span where) {
    SourceMap sources;
    sources.add("f", text);
    return render_error(problem(where), sources);
}

} // namespace

TEST_CASE("an error shows its place, its line, a caret and a hint") {
    SourceMap sources;
    const FileId file = sources.add("compose.yaml", "services:\n  web:\n    imgae: nginx\n");
    Error error(ErrorKind::compose_file, "unknown key 'imgae' in service 'web'");
    error.at({file, 3, 5, 5}).suggest("did you mean 'image'?");
    CHECK(render_error(error, sources) == R"(compose.yaml:3:5: error: unknown key 'imgae' in service 'web'
    3 |     imgae: nginx
      |     ^^^^^
hint: did you mean 'image'?
)");
}

TEST_CASE("notes follow in the same form, with their own place") {
    SourceMap sources;
    const FileId base = sources.add("a.yaml", "x: 1\n");
    const FileId other = sources.add("b.yaml", "\n\nx: 2\n");
    Error error = problem({other, 3, 1, 1}, "duplicate key 'x'");
    error.note("first defined here", Span{base, 1, 1, 1}).note("while loading b.yaml");
    CHECK(render_error(error, sources) == R"(b.yaml:3:1: error: duplicate key 'x'
    3 | x: 2
      | ^
a.yaml:1:1: note: first defined here
    1 | x: 1
      | ^
note: while loading b.yaml
)");
}

TEST_CASE("an error without a place is one line") {
    CHECK(render_error(Error(ErrorKind::connection, "no engine"), SourceMap()) == "error: no engine\n");
    CHECK(render_warning(Error(ErrorKind::compose_file, "old"), SourceMap()) == "warning: old\n");
}

TEST_CASE("a tab counts as one column and is shown as an arrow") {
    CHECK(rendered("\ta:\tb", {0, 1, 5, 1}) == "f:1:5: error: bad\n"
                                               "    1 | \u2192a:\u2192b\n"
                                               "      |     ^\n");
}

TEST_CASE("a non-breaking space is told from a space") {
    CHECK(rendered("\xC2\xA0 a", {0, 1, 1, 1}) == "f:1:1: error: bad\n"
                                                  "    1 | \u2423 a\n"
                                                  "      | ^\n");
}

TEST_CASE("a byte order mark is no part of the quoted line") {
    CHECK(rendered("\xEF\xBB\xBF"
                   "a: b",
                   {0, 1, 4, 1}) == "f:1:4: error: bad\n"
                                    "    1 | a: b\n"
                                    "      |    ^\n");
}

TEST_CASE("the caret counts code points, not bytes") {
    CHECK(rendered("\xC3\xA9\xE2\x9C\x93\xF0\x9F\x90\xB3: x", {0, 1, 6, 1}) ==
          "f:1:6: error: bad\n"
          "    1 | \xC3\xA9\xE2\x9C\x93\xF0\x9F\x90\xB3: x\n"
          "      |      ^\n");
}

TEST_CASE("control characters and stray bytes of the line are made visible") {
    CHECK(rendered("a\x1B[31m\xFF\xC2\x9Bz", {0, 1, 1, 1}) == "f:1:1: error: bad\n"
                                                              "    1 | a?[31m??z\n"
                                                              "      | ^\n");
}

TEST_CASE("control characters of the message, notes and hint are made visible") {
    Error error(ErrorKind::engine, "no such key '\x1B[31m'\nsecond\tline");
    error.note("\x07").suggest("\x1B");
    CHECK(render_error(error, SourceMap()) == "error: no such key '?[31m'\nsecond line\nnote: ?\nhint: ?\n");
}

TEST_CASE("numbers of six digits still leave the caret below its character") {
    std::string text(123'455, '\n');
    CHECK(rendered(text + "ab", {0, 123'456, 2, 1}) == "f:123456:2: error: bad\n"
                                                       "123456 | ab\n"
                                                       "       |  ^\n");
}

TEST_CASE("a place behind the end of its line is shown behind it") {
    CHECK(rendered("key:\nnext:", {0, 1, 5, 1}) == "f:1:5: error: bad\n"
                                                   "    1 | key:\n"
                                                   "      |     ^\n");
}

TEST_CASE("of a long line a part around the caret is shown") {
    const std::string line = std::string(300, 'a') + "X" + std::string(300, 'b');
    CHECK(rendered(line, {0, 1, 301, 1}) == "f:1:301: error: bad\n"
                                            "    1 | " +
                                                std::string(80, 'a') + "X" + std::string(79, 'b') +
                                                "\n"
                                                "      | " +
                                                std::string(80, ' ') + "^\n");
}

TEST_CASE("carets end where the part of the line that is shown ends") {
    const std::string line(5'000, 'x');
    CHECK(rendered(line, {0, 1, 1, 5'000}) == "f:1:1: error: bad\n"
                                              "    1 | " +
                                                  std::string(160, 'x') +
                                                  "\n"
                                                  "      | " +
                                                  std::string(160, '^') + "\n");
    CHECK(rendered(line, {0, 1, 2'001, 1'000}) == "f:1:2001: error: bad\n"
                                                  "    1 | " +
                                                      std::string(160, 'x') +
                                                      "\n"
                                                      "      | " +
                                                      std::string(80, ' ') + std::string(80, '^') + "\n");
}

TEST_CASE("a line that may hold a secret is not shown") {
    CHECK(rendered("PASSWORD=hunter2", {0, 1, 10, 0}) == "f:1:10: error: bad\n");
}

TEST_CASE("colours mark severity and caret") {
    SourceMap sources;
    sources.add("f", "x");
    CHECK(render_error(problem({0, 1, 1, 1}), sources, Color::on) ==
          "f:1:1: \033[1;31merror:\033[0m bad\n    1 | x\n      | \033[1;32m^\033[0m\n");
    CHECK(render_warning(Error(ErrorKind::usage, "w"), sources, Color::on) ==
          "\033[1;33mwarning:\033[0m w\n");
}
