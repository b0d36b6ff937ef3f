#include "tests/compose/reconcile/sample_projects.hpp"
#include "tests/compose/reconcile/scene.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

TEST_SUITE("plan_up: scale and orphans") {
    TEST_CASE("further containers take the numbers above the highest") {
        CHECK(up({"services: {web: {image: 'nginx:1', scale: 3}}", R"(
            network default
            image nginx:1
            container demo-web-2 web 2 running
            container demo-web-5 web 5 running)"}) == R"(
0 create container demo-web-6: it does not exist
1 start container demo-web-6 after 0: it does not exist
)");
    }

    TEST_CASE("of too many containers, those that are out of date go first") {
        CHECK(up({"services: {web: {image: 'nginx:1', scale: 2}}", R"(
            network default
            image nginx:1
            container demo-web-1 web 1 running stale
            container demo-web-2 web 2 running
            container demo-web-3 web 3 running)"}) == R"(
0 stop container demo-web-1: the service asks for 2 containers
1 remove container demo-web-1 after 0: the service asks for 2 containers
)");
    }

    TEST_CASE("orphans are pointed out, removed or passed over") {
        const Scene scene{web, web_up + R"(
            container demo-old-1 old 1 running
            container demo-web-run-1 web 0 exited one-off
            container demo-web-run-2 web 0 running one-off)"};
        CHECK(up(scene) == R"(
warning: found orphan containers (demo-old-1, demo-web-run-1) for this project; if their services were removed or renamed in the compose file, --remove-orphans cleans them up
)");
        CHECK(up(scene, {.orphans = Orphans::remove}) == R"(
0 stop container demo-old-1: no service of the project is called 'old'
1 remove container demo-old-1 after 0: no service of the project is called 'old'
2 remove container demo-web-run-1: it was made for a single command, which is done
)");
        CHECK(up(scene, {.orphans = Orphans::ignore}) == "\n");
    }
}

} // namespace muster::compose::reconcile
