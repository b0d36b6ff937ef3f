#include "tests/compose/reconcile/scene.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

namespace {

std::string web_with(const std::string& text) {
    return R"(
services: {web: {image: 'nginx:1', configs: [site]}, other: {image: 'nginx:1'}}
configs: {site: {content: ')" +
           text + "'}}\n";
}

const std::string both_up = R"(
network default
image nginx:1
container demo-other-1 other 1 running
container demo-web-1 web 1 running)";

} // namespace

TEST_SUITE("plan_up: secrets and configs") {
    TEST_CASE("a config whose content changed replaces the containers that have it") {
        CHECK(up({web_with("new"), both_up, web_with("old")}) == R"(
0 create replacement container demo-web-1: config 'site' changed
1 stop container demo-web-1 after 0: config 'site' changed
2 remove container demo-web-1 after 0 1: config 'site' changed
3 rename container to demo-web-1 after 2: config 'site' changed
4 copy secrets and configs into container demo-web-1 after 3: config 'site' changed
5 start container demo-web-1 after 3 4: config 'site' changed
)");
    }

    TEST_CASE("the change is told with the place where the config is declared") {
        const Plan plan = plan_up_of({web_with("new"), both_up, web_with("old")});
        CHECK(plan.steps.at(0).reasons.at(0).path == std::vector<std::string>{"configs", "site"});
    }

    TEST_CASE("unchanged content replaces nothing") { CHECK(up({web_with("old"), both_up}) == "\n"); }

    TEST_CASE("what Docker Compose made stays, for nothing tells what its content was") {
        CHECK(up({web_with("new"), both_up + " by-peer", web_with("old")}) == "\n");
    }

    TEST_CASE("changed content is left alone with --no-recreate") {
        CHECK(up({web_with("new"), both_up, web_with("old")}, {.recreate = Recreate::never}) == "\n");
    }
}

} // namespace muster::compose::reconcile
