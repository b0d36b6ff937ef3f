#include "engine_under_test.hpp"
#include "sandbox.hpp"

#include <doctest/doctest.h>

#include <csignal>

namespace muster::e2e {

namespace {

using engine::ContainerState;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

constexpr int interrupted = 130;
constexpr int ended_by_hang_up = 128 + SIGHUP;
constexpr int ended_by_broken_pipe = 128 + SIGPIPE;

/// `web` waits until open_gate() was called.
const std::string gated = "services:\n"
                          "  db:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                          "    healthcheck: {test: test -e /tmp/open, interval: 200ms, retries: 3000}\n"
                          "  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                          "    depends_on: {db: {condition: service_healthy}}\n";

const std::string plain = "services:\n"
                          "  db:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                          "  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                          "    depends_on: [db]\n";

/// Says something and then nothing more until it is told to end, which it does not do.
const std::string stubborn = "services:\n"
                             "  web:\n    image: IMAGE\n    stop_grace_period: 10m\n"
                             "    command: sh -c 'trap \"\" TERM; echo ready; while :; do sleep 0.1; done'\n";

void check_converges(Sandbox& box) {
    const auto again = box.muster({"up", "-d"});
    CHECK_MESSAGE(again.exit_code == 0, again.err);
    CHECK(box.container_names() == std::vector{box.project() + "-db-1", box.project() + "-web-1"});
    CHECK(box.container("db").state == ContainerState::running);
    CHECK(box.container("web").state == ContainerState::running);
    CHECK(box.network_names().size() == 1);
    CHECK(box.muster({"plan"}).exit_code == 0);
}

void check_converges_with_open_gate(Sandbox& box) {
    REQUIRE(box.muster({"start", "db"}).exit_code == 0);
    REQUIRE(box.muster({"exec", "-T", "db", "touch", "/tmp/open"}).exit_code == 0);
    check_converges(box);
}

/// Runs the program and signals it as soon as it has made `count` changing requests.
ProgramResult interrupt_after(Sandbox& box, const std::vector<std::string>& arguments, std::size_t count) {
    box.proxy().forget();
    RunningProgram program(box.call(arguments));
    box.proxy().on_mutation([&](std::size_t made) {
        if (made == count) program.send_signal(SIGINT);
    });
    ProgramResult result = program.wait();
    box.proxy().on_mutation(nullptr);
    return result;
}

/// Whatever happened first: the end of the work or the signal.
bool is_done_or_interrupted(const ProgramResult& result) {
    return result.exit_code == 0 || result.exit_code == interrupted;
}

} // namespace

// While it works

TEST_CASE("Ctrl-C at any request of an up leaves what the next one finishes") {
    for (std::size_t count = 1; count <= 5; ++count) {
        CAPTURE(count);
        Sandbox box(plain);
        const auto up = interrupt_after(box, {"up", "-d"}, count);
        CHECK(is_done_or_interrupted(up));
        CHECK_FALSE(has(up.err, "error"));
        check_converges(box);
    }
}

TEST_CASE("Ctrl-C at any request of a recreation leaves what the next up finishes") {
    for (std::size_t count = 1; count <= 8; count += 2) {
        CAPTURE(count);
        Sandbox box(plain);
        REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
        CHECK(
            is_done_or_interrupted(interrupt_after(box, {"up", "-d", "--force-recreate", "-t", "0"}, count)));
        check_converges(box);
    }
}

TEST_CASE("Ctrl-C at any request of a down leaves what the next one finishes") {
    for (std::size_t count = 1; count <= 5; ++count) {
        CAPTURE(count);
        Sandbox box(plain);
        REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
        CHECK(is_done_or_interrupted(interrupt_after(box, {"down", "-t", "0"}, count)));
        CHECK(box.muster({"down", "-t", "0"}).exit_code == 0);
        CHECK(box.container_names().empty());
        CHECK(box.network_names().empty());
    }
}

TEST_CASE("Ctrl-C and SIGTERM end the wait for a service to become healthy") {
    for (const int signal : {SIGINT, SIGTERM}) {
        CAPTURE(signal);
        Sandbox box(gated);
        RunningProgram up(box.call({"up", "-d"}));
        up.await_err("-db-1  Waiting");
        up.send_signal(signal);
        const auto result = up.wait();
        CHECK(result.exit_code == interrupted);
        CHECK_FALSE(has(result.err, "error"));
        CHECK(box.container("db").state == ContainerState::running); // left as it is
        check_converges_with_open_gate(box);
    }
}

TEST_CASE("Ctrl-C ends a build, and no container was made") {
    Sandbox box("services:\n  web:\n    build: ./app\n    command: sleep 600\n");
    box.write("app/Dockerfile",
              std::string("FROM ") + test_image + "\nRUN echo begun && sleep 600 && echo " + box.project());
    RunningProgram up(box.call({"up", "-d"}));
    up.await_err("begun");
    up.send_signal(SIGINT);
    const auto result = up.wait();
    CHECK(result.exit_code == interrupted);
    CHECK_FALSE(has(result.err, "error"));
    CHECK(box.container_names().empty());
    CHECK_FALSE(box.engine().find_image(box.project() + "-web"));
}

TEST_CASE("Ctrl-C before the command of run has started leaves no container of it") {
    Sandbox box(gated);
    RunningProgram run(box.call({"run", "--rm", "-T", "web", "true"}));
    run.await_err("-db-1  Waiting");
    run.send_signal(SIGINT);
    CHECK(run.wait().exit_code == interrupted);
    CHECK(box.container_names() == std::vector{box.project() + "-db-1"});
}

// Attached

TEST_CASE("Ctrl-C in an attached up that still waits stops what it has started") {
    Sandbox box(gated);
    RunningProgram up(box.call({"up"}));
    up.await_err("-db-1  Waiting");
    up.send_signal(SIGINT);
    const auto result = up.wait();
    CHECK(result.exit_code == interrupted);
    CHECK(has(result.err, "Gracefully stopping... press Ctrl+C again to force\n"));
    CHECK_FALSE(has(result.err, "error"));
    CHECK(box.container("db").state == ContainerState::exited);
    check_converges_with_open_gate(box);
}

TEST_CASE("SIGTERM stops the containers of an attached up as Ctrl-C does") {
    Sandbox box(plain);
    RunningProgram up(box.call({"up"}));
    box.await_event("web", "start");
    up.send_signal(SIGTERM);
    CHECK(up.wait().exit_code == interrupted);
    CHECK(box.container("db").state == ContainerState::exited);
    CHECK(box.container("web").state == ContainerState::exited);
}

TEST_CASE("a second Ctrl-C kills what does not want to stop") {
    Sandbox box(stubborn);
    RunningProgram up(box.call({"up"}));
    up.await_out("web-1  | ready\n");
    up.send_signal(SIGINT);
    box.await_event("web", "kill");
    up.send_signal(SIGINT);
    const auto result = up.wait();
    CHECK(result.exit_code == interrupted);
    CHECK(has(result.err, "Killing the containers...\n"));
    CHECK(box.container("web").state == ContainerState::exited);
    CHECK(box.container("web").exit_code == 128 + SIGKILL);
}

TEST_CASE("a third Ctrl-C leaves at once, whatever the engine does") {
    Sandbox box(stubborn);
    ProgramCall call = box.call({"up"});
    const std::string hung = box.path("hung.sock");
    CountingProxy proxy(box.path("engine.sock"), hung);
    call.environment["DOCKER_HOST"] = "unix://" + hung;
    RunningProgram up(call);
    up.await_out("web-1  | ready\n");
    proxy.hold();
    up.send_signal(SIGINT);
    up.await_err("Gracefully stopping");
    up.send_signal(SIGINT);
    up.await_err("Killing the containers");
    up.send_signal(SIGINT);
    CHECK(up.wait().exit_code == interrupted);
    CHECK(box.container("web").state == ContainerState::running);
}

TEST_CASE("a terminal that is closed ends an attached up, and its containers go on") {
    Sandbox box(plain);
    RunningProgram up(box.call({"up"}));
    box.await_event("web", "start");
    up.send_signal(SIGHUP);
    CHECK(up.wait().exit_code == ended_by_hang_up);
    const auto states = box.container_states();
    check_converges(box);
    CHECK(box.container_states() == states);
}

// Nobody reads

TEST_CASE("logs end when nobody reads them any more") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    init: true\n"
                "    command: sh -c 'while :; do echo line; sleep 0.1; done'\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    ProgramCall call = box.call({"logs", "-f"});
    call.reader = "head -n 1";
    const auto logs = run_program(call);
    CHECK(logs.exit_code == ended_by_broken_pipe);
    CHECK(logs.out == "web-1  | line\n");
    CHECK(logs.err.empty());
}

