#include "tests/compose/reconcile/scene.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

namespace {

const std::string pair = R"(
services:
  db: {image: 'db:1', healthcheck: {test: [CMD, x]}}
  web: {image: 'web:1', depends_on: {db: {condition: service_healthy, restart: true}}}
)";

const std::string pair_up = R"(
container demo-db-1 db 1 running healthy
container demo-web-1 web 1 running
)";

const std::string pair_stopped = R"(
container demo-db-1 db 1 exited
container demo-web-1 web 1 exited
)";

} // namespace

TEST_SUITE("plan_start") {
    TEST_CASE("dependencies start first, gated as they are for up") {
        CHECK(start({pair, pair_stopped}) == R"(
0 start container demo-db-1
1 wait until healthy demo-db-1 after 0
2 start container demo-web-1 after 1
)");
    }

    TEST_CASE("what runs is left alone") { CHECK(start({pair, pair_up}) == "\n"); }

    TEST_CASE("with wait, the plan ends with every container ready") {
        CHECK(start({pair, pair_stopped}, {.services = {"db"}, .wait = true}) == R"(
0 start container demo-db-1
1 wait until ready demo-db-1 after 0
)");
    }

    TEST_CASE("a named service without a container is an error that says what creates it") {
        CHECK(start({pair, ""}, {.services = {"db"}}) == R"(
error: service 'db' has no container to start
hint: 'muster up db' creates it
)");
    }
}

TEST_SUITE("plan_stop") {
    TEST_CASE("dependents stop first") {
        CHECK(stop({pair, pair_up}) == R"(
0 stop container demo-web-1
1 stop container demo-db-1 after 0
)");
    }

    TEST_CASE("only what is named stops") {
        CHECK(stop({pair, pair_up}, {.services = {"db"}}) == R"(
0 stop container demo-db-1
)");
    }

    TEST_CASE("what does not run has nothing to stop") { CHECK(stop({pair, pair_stopped}) == "\n"); }
}

TEST_SUITE("plan_restart") {
    TEST_CASE("a dependent that asked for it restarts too, once its dependency is ready") {
        CHECK(restart({pair, pair_up}, {.services = {"db"}}) == R"(
0 stop container demo-db-1
1 start container demo-db-1 after 0
2 stop container demo-web-1
3 wait until healthy demo-db-1 after 1
4 start container demo-web-1 after 2 3
)");
    }

    TEST_CASE("dependents are left alone on request") {
        CHECK(restart({pair, pair_up},
                      {.services = {"db"}, .dependents = LifecycleOptions::Dependents::leave}) == R"(
0 stop container demo-db-1
1 start container demo-db-1 after 0
)");
    }

    TEST_CASE("stopped containers are started") {
        CHECK(restart({pair, pair_stopped}, {.services = {"web"}}) == R"(
0 start container demo-web-1
)");
    }
}

TEST_SUITE("plan_build") {
    const std::string compose = R"(
services:
  app: {build: .}
  copy: {image: demo-app, build: .}
  other: {image: demo-app, build: ./other}
  web: {image: 'web:1'}
)";

    TEST_CASE("the same build is done once, others of the same name one after the other") {
        CHECK(build(compose) == R"(
0 build image demo-app
1 build image demo-app after 0
)");
    }

    TEST_CASE("a named service without a build section is an error") {
        CHECK(build(compose, {.services = {"web"}}) == R"(
error: service 'web' has no build section
)");
    }
}

TEST_SUITE("plan_pull") {
    TEST_CASE("each image that is not built is pulled once, unless its policy forbids it") {
        CHECK(pull(R"(
services:
  a: {image: 'nginx:1'}
  b: {image: 'nginx:1'}
  c: {build: .}
  d: {image: 'local:1', pull_policy: never}
  e: {image: 'built:1', pull_policy: build})") == R"(
0 pull image nginx:1
)");
    }

    TEST_CASE("what is there already is pulled, unless the policy is to pull what is missing") {
        const char* compose = R"(
services:
  a: {image: 'nginx:1'}
  b: {image: 'redis:7', pull_policy: missing}
  c: {image: 'mysql:8', pull_policy: if_not_present})";
        CHECK(pull(compose, {.present = {"nginx:1", "redis:7"}}) == R"(
0 pull image nginx:1
1 pull image mysql:8
)");
        CHECK(pull(compose, {.present = {"nginx:1", "redis:7"}, .policy = "always"}) == R"(
0 pull image nginx:1
1 pull image redis:7
2 pull image mysql:8
)");
        CHECK(pull(compose, {.services = {"a"}, .present = {"nginx:1"}, .policy = "missing"}) == "\n");
    }

    TEST_CASE("an image that can be built is pulled too, unless that is not wanted") {
        const char* compose = "services: {a: {image: 'shop:1', build: .}}";
        CHECK(pull(compose) == "\n0 pull image shop:1\n");
        CHECK(pull(compose, {.buildable = PullOptions::Buildable::leave}) == "\n");
    }
}

} // namespace muster::compose::reconcile
