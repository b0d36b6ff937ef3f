#include "steps.hpp"

#include <doctest/doctest.h>

namespace muster::e2e {

using engine::ContainerState;

namespace {

/// Runs on whatever it is asked, until it is killed. Healthy once it no longer listens.
const std::string stubborn =
    "services:\n  web:\n    image: IMAGE\n    stop_grace_period: 600s\n"
    "    command: sh -c 'trap \"\" TERM; touch /tmp/up; while :; do sleep 0.1; done'\n"
    "    healthcheck: {test: test -e /tmp/up, interval: 200ms}\n";

} // namespace

TEST_CASE("stop --timeout gives a container less time than it asks for") {
    Sandbox box(stubborn);
    succeed(box, {"up", "--wait"});
    succeed(box, {"stop", "-t", "0"});
    CHECK(box.container("web").state == ContainerState::exited);
    CHECK(box.container("web").exit_code == 137);
}

TEST_CASE("down, restart and up take a timeout as well") {
    Sandbox box(stubborn);
    succeed(box, {"up", "--wait"});
    const auto first = box.container("web");
    succeed(box, {"restart", "-t", "0"});
    CHECK(box.container("web").id == first.id);
    CHECK(box.container("web").started_at > first.started_at);
    succeed(box, {"up", "-d", "--wait", "--force-recreate", "-t", "0"});
    CHECK(box.container("web").id != first.id);
    succeed(box, {"down", "-t", "0"});
    CHECK(box.container_names().empty());
}

TEST_CASE("stop of what is stopped, or was never made, is a success") {
    Sandbox box("services:\n" + running("web") + running("db"));
    succeed(box, {"stop"});
    succeed(box, {"up", "-d", "web"});
    succeed(box, {"stop"});
    box.proxy().forget();
    succeed(box, {"stop"});
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("start of what runs changes nothing") {
    Sandbox box("services:\n" + running("web"));
    succeed(box, {"up", "-d"});
    const auto before = box.container("web");
    succeed(box, {"start"});
    CHECK(box.container("web").started_at == before.started_at);
}

TEST_CASE("restart starts what is stopped") {
    Sandbox box("services:\n" + running("web"));
    succeed(box, {"up", "-d"});
    succeed(box, {"stop"});
    succeed(box, {"restart"});
    CHECK(is_running(box, "web"));
}

TEST_CASE("up starts a container that has ended by itself, and does not replace it") {
    Sandbox box("services:\n" + job("app", "echo again"));
    succeed(box, {"up", "-d"});
    const std::string id = box.container("app").id;
    output_of(box, "app");
    succeed(box, {"up", "-d"});
    CHECK(output_of(box, "app") == "again\nagain\n");
    CHECK(box.container("app").id == id);
}

TEST_CASE("up lets a paused container go on") {
    Sandbox box("services:\n" + running("web"));
    succeed(box, {"up", "-d"});
    const std::string id = box.container("web").id;
    succeed(box, {"pause"});
    const auto up = box.muster({"up", "-d"});
    INFO(up.err);
    CHECK(up.exit_code == 0);
    CHECK(box.container("web").id == id);
}

TEST_CASE("a paused container can be stopped, killed and taken down") {
    Sandbox box("services:\n" + running("a") + running("b"));
    succeed(box, {"up", "-d"});
    succeed(box, {"pause"});
    succeed(box, {"stop", "-t", "0", "a"});
    CHECK(box.container("a").state == ContainerState::exited);
    succeed(box, {"down", "-t", "0"});
    CHECK(box.container_names().empty());
}

TEST_CASE("kill takes a signal by name or number") {
    for (const char* signal : {"SIGUSR1", "USR1", "10"}) {
        CAPTURE(signal);
        Sandbox box("services:\n"
                    "  web:\n    image: IMAGE\n"
                    "    command: sh -c 'trap \"exit 7\" USR1; touch /tmp/up; while :; do sleep 0.1; done'\n"
                    "    healthcheck: {test: test -e /tmp/up, interval: 200ms}\n");
        succeed(box, {"up", "--wait"});
        succeed(box, {"kill", "-s", signal});
        box.engine().wait_container(box.container("web").id, {}, engine::Engine::WaitFor::not_running);
        CHECK(box.container("web").exit_code == 7);
    }
}

TEST_CASE("rm leaves what runs, and says when there is nothing to remove") {
    Sandbox box("services:\n" + running("web"));
    succeed(box, {"up", "-d"});
    const auto nothing = succeed(box, {"rm", "-f"});
    CHECK(nothing.err == containing("no stopped container"));
    CHECK(is_running(box, "web"));
}

TEST_CASE("down of nothing says so and is a success") {
    Sandbox box("services:\n" + running("web"));
    const auto down = succeed(box, {"down"});
    CHECK(down.err == containing("nothing to remove for project '" + box.project() + "'"));
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("a second down has nothing to do") {
    Sandbox box("services:\n" + running("web", "volumes: ['data:/data']") + "volumes: {data: }\n");
    succeed(box, {"up", "-d"});
    succeed(box, {"down", "-v"});
    box.proxy().forget();
    succeed(box, {"down", "-v"});
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("down removes containers that were created and never started") {
    Sandbox box("services:\n" + running("web") + running("db"));
    succeed(box, {"create"});
    succeed(box, {"down"});
    CHECK(box.container_names().empty());
    CHECK(box.network_names().empty());
}

} // namespace muster::e2e
