#include "tests/compose/reconcile/scene.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

namespace {

const std::string pair = R"(
services:
  db: {image: 'db:1'}
  web: {image: 'web:1', depends_on: [db]}
)";

const std::string pair_up = R"(
container demo-db-1 db 1 running
container demo-web-1 web 1 running
)";

const std::string web_paused = R"(
container demo-db-1 db 1 running
container demo-web-1 web 1 paused
)";

const std::string web_stopped = R"(
container demo-db-1 db 1 running
container demo-web-1 web 1 exited
)";

const std::string with_orphan = R"(
container demo-db-1 db 1 exited
container demo-old-1 old 1 running
)";

} // namespace

TEST_SUITE("plan_kill") {
    TEST_CASE("every running container is sent the signal at once") {
        CHECK(kill({pair, pair_up}, {.signal = "SIGHUP"}) == R"(
0 kill (SIGHUP) container demo-db-1
1 kill (SIGHUP) container demo-web-1
)");
    }

    TEST_CASE("what is paused can be killed, what is stopped cannot") {
        CHECK(kill({pair, web_paused}, {.services = {"web"}}) == R"(
0 kill (SIGKILL) container demo-web-1
)");
        CHECK(kill({pair, web_stopped}, {.services = {"web"}}) == R"(
warning: no container to kill
)");
    }

    TEST_CASE("orphans are killed and removed on request only") {
        CHECK(kill({pair, with_orphan}) == R"(
warning: no container to kill
)");
        CHECK(kill({pair, with_orphan}, {.orphans = Orphans::remove}) == R"(
0 kill (SIGKILL) container demo-old-1: no service of the project is called 'old'
1 remove container demo-old-1 after 0: no service of the project is called 'old'
)");
    }
}

TEST_SUITE("plan_pause") {
    TEST_CASE("what runs is paused, what is stopped is left alone") {
        CHECK(pause({pair, web_stopped}) == R"(
0 pause container demo-db-1
)");
    }

    TEST_CASE("what is paused already is for the engine to refuse") {
        CHECK(pause({pair, web_paused}, {.services = {"web"}}) == R"(
0 pause container demo-web-1
)");
    }
}

TEST_SUITE("plan_unpause") {
    TEST_CASE("only what is paused goes on") {
        CHECK(unpause({pair, web_paused}) == R"(
0 unpause container demo-web-1
)");
        CHECK(unpause({pair, pair_up}) == "\n");
    }
}

TEST_SUITE("plan_remove") {
    TEST_CASE("only what is stopped is removed") {
        CHECK(remove({pair, web_stopped}) == R"(
0 remove container demo-web-1
)");
    }

    TEST_CASE("with stop, what runs is stopped first, dependents before what they depend on") {
        CHECK(remove({pair, pair_up}, {.running = RemoveOptions::Running::stop}) == R"(
0 stop container demo-web-1
1 remove container demo-web-1 after 0
2 stop container demo-db-1 after 0
3 remove container demo-db-1 after 2
)");
    }

    TEST_CASE("with nothing to remove it says so") {
        CHECK(remove({pair, pair_up}, {.services = {"db"}}) == R"(
warning: no stopped container to remove
)");
    }
}

} // namespace muster::compose::reconcile
