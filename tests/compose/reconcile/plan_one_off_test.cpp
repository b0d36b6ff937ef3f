#include "tests/compose/reconcile/scene.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

namespace {

const std::string pair = R"(
services:
  db: {image: 'db:1', healthcheck: {test: [CMD, x]}}
  web: {image: 'web:1', depends_on: {db: {condition: service_healthy}}}
)";

const std::string resources = R"(
network default
image db:1
image web:1
)";

const UpOptions once{.services = {"web"}, .one_off = OneOffContainer{"web", "demo-web-run-1", {.slug = "1"}}};

} // namespace

TEST_SUITE("plan_up with a one-off container") {
    TEST_CASE("it is made and started once what it depends on is ready") {
        CHECK(up({pair, resources}, once) == R"(
0 create container demo-db-1: it does not exist
1 start container demo-db-1 after 0: it does not exist
2 wait until healthy demo-db-1 after 1
3 create container demo-web-run-1 after 2
4 start container demo-web-run-1 after 3
)");
    }

    TEST_CASE("when a network is replaced, the service's own containers stay in it, and go on running") {
        CHECK(up({pair, resources + R"(
network default diverged
container demo-web-1 web 1 running
)"},
                 {.services = {"web"}, .one_off = once.one_off}) == R"(
0 disconnect container demo-web-1: its settings changed
1 remove network demo_default after 0: its settings changed
2 create network demo_default after 1: its settings changed
3 connect container demo-web-1 after 0 2: network 'demo_default' is replaced, and it is not
4 create container demo-db-1 after 2: it does not exist
5 start container demo-db-1 after 4: it does not exist
6 wait until healthy demo-db-1 after 5
7 create container demo-web-run-1 after 2 6
8 start container demo-web-run-1 after 7
)");
    }

    TEST_CASE("the service's own containers stay as they are, whatever has changed") {
        CHECK(up({pair, resources + R"(
container demo-db-1 db 1 running healthy
container demo-web-1 web 1 running stale
container demo-web-2 web 2 exited
)"},
                 once) == R"(
0 create container demo-web-run-1
1 start container demo-web-run-1 after 0
)");
    }
}

} // namespace muster::compose::reconcile
