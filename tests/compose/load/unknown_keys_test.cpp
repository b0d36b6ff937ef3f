#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

TEST_CASE("an unknown key is reported with its place and the nearest known key") {
    CHECK(problems_of(R"(services:
  web:
    imgae: nginx
    ports: ["80:80"]
)") == R"(
compose.yaml:3:5: error: unknown key 'imgae' in service 'web'
    3 |     imgae: nginx
      |     ^^^^^
hint: did you mean 'image'?
)");
}

TEST_CASE("a key of 'build' written into the service is sent to 'build'") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    context: ./app
)") == R"(
compose.yaml:4:5: error: unknown key 'context' in service 'web'
    4 |     context: ./app
      |     ^^^^^^^
hint: 'context' belongs in 'build' of a service
)");
}

TEST_CASE("a key of a service written into 'deploy' is sent to the service") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    deploy:
      restart: always
)") == R"(
compose.yaml:5:7: error: unknown key 'restart' in 'deploy' of service 'web'
    5 |       restart: always
      |       ^^^^^^^
hint: 'restart' belongs in a service
)");
}

TEST_CASE("a name from everyday speech is translated") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    name: my-web
    env:
      A: 1
)") == R"(
compose.yaml:4:5: error: unknown key 'name' in service 'web'
    4 |     name: my-web
      |     ^^^^
hint: did you mean 'container_name'?
compose.yaml:5:5: error: unknown key 'env' in service 'web'
    5 |     env:
      |     ^^^
hint: did you mean 'environment'?
)");
}

TEST_CASE("a section with a misspelt name is reported once, without the errors that follow from it") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    networks: [front]
netwroks:
  front:
)") == R"(
compose.yaml:5:1: error: unknown key 'netwroks' at the top level
    5 | netwroks:
      | ^^^^^^^^
hint: did you mean 'networks'?
)");
}

TEST_CASE("a service outside of 'services' is recognised") {
    CHECK(problems_of(R"(web:
  image: nginx
)") == R"(
compose.yaml:1:1: error: unknown key 'web' at the top level
    1 | web:
      | ^^^
hint: a service belongs below 'services'
)");
}

TEST_CASE("an unknown key deep in a service names the whole path") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    build:
      context: .
    healthcheck:
      test: [CMD, "true"]
      intervall: 5s
)") == R"(
compose.yaml:8:7: error: unknown key 'intervall' in 'healthcheck' of service 'web'
    8 |       intervall: 5s
      |       ^^^^^^^^^
hint: did you mean 'interval'?
)");
}

TEST_CASE("an unknown key of a network is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    networks: [front]
networks:
  front:
    drivr: bridge
)") == R"(
compose.yaml:7:5: error: unknown key 'drivr' in network 'front'
    7 |     drivr: bridge
      |     ^^^^^
hint: did you mean 'driver'?
)");
}

TEST_CASE("several problems of one file are reported together in the order of its lines") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    command: "echo 'a"
    volumes: ["data:/data"]
    scale: -1
    cpus: many
)") == R"(
compose.yaml:4:14: error: 'command' of service 'web' cannot be split into words: a ' without its partner
    4 |     command: "echo 'a"
      |              ^^^^^^^^^
compose.yaml:5:15: error: service 'web' refers to the undefined volume 'data'
    5 |     volumes: ["data:/data"]
      |               ^^^^^^^^^^^^
hint: declare it below 'volumes' at the top level, or write './data' to mount a folder
compose.yaml:6:12: error: 'scale' of service 'web' must not be negative
    6 |     scale: -1
      |            ^^
compose.yaml:7:11: error: 'cpus' of service 'web' must be a number, not 'many'
    7 |     cpus: many
      |           ^^^^
)");
}

TEST_CASE("a name with characters that no name may have is reported") {
    CHECK(problems_of(R"(services:
  my web:
    image: nginx
)") == R"(
compose.yaml:2:3: error: the name of service 'my web' may only have letters, digits, '.', '_' and '-'
    2 |   my web:
      |   ^^^^^^
)");
}

} // namespace muster::compose::load
