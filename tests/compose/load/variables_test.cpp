#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

TEST_CASE("a missing required variable is reported with its message") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx:${TAG:?choose a version}
)") == R"(
compose.yaml:3:18: error: required variable 'TAG' is missing a value: choose a version
    3 |     image: nginx:${TAG:?choose a version}
      |                  ^^^^^^^^^^^^^^^^^^^^^^^^
hint: set it in the environment or in a '.env' file
)");
}

TEST_CASE("a required variable inside a quoted value is pointed at") {
    CHECK(problems_of(R"(services:
  web:
    image: "nginx:${TAG?}"
)") == R"(
compose.yaml:3:19: error: required variable 'TAG' is missing a value
    3 |     image: "nginx:${TAG?}"
      |                   ^^^^^^^
hint: set it in the environment or in a '.env' file
)");
}

TEST_CASE("an open brace is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx:${TAG
)") == R"(
compose.yaml:3:18: error: invalid interpolation format: '${' is never closed
    3 |     image: nginx:${TAG
      |                  ^^^^^
hint: close it with '}', or write '$$' for a literal '$'
)");
}

TEST_CASE("a variable name that is none is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx:${1A}
)") == R"(
compose.yaml:3:18: error: invalid interpolation format: expected a variable name after '${'
    3 |     image: nginx:${1A}
      |                  ^^^^^
hint: write '$$' for a literal '$'
)");
}

TEST_CASE("a value that is wrong after interpolation is reported where it is written") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    scale: ${COUNT:-few}
)") == R"(
compose.yaml:4:12: error: 'scale' of service 'web' must be a whole number, not 'few'
    4 |     scale: ${COUNT:-few}
      |            ^^^^^^^^^^^^^
note: with its variables replaced this reads 'few'
)");
}

TEST_CASE("the value of a variable is text where text is expected, and a number where a number is") {
    Loading loading = compose_file(R"(services:
  web:
    image: x
    user: ${ID}
    scale: ${ID}
    environment:
      QUOTED: "${OCTAL}"
      PLAIN: ${OCTAL}
      WRITTEN: 010
    command: ["sleep", "${ID}", $ID]
)");
    loading.request.environment = {{"ID", "10"}, {"OCTAL", "010"}};
    const Service web = loading.load().project.services.at("web");
    CHECK(web.user == "10");
    CHECK(web.scale == 10);
    CHECK(web.environment.entries == std::map<std::string, std::optional<std::string>>{
                                         {"PLAIN", "010"}, {"QUOTED", "010"}, {"WRITTEN", "8"}});
    CHECK(web.command.words == std::vector<std::string>{"sleep", "10", "10"});
}

} // namespace muster::compose::load
