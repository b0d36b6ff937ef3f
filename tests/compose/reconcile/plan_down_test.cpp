#include "tests/compose/reconcile/scene.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

namespace {

const std::string chain = R"(
services:
  db: {image: 'db:1', volumes: ['data:/data']}
  app: {build: ., depends_on: [db]}
  web: {image: 'web:1', depends_on: [app]}
volumes: {data: {}}
)";

const std::string chain_up = R"(
network default
volume data
image db:1
image demo-app
image web:1
container demo-db-1 db 1 running
container demo-app-1 app 1 running
container demo-web-1 web 1 running
)";

} // namespace

TEST_SUITE("plan_down") {
    TEST_CASE("dependents go first, then the networks; volumes and images stay") {
        CHECK(down({chain, chain_up}) == R"(
0 stop container demo-web-1
1 remove container demo-web-1 after 0
2 stop container demo-app-1 after 1
3 remove container demo-app-1 after 1 2
4 stop container demo-db-1 after 1 3
5 remove container demo-db-1 after 1 3 4
6 remove network demo_default after 1 3 5
)");
    }

    TEST_CASE("volumes and the images that were built go on request") {
        CHECK(down({chain, chain_up}, {.images = RemoveImages::local, .volumes = AnonymousVolumes::remove}) ==
              R"(
0 stop container demo-web-1
1 remove container demo-web-1 after 0
2 stop container demo-app-1 after 1
3 remove container demo-app-1 after 1 2
4 stop container demo-db-1 after 1 3
5 remove container demo-db-1 after 1 3 4
6 remove network demo_default after 1 3 5
7 remove volume demo_data after 1 3 5
8 remove image demo-app after 1 3 5
)");
    }

    TEST_CASE("all images go on request, once each") {
        CHECK(down({chain, "image db:1\nimage demo-app\nimage web:1"}, {.images = RemoveImages::all}) == R"(
0 remove image db:1
1 remove image demo-app
2 remove image web:1
)");
    }

    TEST_CASE("what was made for something else is never removed") {
        CHECK(down({chain, "network default foreign\nvolume data foreign"},
                   {.volumes = AnonymousVolumes::remove}) == R"(
warning: nothing to remove for project 'demo'
)");
    }

    TEST_CASE("services that are named go with their dependents, and networks stay") {
        CHECK(down({chain, chain_up}, {.services = {"app"}}) == R"(
0 stop container demo-web-1
1 remove container demo-web-1 after 0
2 stop container demo-app-1 after 1
3 remove container demo-app-1 after 1 2
)");
    }

    TEST_CASE("orphans go on request") {
        CHECK(down({chain, "container demo-old-1 old 1 running"}, {.orphans = Orphans::remove}) == R"(
0 stop container demo-old-1: no service of the project is called 'old'
1 remove container demo-old-1 after 0: no service of the project is called 'old'
)");
    }

    TEST_CASE("what an orphan that stays still uses stays too, and is named") {
        CHECK(down({chain, "network default\ncontainer demo-db-run-1 db 0 running one-off"}) == R"(
warning: network 'demo_default' is left in place: container 'demo-db-run-1' still uses it
warning: nothing to remove for project 'demo'
)");
    }

    TEST_CASE("stop hooks run before the stop, which waits as long as was asked") {
        const Scene scene{"services: {web: {image: 'web:1', pre_stop: [{command: bye}]}}",
                          "container demo-web-1 web 1 running"};
        CHECK(down(scene, {.timeout = 3}) == R"(
0 run pre_stop hook in demo-web-1
1 stop container demo-web-1 after 0
2 remove container demo-web-1 after 1
)");
    }

    TEST_CASE("both containers of an interrupted replacement go") {
        CHECK(down({"services: {web: {image: 'web:1'}}", R"(
            container demo-web-1 web 1 running
            container 000000000001_demo-web-1 web 1 created)"}) == R"(
0 remove container 000000000001_demo-web-1
1 stop container demo-web-1
2 remove container demo-web-1 after 1
)");
    }

    TEST_CASE("where there is nothing, it is said") {
        CHECK(down({chain, ""}) == R"(
warning: nothing to remove for project 'demo'
)");
    }
}

} // namespace muster::compose::reconcile
