#include "tests/compose/reconcile/sample_projects.hpp"
#include "tests/compose/reconcile/scene.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

TEST_SUITE("plan_up: networks and volumes") {
    TEST_CASE("a missing external network is an error before anything is done") {
        CHECK(up({R"(
services: {web: {image: 'nginx:1', networks: [shared]}}
networks: {shared: {external: true}})",
                  "image nginx:1"}) == R"(
error: network 'shared' is declared as external, but does not exist
hint: create it with 'docker network create shared', or remove 'external' from networks.shared
)");
    }

    TEST_CASE("a network that has changed is replaced, with the containers in it") {
        CHECK(up({web, R"(
            network default diverged
            image nginx:1
            container demo-web-1 web 1 running)"}) == R"(
0 stop container demo-web-1: its settings changed
1 disconnect container demo-web-1 after 0: its settings changed
2 remove network demo_default after 1: its settings changed
3 create network demo_default after 2: its settings changed
4 create replacement container demo-web-1 after 3: network 'demo_default' is replaced
5 remove container demo-web-1 after 0 4: network 'demo_default' is replaced
6 rename container to demo-web-1 after 5: network 'demo_default' is replaced
7 start container demo-web-1 after 6: network 'demo_default' is replaced
)");
    }

    TEST_CASE("a second network of the same name is removed") {
        CHECK(up({web, web_up + "network default surplus id=twin"}) == R"(
0 remove network demo_default: an interrupted run left a second one of that name
)");
    }

    TEST_CASE("a volume that is somebody else's is used with a warning, one that changed is kept") {
        CHECK(up({R"(
services: {web: {image: 'nginx:1', volumes: ['data:/data', 'logs:/logs']}}
volumes: {data: {}, logs: {}})",
                  web_up + "volume data foreign\nvolume logs diverged"}) == R"(
warning: volume 'demo_data' already exists but was not created for this project; use 'external: true' to say that it is meant
warning: volume 'demo_logs' is not as the compose file declares it; it is kept, because recreating it would lose its data
)");
    }

    TEST_CASE("a port that a container gives up is free before its new owner starts") {
        CHECK(up({R"(
services:
  api: {image: 'nginx:1', ports: ['80:80']}
  web: {image: 'nginx:1'})",
                  R"(
            network default
            image nginx:1
            container demo-web-1 web 1 running stale publishes=80)"}) == R"(
0 stop container demo-web-1: its configuration changed
1 create container demo-api-1: it does not exist
2 start container demo-api-1 after 0 1: it does not exist
3 create replacement container demo-web-1: its configuration changed
4 remove container demo-web-1 after 0 3: its configuration changed
5 rename container to demo-web-1 after 4: its configuration changed
6 start container demo-web-1 after 5: its configuration changed
)");
    }
}

} // namespace muster::compose::reconcile
