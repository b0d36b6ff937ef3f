#include "sandbox.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace muster::e2e {

namespace {

void check_told(const ProgramResult& result, const std::vector<std::string>& parts) {
    for (const std::string& part : parts)
        CHECK_MESSAGE(result.err.find(part) != std::string::npos, part << " is not in:\n" << result.err);
}

/// A service, in the fewest words.
std::string service(const std::string& name, const std::string& attributes) {
    return "  " + name + ":\n    image: IMAGE\n" + attributes;
}

constexpr char sleeps[] = "    init: true\n    command: sleep 600\n";

} // namespace

TEST_CASE("an unhealthy service is told with its place, probes, log, who waits and what to try") {
    Sandbox box("services:\n" +
                service("db", "    init: true\n    command: sh -c 'echo opening the table; sleep 600'\n"
                              "    healthcheck:\n      test: echo table is locked; exit 1\n"
                              "      interval: 300ms\n      retries: 2\n") +
                service("api", std::string(sleeps) + "    depends_on: {db: {condition: service_healthy}}\n") +
                service("web", std::string(sleeps) + "    depends_on: [api]\n"));
    const auto result = box.muster({"up", "-d"});
    CHECK(result.exit_code == 1);
    check_told(result, {"compose.yaml:6:5: error: container '" + box.project() + "-db-1' is unhealthy",
                        "exited with code 1:\n    table is locked", "of its log:\n    opening the table",
                        "not started because of this: 'api' (waits for 'db' to be healthy), 'web' (waits for "
                        "'api' to run)",
                        "healthcheck.start_period"});
    CHECK(box.container("db").state == engine::ContainerState::running);
    CHECK(box.container("api").state == engine::ContainerState::created);
}

TEST_CASE("a container that exits before it is healthy is told with its exit code and its last words") {
    Sandbox box("services:\n" +
                service("db", "    command: sh -c 'echo no disk >&2; exit 3'\n"
                              "    healthcheck: {test: \"true\", interval: 300ms}\n") +
                service("web", std::string(sleeps) + "    depends_on: {db: {condition: service_healthy}}\n"));
    const auto result = box.muster({"up", "-d"});
    CHECK(result.exit_code == 1);
    check_told(result,
               {"exited with code 3", "of its log:\n    no disk", "'web' (waits for 'db' to be healthy)"});
    CHECK(box.container("web").state == engine::ContainerState::created);
}

TEST_CASE("a program that was killed is told by the signal's name") {
    Sandbox box("services:\n" + service("job", "    init: true\n    command: sh -c 'kill -SEGV $$$$'\n") +
                service("web", std::string(sleeps) +
                                   "    depends_on: {job: {condition: service_completed_successfully}}\n"));
    const auto result = box.muster({"up", "-d"});
    CHECK(result.exit_code == 1);
    check_told(result, {"exited with code 139", "exit code 139: crashed: SIGSEGV"});
}

TEST_CASE("a program that the image does not have is named, with the attribute that asks for it") {
    Sandbox box("services:\n" + service("web", "    command: [nosuchprogram]\n"));
    const auto result = box.muster({"up", "-d"});
    CHECK(result.exit_code == 1);
    check_told(result, {"compose.yaml:4:5: error: cannot start container", "nosuchprogram",
                        "hint: check the spelling of what 'command' or 'entrypoint' runs"});
}

TEST_CASE("who holds a port is named: another project's container") {
    const auto publishing =
        "services:\n" + service("web", std::string(sleeps) + "    ports: [\"47123:80\"]\n");
    Sandbox first(publishing);
    Sandbox second(publishing);
    REQUIRE(first.muster({"up", "-d"}).exit_code == 0);
    const auto result = second.muster({"up", "-d"});
    CHECK(result.exit_code == 1);
    check_told(result, {"compose.yaml:6:5: error: cannot start container",
                        "port 47123 is held by container '" + first.project() +
                            "-web-1' of service 'web' of "
                            "project '" +
                            first.project() + "'",
                        "hint: publish another port"});
    CHECK(second.container("web").state != engine::ContainerState::running);
}

TEST_CASE("who has a container's name is named") {
    Sandbox first("services:\n" + service("web", sleeps));
    REQUIRE(first.muster({"up", "-d"}).exit_code == 0);
    const std::string taken = first.project() + "-web-1";
    Sandbox second("services:\n" +
                   service("web", std::string(sleeps) + "    container_name: " + taken + "\n"));
    const auto result = second.muster({"up", "-d"});
    CHECK(result.exit_code == 1);
    check_told(result, {"compose.yaml:6:5: error: cannot create container '" + taken + "'",
                        "the name is taken by container '" + taken + "' of service 'web' of project",
                        "choose another 'container_name'"});
    CHECK(first.container("web").state == engine::ContainerState::running);
}

