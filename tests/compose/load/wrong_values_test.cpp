#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

TEST_CASE("a port that is no number is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    ports:
      - "http:80"
)") == R"(
compose.yaml:5:9: error: 'ports[0]' of service 'web': invalid host port 'http': expected a number from 0 to 65535, or a range
    5 |       - "http:80"
      |         ^^^^^^^^^
)");
}

TEST_CASE("a port beyond the last one is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    ports:
      - "80:70000"
)") == R"(
compose.yaml:5:9: error: 'ports[0]' of service 'web': invalid container port '70000': expected a number from 1 to 65535, or a range
    5 |       - "80:70000"
      |         ^^^^^^^^^^
)");
}

TEST_CASE("port ranges of different lengths are reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    ports:
      - "8000-8002:80-81"
)") == R"(
compose.yaml:5:9: error: 'ports[0]' of service 'web': port ranges '8000-8002' and '80-81' differ in length
    5 |       - "8000-8002:80-81"
      |         ^^^^^^^^^^^^^^^^^
)");
}

TEST_CASE("a port in the long form lacks its target") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    ports:
      - published: 80
)") == R"(
compose.yaml:5:9: error: 'ports[0]' of service 'web' lacks 'target'
    5 |       - published: 80
      |         ^^^^^^^^^
)");
}

TEST_CASE("an unknown restart policy lists the known ones") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    restart: sometimes
)") == R"(
compose.yaml:4:14: error: 'restart' of service 'web' must be 'no', 'always', 'on-failure', 'on-failure:N' or 'unless-stopped', not 'sometimes'
    4 |     restart: sometimes
      |              ^^^^^^^^^
)");
}

TEST_CASE("an unknown pull policy lists the known ones") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    pull_policy: sometime
)") == R"(
compose.yaml:4:18: error: 'pull_policy' of service 'web' must be 'always', 'never', 'missing', 'build', 'daily', 'weekly' or 'every_DURATION', not 'sometime'
    4 |     pull_policy: sometime
      |                  ^^^^^^^^
)");
}

TEST_CASE("an unknown mount type suggests the nearest one") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    volumes:
      - type: bnd
        source: ./a
        target: /a
)") == R"(
compose.yaml:5:15: error: 'volumes[./a].type' of service 'web' must be 'bind', 'volume', 'tmpfs', 'image', 'cluster' or 'npipe', not 'bnd'
    5 |       - type: bnd
      |               ^^^
hint: did you mean 'bind'?
)");
}

TEST_CASE("a bind mount without a source is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    volumes:
      - type: bind
        target: /a
)") == R"(
compose.yaml:5:9: error: 'volumes[/a]' of service 'web' is a bind mount without 'source', the path on the host
    5 |       - type: bind
      |         ^^^^
)");
}

TEST_CASE("two mounts with the same target are reported with both places") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    volumes:
      - ./a:/data
    tmpfs: /data
)") == R"(
compose.yaml:6:12: error: two mounts of service 'web' have the target '/data'
    6 |     tmpfs: /data
      |            ^^^^^
compose.yaml:5:9: note: the first one is here, in 'volumes'
    5 |       - ./a:/data
      |         ^^^^^^^^^
)");
}

TEST_CASE("a container name with a blank is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    container_name: my web
)") == R"(
compose.yaml:4:21: error: 'container_name' of service 'web' is 'my web', expected two or more letters, digits, '_', '.' and '-', starting with a letter or digit
    4 |     container_name: my web
      |                     ^^^^^^
)");
}

TEST_CASE("a container name does not go with several replicas") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    container_name: web
    scale: 3
)") == R"(
compose.yaml:4:21: error: 'container_name' of service 'web' does not go with 3 replicas, for each container needs its own name
    4 |     container_name: web
      |                     ^^^
compose.yaml:5:12: note: the replicas are asked for here
    5 |     scale: 3
      |            ^
hint: drop 'container_name' or run one replica
)");
}

TEST_CASE("two services with the same container name are reported with both places") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    container_name: one
  db:
    image: postgres
    container_name: one
)") == R"(
compose.yaml:7:21: error: 'container_name' of service 'db' is 'one', which service 'web' has too
    7 |     container_name: one
      |                     ^^^
compose.yaml:4:21: note: first used here
    4 |     container_name: one
      |                     ^^^
)");
}

