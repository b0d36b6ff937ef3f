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

    TEST_CASE("every other state that an interrupted run can leave is finished, and told why") {
        struct Row {
            const char* left;
            const char* plan;
        };
        const std::vector<Row> rows{
            // Killed once the network was there.
            {"network default\nimage nginx:1", R"(
0 create container demo-web-1: it does not exist
1 start container demo-web-1 after 0: it does not exist
)"},
            // Killed between the stop and the removal of the old container.
            {"network default\nimage nginx:1\ncontainer demo-web-1 web 1 exited stale\n"
             "container 000000000001_demo-web-1 web 1 created",
             R"(
0 remove container demo-web-1: left over from an interrupted run
1 rename container to demo-web-1 after 0: an interrupted run left it under a temporary name
2 start container demo-web-1 after 1: an interrupted run left it under a temporary name
)"},
            // Killed after the removal of the network, which is made anew.
            {"image nginx:1\ncontainer demo-web-1 web 1 exited off=default", R"(
0 create network demo_default: it does not exist
1 create replacement container demo-web-1 after 0: it is not connected to network 'demo_default'
2 remove container demo-web-1 after 1: it is not connected to network 'demo_default'
3 rename container to demo-web-1 after 2: it is not connected to network 'demo_default'
4 start container demo-web-1 after 3: it is not connected to network 'demo_default'
)"},
            // Killed before a container was connected to the new network.
            {"network default\nimage nginx:1\ncontainer demo-web-1 web 1 running off=default", R"(
0 create replacement container demo-web-1: it is not connected to network 'demo_default'
1 stop container demo-web-1 after 0: it is not connected to network 'demo_default'
2 remove container demo-web-1 after 0 1: it is not connected to network 'demo_default'
3 rename container to demo-web-1 after 2: it is not connected to network 'demo_default'
4 start container demo-web-1 after 3: it is not connected to network 'demo_default'
)"},
            // Stopped, for its network was to be replaced, and left so.
            {"network default id=new\nimage nginx:1\ncontainer demo-web-1 web 1 exited", R"(
0 create replacement container demo-web-1: it is not connected to network 'demo_default'
1 remove container demo-web-1 after 0: it is not connected to network 'demo_default'
2 rename container to demo-web-1 after 1: it is not connected to network 'demo_default'
3 start container demo-web-1 after 2: it is not connected to network 'demo_default'
)"},
            // Created, and left.
            {"network default\nimage nginx:1\ncontainer demo-web-1 web 1 created", R"(
0 start container demo-web-1: it is created
)"},
            // The engine was about to remove it.
            {"network default\nimage nginx:1\ncontainer demo-web-1 web 1 dead", R"(
0 create replacement container demo-web-1: it is dead
1 remove container demo-web-1 after 0: it is dead
2 rename container to demo-web-1 after 1: it is dead
3 start container demo-web-1 after 2: it is dead
)"},
            // Its name was given up, and nobody has taken it.
            {"network default\nimage nginx:1\ncontainer 000000000001_other web 1 running stale "
             "id=000000000001",
             R"(
0 create replacement container demo-web-1: its configuration changed
1 stop container 000000000001_other after 0: its configuration changed
2 remove container 000000000001_other after 0 1: its configuration changed
3 rename container to demo-web-1 after 2: its configuration changed
4 start container demo-web-1 after 3: its configuration changed
)"},
            // Scaled down half-way.
            {"network default\nimage nginx:1\ncontainer demo-web-1 web 1 running\n"
             "container demo-web-3 web 3 exited",
             R"(
0 remove container demo-web-3: the service asks for 1 container
)"},
        };
        for (const Row& row : rows) {
            CAPTURE(row.left);
            CHECK(up({web, row.left}) == row.plan);
        }
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
