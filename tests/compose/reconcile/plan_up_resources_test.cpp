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
5 remove container demo-web-1 after 0 1 4: network 'demo_default' is replaced
6 rename container to demo-web-1 after 5: network 'demo_default' is replaced
7 start container demo-web-1 after 1 6: network 'demo_default' is replaced
)");
    }

    TEST_CASE("containers that stay are connected to the new network, and go on running") {
        CHECK(up({web, R"(
            network default diverged
            image nginx:1
            container demo-web-1 web 1 running
            container demo-web-run-1 web 0 running one-off)"},
                 {.recreate = Recreate::never}) == R"(
0 disconnect container demo-web-1: its settings changed
1 disconnect container demo-web-run-1: its settings changed
2 remove network demo_default after 0 1: its settings changed
3 create network demo_default after 2: its settings changed
4 connect container demo-web-1 after 0 3: network 'demo_default' is replaced, and it is not
5 connect container demo-web-run-1 after 1 3: network 'demo_default' is replaced, and it is not
)");
    }

    TEST_CASE("a container is connected again with its service's aliases and address") {
        const Plan plan = plan_up_of({R"(
services: {web: {image: 'nginx:1', networks: {n: {aliases: [www], ipv4_address: 172.30.0.5}}}}
networks: {n: {ipam: {config: [{subnet: 172.30.0.0/24}]}}})",
                                      "network n diverged\nimage nginx:1\n"
                                      "container demo-web-1 web 1 running"},
                                     {.recreate = Recreate::never});
        const auto& connect = std::get<ConnectNetwork>(plan.steps.at(3).action);
        CHECK(connect.network == "demo_n");
        CHECK(connect.endpoint.aliases == std::vector<std::string>{"demo-web-1", "web", "www"});
        CHECK(connect.endpoint.ipv4_address == "172.30.0.5");
    }

    TEST_CASE("containers of services that were not asked for keep their place in a replaced network") {
        const std::string two = R"(
services: {db: {image: 'nginx:1', networks: {default: {aliases: [data]}}}, web: {image: 'nginx:1'}})";
        const Scene scene{two, R"(
            network default diverged
            image nginx:1
            container demo-db-1 db 1 running
            container demo-web-1 web 1 exited)"};
        CHECK(up(scene, {.services = {"web"}}) == R"(
0 disconnect container demo-db-1: its settings changed
1 disconnect container demo-web-1: its settings changed
2 remove network demo_default after 0 1: its settings changed
3 create network demo_default after 2: its settings changed
4 connect container demo-db-1 after 0 3: network 'demo_default' is replaced, and it is not
5 create replacement container demo-web-1 after 3: network 'demo_default' is replaced
6 remove container demo-web-1 after 1 5: network 'demo_default' is replaced
7 rename container to demo-web-1 after 6: network 'demo_default' is replaced
8 start container demo-web-1 after 1 7: network 'demo_default' is replaced
)");
        const Plan plan = plan_up_of(scene, {.services = {"web"}});
        CHECK(std::get<ConnectNetwork>(plan.steps.at(4).action).endpoint.aliases ==
              std::vector<std::string>{"demo-db-1", "db", "data"});
    }

    TEST_CASE("a network that somebody else uses is not replaced") {
        CHECK(up({web, web_up + R"(
            network default diverged
            stranger other-web-1 default project=other
            stranger mine default)"}) == R"(
error: network 'demo_default' has to be replaced, because its settings changed, but container 'other-web-1' of project 'other', container 'mine', which belongs to no project are connected to it
hint: stop it, or disconnect it with 'docker network disconnect demo_default mine'
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

    TEST_CASE("a volume that changed is made anew on request, once no container has it") {
        CHECK(up({R"(
services: {web: {image: 'nginx:1', volumes: ['data:/data', /tmp/x]}}
volumes: {data: {}})",
                  web_up + "volume data diverged"},
                 {.renewed_volumes = {"data"}}) == R"(
0 stop container demo-web-1: volume 'demo_data' is made anew
1 remove container demo-web-1 after 0: volume 'demo_data' is made anew
2 remove volume demo_data after 1: it is not as declared, and may lose its data
3 create volume demo_data after 2: it is not as declared, and may lose its data
4 create replacement container demo-web-1 after 1 3: volume 'demo_data' is made anew
5 start container demo-web-1 after 4: volume 'demo_data' is made anew
)");
    }

    TEST_CASE("a volume is not made anew while a container that stays has it") {
        CHECK(up({R"(
services: {web: {image: 'nginx:1', volumes: ['data:/data']}}
volumes: {data: {}})",
                  web_up + "volume data diverged\ncontainer demo-web-run-1 web 0 running one-off"},
                 {.renewed_volumes = {"data"}}) == R"(
error: volume 'demo_data' cannot be made anew: container 'demo-web-run-1' has it, and stays
hint: remove that container first
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