TEST_CASE("scale and deploy.replicas must agree") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    scale: 2
    deploy:
      replicas: 3
)") == R"(
compose.yaml:6:17: error: 'deploy.replicas' of service 'web' differs from 'scale'
    6 |       replicas: 3
      |                 ^
compose.yaml:4:12: note: the other value is here
    4 |     scale: 2
      |            ^
hint: keep one of the two
)");
}

TEST_CASE("mem_limit and deploy.resources.limits.memory must agree") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    mem_limit: 64m
    deploy:
      resources:
        limits:
          memory: 128m
)") == R"(
compose.yaml:8:19: error: 'deploy.resources.limits.memory' of service 'web' differs from 'mem_limit'
    8 |           memory: 128m
      |                   ^^^^
compose.yaml:4:16: note: the other value is here
    4 |     mem_limit: 64m
      |                ^^^
hint: keep one of the two
)");
}

TEST_CASE("network_mode does not go with networks") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    network_mode: host
    networks: [front]
networks:
  front:
)") == R"(
compose.yaml:4:19: error: 'network_mode' of service 'web' does not go with 'networks'
    4 |     network_mode: host
      |                   ^^^^
compose.yaml:5:5: note: the networks are given here
    5 |     networks: [front]
      |     ^^^^^^^^
hint: keep one of the two
)");
}

TEST_CASE("an address that is none is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    networks:
      front:
        ipv4_address: 10.0.0.256
networks:
  front:
)") == R"(
compose.yaml:6:23: error: 'networks.front.ipv4_address' of service 'web' must be an IPv4 address, not '10.0.0.256'
    6 |         ipv4_address: 10.0.0.256
      |                       ^^^^^^^^^^
)");
}

TEST_CASE("a subnet without a prefix length is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    networks: [front]
networks:
  front:
    ipam:
      config:
        - subnet: 10.0.0.0
)") == R"(
compose.yaml:9:19: error: 'subnet' of network 'front' must be a subnet such as '172.28.0.0/16', not '10.0.0.0'
    9 |         - subnet: 10.0.0.0
      |                   ^^^^^^^^
)");
}

TEST_CASE("a published port in 'expose' suggests 'ports'") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    expose: ["80:80"]
)") == R"(
compose.yaml:4:14: error: 'expose' of service 'web' must have container ports such as '80', '80-85' or '53/udp', not '80:80'
    4 |     expose: ["80:80"]
      |              ^^^^^^^
hint: use 'ports' to publish a port on the host
)");
}

TEST_CASE("a build with two dockerfiles is reported") {
    CHECK(problems_of(R"(services:
  web:
    build:
      context: .
      dockerfile: Dockerfile
      dockerfile_inline: FROM alpine
)") == R"(
compose.yaml:5:19: error: 'build.dockerfile' of service 'web' does not go with 'dockerfile_inline'
    5 |       dockerfile: Dockerfile
      |                   ^^^^^^^^^^
compose.yaml:6:26: note: the inline one is here
    6 |       dockerfile_inline: FROM alpine
      |                          ^^^^^^^^^^^
hint: keep one of the two
)");
}

TEST_CASE("a secret without a source is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    secrets: [key]
secrets:
  key: {}
)") == R"(
compose.yaml:6:3: error: secret 'key' has no content
    6 |   key: {}
      |   ^^^
hint: add 'file' or 'environment', or 'external: true'
)");
}

TEST_CASE("a secret with its content in the compose file is reported without showing it") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    secrets: [key]
secrets:
  key:
    content: sesame
)") == R"(
compose.yaml:7:14: error: 'content' of secret 'key' is not allowed, for the secret would stand in the compose file
hint: put it into a file and name that with 'file'
)");
}

TEST_CASE("an external volume has nothing but its name") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    volumes: ["data:/data"]
volumes:
  data:
    external: true
    driver: nfs
)") == R"(
compose.yaml:8:13: error: 'driver' of volume 'data' does not go with 'external'
    8 |     driver: nfs
      |             ^^^
hint: an external volume exists already: only its 'name' can be given
)");
}

TEST_CASE("a negative scale is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    scale: -1
)") == R"(
compose.yaml:4:12: error: 'scale' of service 'web' must not be negative
    4 |     scale: -1
      |            ^^
)");
}

} // namespace muster::compose::load
