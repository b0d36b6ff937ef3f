#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

namespace {

std::string warnings_of(const std::string& text) { return "\n" + compose_file(text).warnings(); }

} // namespace

TEST_CASE("a variable that is not set is warned of where it is used first") {
    CHECK(warnings_of(R"(services:
  web:
    image: x:$TAG
    command: echo ${ONE} $ONE ${TWO:-}
    labels: {a: "${ONE}"}
)") == R"(
compose.yaml:3:14: warning: the variable 'TAG' is not set: it becomes an empty text
    3 |     image: x:$TAG
      |              ^^^^
compose.yaml:4:19: warning: the variable 'ONE' is not set: it becomes an empty text
    4 |     command: echo ${ONE} $ONE ${TWO:-}
      |                   ^^^^^^
)");
}

TEST_CASE("'version' is warned of and ignored") {
    CHECK(warnings_of("version: \"3\"\nservices: {web: {image: x}}\n") == R"(
compose.yaml:1:1: warning: 'version' is obsolete and ignored, remove it
    1 | version: "3"
      | ^^^^^^^
)");
}

TEST_CASE("a variable whose name begins with a blank is warned of, and one without a name") {
    CHECK(warnings_of(R"(services:
  web:
    image: nginx
    environment: [" A=secret", "=secret"]
)") == R"(
compose.yaml:4:19: warning: 'environment' of service 'web' has the variable ' A' with blanks around its name
compose.yaml:4:32: warning: 'environment' of service 'web' has a variable without a name
)");
}

TEST_CASE("a boolean of YAML 1.1 is taken with a warning") {
    CHECK(warnings_of("services: {web: {image: x, tty: yes}}\n") == R"(
compose.yaml:1:33: warning: 'yes' is no boolean in YAML 1.2, write 'true'
    1 | services: {web: {image: x, tty: yes}}
      |                                 ^^^
)");
    CHECK(compose_file("services: {web: {image: x, tty: yes}}\n").load().project.services.at("web").tty);
}

TEST_CASE("a command that ends at a shell operator is warned of") {
    CHECK(warnings_of("services: {web: {image: x, command: a && b}}\n") == R"(
compose.yaml:1:37: warning: 'command' of service 'web' ends at '&', for no shell runs it; write sh -c '...' for one
    1 | services: {web: {image: x, command: a && b}}
      |                                     ^^^^^^
)");
}

TEST_CASE("a mount option that nobody knows is warned of") {
    CHECK(warnings_of("services: {web: {image: x, volumes: [\"./a:/a:readonly\"]}}\n") == R"(
compose.yaml:1:38: warning: 'volumes[0]' of service 'web' has the unknown option 'readonly'
    1 | services: {web: {image: x, volumes: ["./a:/a:readonly"]}}
      |                                      ^^^^^^^^^^^^^^^^^
)");
}

TEST_CASE("start_interval asks for start_period") {
    CHECK(warnings_of(R"(services:
  web:
    image: nginx
    healthcheck:
      test: [CMD, "true"]
      start_interval: 1s
)") == R"(
compose.yaml:6:23: warning: 'healthcheck.start_interval' of service 'web' has no effect without 'start_period', the time the service needs to start
    6 |       start_interval: 1s
      |                       ^^
)");
}

} // namespace muster::compose::load
