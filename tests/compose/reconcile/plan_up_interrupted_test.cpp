#include "tests/compose/reconcile/sample_projects.hpp"
#include "tests/compose/reconcile/scene.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

TEST_SUITE("plan_up: what an interrupted run left") {
    const std::string resources = "network default\nimage nginx:1\n";

    TEST_CASE("a replacement that was created is used, and the old container removed") {
        CHECK(up({web, resources + R"(
            container demo-web-1 web 1 running stale
            container 000000000001_demo-web-1 web 1 created)"}) == R"(
0 stop container demo-web-1: left over from an interrupted run
1 remove container demo-web-1 after 0: left over from an interrupted run
2 rename container to demo-web-1 after 1: an interrupted run left it under a temporary name
3 start container demo-web-1 after 2: an interrupted run left it under a temporary name
)");
    }

    TEST_CASE("a replacement whose old container is gone gets its name and is started") {
        CHECK(up({web, resources + "container 000000000001_demo-web-1 web 1 created"}) == R"(
0 rename container to demo-web-1: an interrupted run left it under a temporary name
1 start container demo-web-1 after 0: an interrupted run left it under a temporary name
)");
    }

    TEST_CASE("a replacement that was renamed is started") {
        CHECK(up({web, resources + "container demo-web-1 web 1 created"}) == R"(
0 start container demo-web-1: it is created
)");
    }

    TEST_CASE("a replacement that is out of date by now is removed before another one is made") {
        CHECK(up({web, resources + R"(
            container demo-web-1 web 1 running stale
            container 000000000001_demo-web-1 web 1 created stale)"}) == R"(
0 remove container 000000000001_demo-web-1: left over from an interrupted run
1 create replacement container demo-web-1 after 0: its configuration changed
2 stop container demo-web-1 after 1: its configuration changed
3 remove container demo-web-1 after 1 2: its configuration changed
4 rename container to demo-web-1 after 3: its configuration changed
5 start container demo-web-1 after 4: its configuration changed
)");
    }

    TEST_CASE("a replacement is removed when the old container is as declared again") {
        CHECK(up({web, resources + R"(
            container demo-web-1 web 1 running
            container 000000000001_demo-web-1 web 1 created stale)"}) == R"(
0 remove container 000000000001_demo-web-1: left over from an interrupted run
)");
    }
}

} // namespace muster::compose::reconcile
