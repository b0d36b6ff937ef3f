#include "tests/compose/reconcile/sample_projects.hpp"
#include "tests/compose/reconcile/scene.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

TEST_SUITE("plan_up: gates") {
    TEST_CASE("a dependency that is healthy already is not waited for, one that is starting is") {
        const std::string compose =
            pair_with("{condition: service_healthy}", ", healthcheck: {test: [CMD, x]}");
        CHECK(up({compose, pair_resources + "container demo-db-1 db 1 running healthy"}) == R"(
0 create container demo-web-1: it does not exist
1 start container demo-web-1 after 0: it does not exist
)");
        CHECK(up({compose, pair_resources + "container demo-db-1 db 1 running starting"}) == R"(
0 create container demo-web-1: it does not exist
1 wait until healthy demo-db-1
2 start container demo-web-1 after 0 1: it does not exist
)");
    }

    TEST_CASE("a job that is done stays so until one that waits for it starts") {
        const std::string compose = pair_with("{condition: service_completed_successfully}");
        const std::string done = pair_resources + "container demo-db-1 db 1 exited\n";
        CHECK(up({compose, done + "container demo-web-1 web 1 running"}) == "\n");
        CHECK(up({compose, done + "container demo-web-1 web 1 exited"}) == R"(
0 start container demo-db-1: it is exited
1 wait until completed demo-db-1 after 0
2 start container demo-web-1 after 1: it is exited
)");
    }

    TEST_CASE("a job that failed runs again") {
        CHECK(up({pair_with("{condition: service_completed_successfully}"), pair_resources + R"(
            container demo-db-1 db 1 exited exit=1
            container demo-web-1 web 1 running)"}) == R"(
0 start container demo-db-1: it is exited
)");
    }

    TEST_CASE("a dependency that is not required may fail") {
        const Plan plan =
            plan_up_of({pair_with("{condition: service_healthy, required: false}"), pair_resources});
        CHECK("\n" + dump(plan) == R"(
0 create container demo-db-1: it does not exist
1 start container demo-db-1 after 0: it does not exist
2 create container demo-web-1: it does not exist
3 wait until healthy demo-db-1 after 1
4 start container demo-web-1 after 2 3: it does not exist
)");
        CHECK(std::get<WaitFor>(plan.steps.at(3).action).necessity == Necessity::optional);
    }
}

} // namespace muster::compose::reconcile
