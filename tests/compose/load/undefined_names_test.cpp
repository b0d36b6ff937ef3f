#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

TEST_CASE("an undefined network suggests the nearest one") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    networks: [frnt]
networks:
  front:
  back:
)") == R"(
compose.yaml:4:16: error: service 'web' refers to the undefined network 'frnt'
    4 |     networks: [frnt]
      |                ^^^^
hint: did you mean 'front'?
)");
}

TEST_CASE("an undefined volume is told where to declare it") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    volumes:
      - data:/data
)") == R"(
compose.yaml:5:9: error: service 'web' refers to the undefined volume 'data'
    5 |       - data:/data
      |         ^^^^^^^^^^
hint: declare it below 'volumes' at the top level, or write './data' to mount a folder
)");
}

TEST_CASE("an undefined secret lists the known ones") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    secrets: [password]
secrets:
  key:
    file: ./key
)") == R"(
compose.yaml:4:15: error: service 'web' refers to the undefined secret 'password'
    4 |     secrets: [password]
      |               ^^^^^^^^
hint: known: 'key'
)");
}

TEST_CASE("an undefined config is reported in the long form too") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    configs:
      - source: nginx.conf
        target: /etc/nginx.conf
)") == R"(
compose.yaml:5:9: error: service 'web' refers to the undefined config 'nginx.conf'
    5 |       - source: nginx.conf
      |         ^^^^^^
hint: declare it below 'configs' at the top level
)");
}

TEST_CASE("a dependency on an undefined service suggests the nearest one") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    depends_on: [databse]
  database:
    image: postgres
)") == R"(
compose.yaml:4:18: error: service 'web' depends on the undefined service 'databse'
    4 |     depends_on: [databse]
      |                  ^^^^^^^
hint: did you mean 'database'?
)");
}

TEST_CASE("a link to an undefined service is reported where it is written") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    links: ["cache:redis"]
)") == R"(
compose.yaml:4:13: error: service 'web' depends on the undefined service 'cache'
    4 |     links: ["cache:redis"]
      |             ^^^^^^^^^^^^^
hint: declare it below 'services' at the top level
)");
}

TEST_CASE("a network of an undefined service is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    network_mode: service:vpn
)") == R"(
compose.yaml:4:19: error: service 'web' depends on the undefined service 'vpn'
    4 |     network_mode: service:vpn
      |                   ^^^^^^^^^^^
hint: declare it below 'services' at the top level
)");
}

TEST_CASE("a service that depends on itself is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    depends_on: [web]
)") == R"(
compose.yaml:4:18: error: service 'web' depends on itself
    4 |     depends_on: [web]
      |                  ^^^
)");
}

TEST_CASE("a dependency cycle is printed as its path with every step") {
    CHECK(problems_of(R"(services:
  a:
    image: x
    depends_on: [b]
  b:
    image: x
    links: [c]
  c:
    image: x
    depends_on:
      a:
        condition: service_started
)") == R"(
compose.yaml:4:18: error: services depend on each other in a circle: a -> b -> c -> a
    4 |     depends_on: [b]
      |                  ^
compose.yaml:7:13: note: 'b' depends on 'c' here
    7 |     links: [c]
      |             ^
compose.yaml:11:7: note: 'c' depends on 'a' here
   11 |       a:
      |       ^
)");
}

TEST_CASE("a dependency on a service without an active profile says how to enable it") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    depends_on: [debug]
  debug:
    image: x
    profiles: [tools]
)") == R"(
compose.yaml:4:18: error: service 'web' depends on service 'debug', which no active profile enables
    4 |     depends_on: [debug]
      |                  ^^^^^
hint: enable it with --profile tools
)");
}

TEST_CASE("a service with neither an image nor a build is told to have one") {
    CHECK(problems_of(R"(services:
  web:
    ports: ["80:80"]
)") == R"(
compose.yaml:2:3: error: service 'web' has neither an 'image' nor a 'build'
    2 |   web:
      |   ^^^
hint: add 'image: NAME' to run an image, or 'build: DIRECTORY' to build one
)");
}

TEST_CASE("a build context of a service without a build is reported") {
    CHECK(problems_of(R"(services:
  web:
    build:
      context: .
      additional_contexts:
        base: service:db
  db:
    image: postgres
)") == R"(
compose.yaml:6:15: error: the build context 'base' needs service 'db', which has no 'build'
    6 |         base: service:db
      |               ^^^^^^^^^^
)");
}

} // namespace muster::compose::load
