#include "sandbox.hpp"

#include <doctest/doctest.h>

namespace muster::e2e {

namespace {

const std::string chain =
    "services:\n"
    "  db:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
    "  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n    depends_on: [db]\n";

} // namespace

TEST_CASE("down removes containers and networks, keeps volumes, and takes them with -v") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                "    volumes: [\"data:/data\"]\nvolumes:\n  data:\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(box.muster({"down"}).exit_code == 0);
    CHECK(box.container_names().empty());
    CHECK(box.network_names().empty());
    CHECK(box.volume_names().size() == 1);
    CHECK(box.muster({"down", "-v"}).exit_code == 0);
    CHECK(box.volume_names().empty());
}

TEST_CASE("down stops dependents before what they depend on") {
    Sandbox box(chain);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    REQUIRE(box.muster({"down"}).exit_code == 0);
    CHECK(box.event_time("web", "destroy") < box.event_time("db", "die"));
}

TEST_CASE("down works without a compose file when the project is named") {
    Sandbox box(chain);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    auto call = box.call({"-p", box.project(), "down"});
    call.directory = "/";
    const auto result = run_program(call);
    CHECK_MESSAGE(result.exit_code == 0, result.err);
    CHECK(box.container_names().empty());
    CHECK(box.network_names().empty());
}

TEST_CASE("stop, start and restart keep the containers") {
    Sandbox box(chain);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto web = box.container("web");
    CHECK(box.muster({"stop"}).exit_code == 0);
    CHECK(box.container("web").state == engine::ContainerState::exited);
    CHECK(box.muster({"start"}).exit_code == 0);
    CHECK(box.container("web").state == engine::ContainerState::running);
    CHECK(box.muster({"restart", "web"}).exit_code == 0);
    CHECK(box.container("web").id == web.id);
    CHECK(box.container("web").started_at > web.started_at);
}

TEST_CASE("up starts what was stopped") {
    Sandbox box(chain);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto web = box.container("web").id;
    REQUIRE(box.muster({"stop", "web"}).exit_code == 0);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(box.container("web").id == web);
    CHECK(box.container("web").state == engine::ContainerState::running);
}

TEST_CASE("exec passes on output and exit code") {
    Sandbox box(chain);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto result =
        box.muster({"exec", "-T", "-e", "A=b", "web", "sh", "-c", "echo $A; echo oops >&2; exit 7"});
    CHECK(result.exit_code == 7);
    CHECK(result.out == "b\n");
    CHECK(result.err == "oops\n");
}

TEST_CASE("logs shows each line with its container's name") {
    Sandbox box(
        "services:\n"
        "  one:\n    image: IMAGE\n    command: sh -c 'echo first; sleep 0.6; echo third'\n"
        "  two:\n    image: IMAGE\n    command: sh -c 'sleep 0.3; echo second'\n    depends_on: [one]\n"
        "  end:\n    image: IMAGE\n    command: \"true\"\n    depends_on:\n"
        "      one: {condition: service_completed_successfully}\n"
        "      two: {condition: service_completed_successfully}\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(box.muster({"logs", "one"}).out == "one-1  | first\none-1  | third\n");
    CHECK(box.muster({"logs", "--tail", "1", "--no-log-prefix", "one"}).out == "third\n");
    CHECK(box.muster({"logs"}).out.find("two-1  | second\n") != std::string::npos);
}

TEST_CASE("ps shows what runs, as a table and as JSON") {
    Sandbox box(chain);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto table = box.muster({"ps"});
    CHECK(table.out.starts_with("NAME"));
    CHECK(table.out.find(box.project() + "-web-1") != std::string::npos);
    CHECK(box.muster({"ps", "--services"}).out == "db\nweb\n");
    CHECK(box.muster({"ps", "--format", "json"}).out.find("\"Service\":\"web\"") != std::string::npos);
}

TEST_CASE("an attached up shows the output and ends when all containers have ended") {
    Sandbox box("services:\n  hello:\n    image: IMAGE\n    command: echo hello from inside\n");
    const auto result = box.muster({"up"});
    CHECK(result.exit_code == 0);
    CHECK(result.out.find("hello-1  | hello from inside\n") != std::string::npos);
    CHECK((result.out + result.err).find("hello-1 exited with code 0") != std::string::npos);
}

} // namespace muster::e2e
