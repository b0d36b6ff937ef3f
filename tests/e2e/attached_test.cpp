#include "sandbox.hpp"

#include <csignal>
#include <doctest/doctest.h>

namespace muster::e2e {

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

bool is_running(Sandbox& box, const std::string& service) {
    return box.container(service).state == engine::ContainerState::running;
}

/// `web` runs until it is stopped; `job` says something and ends.
constexpr char web_and_job[] = "services:\n  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                               "  job:\n    image: IMAGE\n    command: sh -c 'echo done; exit 3'\n";

} // namespace

TEST_CASE("an attached up prints what the containers write, and ends with the last of them") {
    Sandbox box("services:\n  one:\n    image: IMAGE\n    command: echo hello\n"
                "  two:\n    image: IMAGE\n    command: sh -c 'echo world; exit 4'\n");
    const auto up = box.muster({"up"});
    CHECK(up.exit_code == 0);
    CHECK(has(up.out, "one-1  | hello\n"));
    CHECK(has(up.out, "two-1  | world\n"));
    CHECK(has(up.out, "one-1 exited with code 0\n"));
    CHECK(has(up.out, "two-1 exited with code 4\n"));
}

TEST_CASE("the first container that ends takes the others with it on request, and gives its exit code") {
    Sandbox box(web_and_job);
    const auto up = box.muster({"up", "--abort-on-container-exit", "-t", "5"});
    CHECK(up.exit_code == 3);
    CHECK(has(up.out, "job-1  | done\n"));
    CHECK(has(up.err, "Aborting on container exit"));
    CHECK_FALSE(is_running(box, "web"));
}

TEST_CASE("a container that succeeds does not abort a session that only a failure aborts") {
    Sandbox box("services:\n  good:\n    image: IMAGE\n    command: \"true\"\n"
                "  bad:\n    image: IMAGE\n    command: sh -c 'exit 5'\n"
                "    depends_on:\n      good:\n        condition: service_completed_successfully\n"
                "  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n");
    const auto up = box.muster({"up", "--abort-on-container-failure"});
    CHECK(up.exit_code == 5);
    CHECK_FALSE(is_running(box, "web"));
}

TEST_CASE("the exit code is that of the chosen service, whoever ended first") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    stop_signal: SIGUSR1\n"
                "    command: sh -c 'trap \"exit 7\" USR1; echo up; while :; do sleep 0.1; done'\n"
                "  job:\n    image: IMAGE\n    command: sh -c 'exit 3'\n"
                "    depends_on: [web]\n");
    const auto up = box.muster({"up", "--exit-code-from", "web"});
    CHECK(up.exit_code == 7);
}

TEST_CASE("only the services that are named are shown, with what they depend on on request") {
    Sandbox box("services:\n  db:\n    image: IMAGE\n    command: echo from-db\n"
                "  web:\n    image: IMAGE\n    command: echo from-web\n    depends_on: [db]\n");
    const auto web = box.muster({"up", "web"});
    CHECK(has(web.out, "from-web"));
    CHECK_FALSE(has(web.out, "from-db"));
    const auto both = box.muster({"up", "web", "--attach-dependencies", "--force-recreate"});
    CHECK(has(both.out, "from-web"));
    CHECK(has(both.out, "from-db"));
}

TEST_CASE("a service that is not shown still keeps the session going") {
    Sandbox box("services:\n  quiet:\n    image: IMAGE\n    attach: false\n    command: sh -c 'echo secret; "
                "sleep 1'\n"
                "  loud:\n    image: IMAGE\n    command: echo heard\n");
    const auto up = box.muster({"up"});
    CHECK(up.exit_code == 0);
    CHECK(has(up.out, "heard"));
    CHECK_FALSE(has(up.out, "secret"));
    CHECK_FALSE(is_running(box, "quiet"));
}

TEST_CASE("lines carry their time on request") {
    Sandbox box("services:\n  one:\n    image: IMAGE\n    command: echo hello\n");
    const auto up = box.muster({"up", "--timestamps"});
    const std::size_t line = up.out.find("one-1  | 20");
    REQUIRE(line != std::string::npos);
    CHECK(up.out.substr(line + 38, 9) == "Z hello\n" + up.out.substr(line + 46, 1));
}

TEST_CASE("after Ctrl-C the containers are stopped, and what they print meanwhile is shown") {
    Sandbox box(
        "services:\n  web:\n    image: IMAGE\n"
        "    command: sh -c 'trap \"echo going; exit 0\" TERM; touch /tmp/up; while :; do sleep 0.1; done'\n"
        "    healthcheck: {test: 'test -e /tmp/up', interval: 1s}\n"
        "  last:\n    image: IMAGE\n    init: true\n    command: sh -c 'echo started; sleep 600'\n"
        "    depends_on:\n      web:\n        condition: service_healthy\n");
    RunningProgram up(box.call({"up"}));
    box.await_event("last", "start");
    up.send_signal(SIGINT);
    const auto ended = up.wait();
    CHECK(ended.exit_code == 130);
    CHECK(has(ended.out, "web-1   | going\n"));
    CHECK_FALSE(is_running(box, "web"));
    CHECK_FALSE(is_running(box, "last"));
}

TEST_CASE("a container that somebody else starts joins the session") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    init: true\n"
                "    command: sh -c 'echo I am here; sleep 600'\n");
    RunningProgram up(box.call({"up"}));
    box.await_event("web", "start");
    REQUIRE(box.muster({"up", "-d", "--scale", "web=2"}).exit_code == 0);
    REQUIRE(box.muster({"stop"}).exit_code == 0);
    const auto ended = up.wait();
    CHECK(ended.exit_code == 0);
    CHECK(has(ended.out, "web-2  | I am here\n"));
    CHECK(has(ended.out, "web-2 exited with code"));
}

} // namespace muster::e2e
