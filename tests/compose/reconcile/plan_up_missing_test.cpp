#include "tests/compose/reconcile/sample_projects.hpp"
#include "tests/compose/reconcile/scene.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

namespace {

const std::string chain = R"(
services:
  mariadb:
    build: requirements/mariadb
    image: mariadb:inception
    container_name: mariadb
    volumes: ["data:/var/lib/mysql"]
    networks: [inception]
    healthcheck: {test: [CMD, healthy]}
  wordpress:
    build: requirements/wordpress
    image: wordpress:inception
    container_name: wordpress
    volumes: ["www:/var/www"]
    networks: [inception]
    depends_on: {mariadb: {condition: service_healthy}}
    healthcheck: {test: [CMD, healthy]}
  nginx:
    build: requirements/nginx
    image: nginx:inception
    container_name: nginx
    ports: ["443:443"]
    volumes: ["www:/var/www:ro"]
    networks: [inception]
    depends_on: {wordpress: {condition: service_healthy}}
networks: {inception: {}}
volumes: {data: {}, www: {}}
)";

const std::string chain_resources = R"(
network inception
volume data
volume www
image mariadb:inception
image wordpress:inception
image nginx:inception
)";

const std::string chain_up = chain_resources + R"(
container mariadb mariadb 1 running healthy
container wordpress wordpress 1 running healthy
container nginx nginx 1 running
)";

} // namespace

TEST_SUITE("plan_up: what is missing") {
    TEST_CASE("a fresh project is built, created and started in the order of its health gates") {
        CHECK(up({chain, ""}) == R"(
0 build image mariadb:inception: the image is not present
1 build image nginx:inception: the image is not present
2 build image wordpress:inception: the image is not present
3 create network demo_inception: it does not exist
4 create volume demo_data: it does not exist
5 create volume demo_www: it does not exist
6 create container mariadb after 0 3 4: it does not exist
7 start container mariadb after 6: it does not exist
8 create container wordpress after 2 3 5: it does not exist
9 wait until healthy mariadb after 7
10 start container wordpress after 8 9: it does not exist
11 create container nginx after 1 3 5: it does not exist
12 wait until healthy wordpress after 10
13 start container nginx after 11 12: it does not exist
)");
    }

    TEST_CASE("a project that is up has nothing to do") {
        CHECK(plan_up_of({chain, chain_up}).empty());
        CHECK(plan_up_of({chain, chain_up}).unchanged ==
              std::vector<Unchanged>{{"Container mariadb", "Healthy"},
                                     {"Container wordpress", "Healthy"},
                                     {"Container nginx", "Running"}});
    }

    TEST_CASE("a stopped project is started, gated as when it was new") {
        CHECK(up({chain, chain_resources + R"(
            container mariadb mariadb 1 exited
            container wordpress wordpress 1 exited
            container nginx nginx 1 exited)"}) == R"(
0 start container mariadb: it is exited
1 wait until healthy mariadb after 0
2 start container wordpress after 1: it is exited
3 wait until healthy wordpress after 2
4 start container nginx after 3: it is exited
)");
    }

    TEST_CASE("services that are named bring what they depend on, and nothing else") {
        CHECK(up({chain, chain_resources}, {.services = {"wordpress"}}) == R"(
0 create container mariadb: it does not exist
1 start container mariadb after 0: it does not exist
2 create container wordpress: it does not exist
3 wait until healthy mariadb after 1
4 start container wordpress after 2 3: it does not exist
)");
    }

    TEST_CASE("containers are created and not started on request") {
        CHECK(up({pair_with("{condition: service_healthy}"), pair_resources},
                 {.starting = Starting::create_only}) == R"(
0 create container demo-db-1: it does not exist
1 create container demo-web-1: it does not exist
)");
    }

    TEST_CASE("with wait, the plan ends with every container ready") {
        CHECK(up({pair_with("{condition: service_started}"), pair_resources}, {.wait = true}) == R"(
0 create container demo-db-1: it does not exist
1 start container demo-db-1 after 0: it does not exist
2 create container demo-web-1: it does not exist
3 start container demo-web-1 after 1 2: it does not exist
4 wait until ready demo-db-1 after 1
5 wait until ready demo-web-1 after 3
)");
    }

    TEST_CASE("with wait, a running container whose health is not known yet is waited for") {
        CHECK(up({chain, chain_resources + R"(
            container mariadb mariadb 1 running healthy
            container wordpress wordpress 1 running starting
            container nginx nginx 1 running)"},
                 {.wait = true}) == R"(
0 wait until ready wordpress
)");
    }

    TEST_CASE("hooks run after the start, one after the other") {
        CHECK(up({R"(services: {web: {image: 'nginx:1', post_start: [{command: a}, {command: b}]}})",
                  "network default\nimage nginx:1"}) == R"(
0 create container demo-web-1: it does not exist
1 start container demo-web-1 after 0: it does not exist
2 run post_start hook in demo-web-1 after 1: it does not exist
3 run post_start hook in demo-web-1 after 2: it does not exist
)");
    }

    TEST_CASE("the content of secrets without a file is copied in before the start") {
        CHECK(up({R"(
services: {web: {image: 'nginx:1', configs: [site]}}
configs: {site: {content: text}})",
                  "network default\nimage nginx:1"}) == R"(
0 create container demo-web-1: it does not exist
1 copy secrets and configs into container demo-web-1 after 0: it does not exist
2 start container demo-web-1 after 0 1: it does not exist
)");
    }
}

} // namespace muster::compose::reconcile