TEST_CASE("a path that is not there to be mounted is told at 'volumes'") {
    Sandbox box("services:\n" +
                service("web", std::string(sleeps) +
                                   "    volumes:\n      - {type: bind, source: /no/such/path, target: /data, "
                                   "bind: {create_host_path: false}}\n"));
    const auto result = box.muster({"up", "-d"});
    CHECK(result.exit_code == 1);
    check_told(result,
               {"compose.yaml:6:5: error: cannot create container", "/no/such/path", "create_host_path"});
}

TEST_CASE("an image that cannot be pulled is told at its place, and what does not need it goes on") {
    Sandbox box("services:\n  web:\n    image: muster-e2e/no-such-image:1\n" + service("other", sleeps));
    const auto result = box.muster({"up", "-d"});
    CHECK(result.exit_code == 1);
    check_told(result, {"compose.yaml:3:5: error: cannot pull image 'muster-e2e/no-such-image:1'"});
    CHECK(box.container("other").state == engine::ContainerState::running);
}

TEST_CASE("a build that fails is told with the Dockerfile's line and what it printed") {
    Sandbox box("services:\n  app:\n    build: .\n");
    box.write("Dockerfile",
              "FROM muster-test/busybox:1\n\nRUN echo compiling; echo missing semicolon >&2; exit 4\n");
    const auto result = box.muster({"up", "-d"});
    CHECK(result.exit_code == 1);
    check_told(result, {"compose.yaml:3:5: error: cannot build image", "Dockerfile:3", "missing semicolon"});
}

TEST_CASE("a failing post_start hook is told with its output, and the container goes on") {
    Sandbox box(
        "services:\n" +
        service("web", std::string(sleeps) +
                           "    post_start:\n      - command: sh -c 'echo warming; echo no cache >&2; "
                           "exit 5'\n"));
    const auto result = box.muster({"up", "-d"});
    CHECK(result.exit_code == 1);
    check_told(result, {"compose.yaml:6:5: error: post_start hook of service 'web' exited with code 5",
                        "of its output:", "    no cache"});
    CHECK(box.container("web").state == engine::ContainerState::running);
}

TEST_CASE("a failing pre_stop hook keeps its container from being stopped") {
    Sandbox box(
        "services:\n" +
        service("web", std::string(sleeps) + "    pre_stop:\n      - command: sh -c 'echo busy; exit 6'\n"));
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto result = box.muster({"stop"});
    CHECK(result.exit_code == 1);
    check_told(result, {"pre_stop hook of service 'web' exited with code 6", "    busy"});
    CHECK(box.container("web").state == engine::ContainerState::running);
    box.write_compose("services:\n" + service("web", sleeps));
}

TEST_CASE("hooks run as another user, in another folder, with their own variables") {
    Sandbox box("services:\n" +
                service("web", std::string(sleeps) +
                                   "    post_start:\n"
                                   "      - command: sh -c 'echo $$(id -u) $$(pwd) $$WORD; exit 1'\n"
                                   "        user: \"1000\"\n        working_dir: /bin\n"
                                   "        environment: {WORD: hello}\n"));
    check_told(box.muster({"up", "-d"}), {"    1000 /bin hello"});
}

TEST_CASE("with --progress json a failure is one object with its parts") {
    Sandbox box("services:\n" + service("db", "    command: sh -c 'echo no disk; exit 3'\n") +
                service("web", std::string(sleeps) +
                                   "    depends_on: {db: {condition: service_completed_successfully}}\n"));
    const auto result = box.muster({"--progress", "json", "up", "-d"});
    CHECK(result.exit_code == 1);
    check_told(result,
               {R"({"error":true,"message":"container ')" + box.project() + "-db-1'",
                R"("service":"db","step":"wait until completed","where":"compose.yaml:2:3")",
                R"("exit_code":3)", R"("log":["no disk"])",
                R"("waiting":[{"service":"web","for":"db","condition":"service_completed_successfully"}])"});
}

TEST_CASE("--wait gives up in time, and says of each container how it stands") {
    Sandbox box("services:\n" + service("web", std::string(sleeps) +
                                                   "    healthcheck: {test: echo not yet; exit 1, interval: "
                                                   "300ms, retries: 1000, start_period: 60s}\n"));
    const auto result = box.muster({"up", "--wait", "--wait-timeout", "2"});
    CHECK(result.exit_code == 1);
    check_told(result, {"container '" + box.project() + "-web-1' is not ready after 2s", "not yet",
                        "--wait-timeout"});
}

TEST_CASE("a one-shot that exits with 0 is a success for --wait") {
    Sandbox box("services:\n" + service("job", "    command: echo done\n") + service("web", sleeps));
    const auto result = box.muster({"up", "--wait"});
    CHECK_MESSAGE(result.exit_code == 0, result.err);
    CHECK(box.container("job").state == engine::ContainerState::exited);
    CHECK(box.container("web").state == engine::ContainerState::running);
}

} // namespace muster::e2e
