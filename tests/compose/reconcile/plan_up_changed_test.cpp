#include "tests/compose/reconcile/sample_projects.hpp"
#include "tests/compose/reconcile/scene.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

TEST_SUITE("plan_up: what has changed") {
    TEST_CASE("changed variables are named, credentials without their values") {
        CHECK(
            up({"services: {web: {image: 'nginx:1', environment: {DEBUG: '1', PASSWORD: new}}}", web_up,
                "services: {web: {image: 'nginx:1', environment: {DEBUG: '0', PASSWORD: old, GONE: x}}}"}) ==
            R"(
0 create replacement container demo-web-1: environment.GONE: 'x' -> (removed); environment.DEBUG: '0' -> '1'; environment.PASSWORD: (hidden) -> (hidden)
1 stop container demo-web-1 after 0: environment.GONE: 'x' -> (removed); environment.DEBUG: '0' -> '1'; environment.PASSWORD: (hidden) -> (hidden)
2 remove container demo-web-1 after 0 1: environment.GONE: 'x' -> (removed); environment.DEBUG: '0' -> '1'; environment.PASSWORD: (hidden) -> (hidden)
3 rename container to demo-web-1 after 2: environment.GONE: 'x' -> (removed); environment.DEBUG: '0' -> '1'; environment.PASSWORD: (hidden) -> (hidden)
4 start container demo-web-1 after 3: environment.GONE: 'x' -> (removed); environment.DEBUG: '0' -> '1'; environment.PASSWORD: (hidden) -> (hidden)
)");
    }

    TEST_CASE("another image is pulled first, then the container is replaced") {
        CHECK(up({"services: {web: {image: 'nginx:2'}}", web_up, web}) == R"(
0 pull image nginx:2: the image is not present
1 create replacement container demo-web-1 after 0: image: 'nginx:1' -> 'nginx:2'
2 stop container demo-web-1 after 1: image: 'nginx:1' -> 'nginx:2'
3 remove container demo-web-1 after 1 2: image: 'nginx:1' -> 'nginx:2'
4 rename container to demo-web-1 after 3: image: 'nginx:1' -> 'nginx:2'
5 start container demo-web-1 after 4: image: 'nginx:1' -> 'nginx:2'
)");
    }

    TEST_CASE("an image whose content changed replaces its containers") {
        CHECK(up({web, R"(
            network default
            image nginx:1 id=sha256:fedcba9876543210
            container demo-web-1 web 1 running image=sha256:0123456789abcdef)"}) == R"(
0 create replacement container demo-web-1: image 'nginx:1' changed: sha256:0123456789ab -> sha256:fedcba987654
1 stop container demo-web-1 after 0: image 'nginx:1' changed: sha256:0123456789ab -> sha256:fedcba987654
2 remove container demo-web-1 after 0 1: image 'nginx:1' changed: sha256:0123456789ab -> sha256:fedcba987654
3 rename container to demo-web-1 after 2: image 'nginx:1' changed: sha256:0123456789ab -> sha256:fedcba987654
4 start container demo-web-1 after 3: image 'nginx:1' changed: sha256:0123456789ab -> sha256:fedcba987654
)");
    }

    TEST_CASE("with build, the container is replaced only if the image turns out to have changed") {
        CHECK(up({"services: {web: {image: 'web:1', build: .}}", R"(
            network default
            image web:1
            container demo-web-1 web 1 running)"},
                 {.building = Building::always}) == R"(
0 build image web:1: a build was asked for
1 create replacement container demo-web-1 after 0 if image web:1 is not id of web:1: if image 'web:1' turns out to have changed
2 stop container demo-web-1 after 0 1 if image web:1 is not id of web:1: if image 'web:1' turns out to have changed
3 remove container demo-web-1 after 1 2 if image web:1 is not id of web:1: if image 'web:1' turns out to have changed
4 rename container to demo-web-1 after 3 if image web:1 is not id of web:1: if image 'web:1' turns out to have changed
5 start container demo-web-1 after 4 if image web:1 is not id of web:1: if image 'web:1' turns out to have changed
)");
    }

    TEST_CASE("containers that have changed are left alone on request") {
        CHECK(up({web, "network default\nimage nginx:1\ncontainer demo-web-1 web 1 running stale"},
                 {.recreate = Recreate::never}) == "\n");
    }

    TEST_CASE(
        "containers that have not changed are replaced on request, with new anonymous volumes if asked") {
        const UpOptions options{.recreate = Recreate::always,
                                .anonymous_volumes = AnonymousVolumesOnRecreate::renew};
        CHECK(up({web, web_up}, options) == R"(
0 create replacement container demo-web-1: a recreate was asked for
1 stop container demo-web-1 after 0: a recreate was asked for
2 remove container demo-web-1 after 0 1: a recreate was asked for
3 rename container to demo-web-1 after 2: a recreate was asked for
4 start container demo-web-1 after 3: a recreate was asked for
)");
        CHECK(std::get<RemoveContainer>(plan_up_of({web, web_up}, options).steps.at(2).action).volumes ==
              AnonymousVolumes::remove);
    }

    TEST_CASE("of services that are only depended on, unchanged containers stay") {
        CHECK(up({pair_with("{condition: service_started}"), pair_resources + R"(
            container demo-db-1 db 1 running
            container demo-web-1 web 1 running)"},
                 {.services = {"web"}, .recreate = Recreate::always}) == R"(
0 create replacement container demo-web-1: a recreate was asked for
1 stop container demo-web-1 after 0: a recreate was asked for
2 remove container demo-web-1 after 0 1: a recreate was asked for
3 rename container to demo-web-1 after 2: a recreate was asked for
4 start container demo-web-1 after 3: a recreate was asked for
)");
    }

    TEST_CASE("with restart, a dependent is stopped while what it depends on is replaced") {
        CHECK(up({pair_with("{condition: service_started, restart: true}"), pair_resources + R"(
            container demo-db-1 db 1 running stale
            container demo-web-1 web 1 running)"}) == R"(
0 create replacement container demo-db-1: its configuration changed
1 stop container demo-web-1 after 0: it depends on 'db', which is replaced, with 'restart: true'
2 stop container demo-db-1 after 0 1: its configuration changed
3 remove container demo-db-1 after 0 1 2: its configuration changed
4 rename container to demo-db-1 after 3: its configuration changed
5 start container demo-db-1 after 4: its configuration changed
6 start container demo-web-1 after 1 5: it depends on 'db', which is replaced, with 'restart: true'
)");
    }

    TEST_CASE("a container that shares another's network is replaced with it") {
        CHECK(up({R"(
services:
  vpn: {image: 'vpn:1'}
  web: {image: 'web:1', network_mode: 'service:vpn'})",
                  R"(
            network default
            image vpn:1
            image web:1
            container demo-vpn-1 vpn 1 running stale
            container demo-web-1 web 1 running)"}) == R"(
0 create replacement container demo-vpn-1: its configuration changed
1 stop container demo-vpn-1 after 0: its configuration changed
2 remove container demo-vpn-1 after 0 1: its configuration changed
3 rename container to demo-vpn-1 after 2: its configuration changed
4 start container demo-vpn-1 after 3: its configuration changed
5 create replacement container demo-web-1 after 0: network_mode: service 'vpn' gets a new container
6 stop container demo-web-1 after 4 5: network_mode: service 'vpn' gets a new container
7 remove container demo-web-1 after 4 5 6: network_mode: service 'vpn' gets a new container
8 rename container to demo-web-1 after 7: network_mode: service 'vpn' gets a new container
9 start container demo-web-1 after 4 8: network_mode: service 'vpn' gets a new container
)");
    }

    TEST_CASE("two services swap their container names in one run") {
        const auto named = [](const std::string& a, const std::string& b) {
            return "services: {a: {image: 'nginx:1', container_name: " + a +
                   "}, b: {image: 'nginx:1', container_name: " + b + "}}";
        };
        CHECK(up({named("yy", "xx"), R"(
            network default
            image nginx:1
            container xx a 1 running
            container yy b 1 running)",
                  named("xx", "yy")}) == R"(
0 rename container to 2a749ecbe7c1_yy: service 'a' is to have the name 'yy'
1 rename container to 27d6fbbe5c7d_xx: service 'b' is to have the name 'xx'
2 create replacement container yy: its configuration changed
3 stop container 27d6fbbe5c7d_xx after 1 2: its configuration changed
4 remove container 27d6fbbe5c7d_xx after 1 2 3: its configuration changed
5 rename container to yy after 0 4: its configuration changed
6 start container yy after 5: its configuration changed
7 create replacement container xx: its configuration changed
8 stop container 2a749ecbe7c1_yy after 0 7: its configuration changed
9 remove container 2a749ecbe7c1_yy after 0 7 8: its configuration changed
10 rename container to xx after 1 9: its configuration changed
11 start container xx after 10: its configuration changed
)");
    }

    TEST_CASE("a container that is off its network is replaced") {
        CHECK(up({web, "network default\nimage nginx:1\ncontainer demo-web-1 web 1 running off=default"}) ==
              R"(
0 create replacement container demo-web-1: it is not connected to network 'demo_default'
1 stop container demo-web-1 after 0: it is not connected to network 'demo_default'
2 remove container demo-web-1 after 0 1: it is not connected to network 'demo_default'
3 rename container to demo-web-1 after 2: it is not connected to network 'demo_default'
4 start container demo-web-1 after 3: it is not connected to network 'demo_default'
)");
    }

    TEST_CASE("stop hooks run before a container that is replaced stops") {
        CHECK(up({R"(services: {web: {image: 'nginx:1', pre_stop: [{command: bye}]}})",
                  "network default\nimage nginx:1\ncontainer demo-web-1 web 1 running stale"}) == R"(
0 create replacement container demo-web-1: its configuration changed
1 run pre_stop hook in demo-web-1 after 0: its configuration changed
2 stop container demo-web-1 after 0 1: its configuration changed
3 remove container demo-web-1 after 0 2: its configuration changed
4 rename container to demo-web-1 after 3: its configuration changed
5 start container demo-web-1 after 4: its configuration changed
)");
    }
}

} // namespace muster::compose::reconcile