TEST_CASE("an attached up ends when nobody reads it any more, and its containers go on") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    init: true\n"
                "    command: sh -c 'while :; do echo line; sleep 0.1; done'\n");
    ProgramCall call = box.call({"up"});
    call.reader = "head -n 1";
    const auto up = run_program(call);
    CHECK(up.exit_code == ended_by_broken_pipe);
    CHECK(up.out == "web-1  | line\n");
    CHECK(box.container("web").state == ContainerState::running);
}

TEST_CASE("work is finished even when nobody reads how it gets on") {
    Sandbox box(plain);
    ProgramCall call = box.call({"up", "-d"});
    call.environment["COMPOSE_STATUS_STDOUT"] = "1";
    call.reader = "head -n 1 >/dev/null";
    CHECK(run_program(call).exit_code == 0);
    CHECK(box.container("web").state == ContainerState::running);
}

TEST_CASE("Ctrl-C that also ends the reader of the output stops the containers nevertheless") {
    Sandbox box(
        "services:\n  web:\n    image: IMAGE\n"
        "    command: sh -c 'trap \"echo going; exit 5\" TERM; echo ready; while :; do sleep 0.1; done'\n");
    ProgramCall call = box.call({"up"});
    call.reader = "head -n 1";
    RunningProgram up(call);
    up.await_out("web-1  | ready\n");
    up.send_signal(SIGINT);
    CHECK(up.wait().exit_code == interrupted);
    CHECK(box.container("web").state == ContainerState::exited);
    CHECK(box.container("web").exit_code == 5);
}

} // namespace muster::e2e
