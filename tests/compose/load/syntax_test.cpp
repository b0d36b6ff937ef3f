#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

TEST_CASE("a quote that is never closed is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: "nginx
)") == R"(
compose.yaml:3:12: error: this double quote is never closed
    3 |     image: "nginx
      |            ^
hint: end the text with "
)");
}

TEST_CASE("a bracket that is never closed is reported") {
    CHECK(problems_of(R"(services:
  web:
    ports: ["80:80"
)") == R"(
compose.yaml:3:12: error: this '[' is never closed
    3 |     ports: ["80:80"
      |            ^
hint: end the list with ']'
)");
}

TEST_CASE("a tab in the indentation is reported") {
    CHECK(problems_of(R"(services:
	web:
)") == R"(
compose.yaml:2:1: error: found a tab in the indentation
    2 | →web:
      | ^
hint: replace the tab, shown as '→', with spaces
)");
}

TEST_CASE("a key that stands twice is reported with both places") {
    CHECK(problems_of(R"(services:
  web:
    image: a
    image: b
)") == R"(
compose.yaml:4:5: error: duplicate key 'image'
    4 |     image: b
      |     ^^^^^
compose.yaml:3:5: note: first defined here
    3 |     image: a
      |     ^^^^^
)");
}

TEST_CASE("an alias without an anchor is reported") {
    CHECK(problems_of(R"(services:
  web: *base
)") == R"(
compose.yaml:2:8: error: unknown anchor 'base'
    2 |   web: *base
      |        ^^^^^
hint: mark what it stands for with '&base', or put the text in quotes if it is no alias
)");
}

TEST_CASE("a file that is a list is reported") {
    CHECK(problems_of(R"(- web
)") == R"(
compose.yaml:1:1: error: a compose file must be a mapping, not a list
    1 | - web
      | ^
hint: a compose file begins with 'services:', and the services stand below, indented
)");
}

TEST_CASE("an empty document beside others is reported") {
    CHECK(problems_of(R"(services: {web: {image: nginx}}
---
)") == R"(
compose.yaml:3:1: error: this part of the compose file is empty
    3 | 
      | ^
hint: remove the '---' before it
)");
}

TEST_CASE("a section without entries is reported") {
    CHECK(problems_of(R"(volumes:
services:
  web: {image: nginx}
)") == R"(
compose.yaml:1:9: error: 'volumes' is empty
    1 | volumes:
      |         ^
hint: put an entry below it, or remove it
)");
}

TEST_CASE("a version that is a number is reported") {
    CHECK(problems_of(R"(version: 3.8
services: {web: {image: nginx}}
)") == R"(
compose.yaml:1:10: error: 'version' must be text in quotes
    1 | version: 3.8
      |          ^^^
hint: it is obsolete and ignored: remove it
)");
}

TEST_CASE("a file with nothing but a version counts as empty") {
    CHECK(problems_of(R"(version: "3"
)") == R"(
error: the compose file 'compose.yaml' is empty
hint: it needs at least a service below 'services'
)");
}

TEST_CASE("an empty file is reported") {
    CHECK(problems_of(R"(# nothing yet
)") == R"(
error: the compose file 'compose.yaml' is empty
hint: it needs at least a service below 'services'
)");
}

} // namespace muster::compose::load
