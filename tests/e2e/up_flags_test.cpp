#include "steps.hpp"

#include <csignal>
#include <doctest/doctest.h>

namespace muster::e2e {

namespace {

const std::string two_jobs = "services:\n" + job("one", "echo from-one") + job("two", "echo from-two");

} // namespace

TEST_CASE("a detached up writes nothing to standard output") {
    Sandbox box(two_jobs);
    CHECK(succeed(box, {"up", "-d"}).out.empty());
}

TEST_CASE("up shows only the services it is to attach to, and not those it is not to") {
    Sandbox box(two_jobs);
    const std::string one = succeed(box, {"up", "--attach", "one"}).out;
    CHECK(one == containing("from-one"));
    CHECK(one != containing("from-two"));
    const std::string two = succeed(box, {"up", "--no-attach", "one"}).out;
    CHECK(two != containing("from-one"));
    CHECK(two == containing("from-two"));
}

TEST_CASE("up --no-log-prefix leaves the names out") {
    Sandbox box("services:\n" + job("one", "echo from-one"));
    const std::string out = succeed(box, {"up", "--no-log-prefix"}).out;
    CHECK(out.starts_with("from-one\n"));
}

TEST_CASE("flags that contradict each other are refused before anything happens") {
    Sandbox box(two_jobs);
    const std::vector<std::vector<std::string>> contradictions{
        {"--build", "--no-build"},
        {"--force-recreate", "--no-recreate"},
        {"--no-recreate", "-V"},
        {"--always-recreate-deps", "--no-recreate"},
        {"-d", "--abort-on-container-exit"},
        {"-d", "--attach", "one"},
        {"--wait", "--abort-on-container-exit"},
        {"--abort-on-container-exit", "--abort-on-container-failure"},
        {"--attach", "one", "--attach-dependencies"},
        {"--pull", "sometimes"},
        {"--scale", "one"},
        {"--exit-code-from", "three"},
        {"--no-such-flag"},
    };
    for (std::vector<std::string> flags : contradictions) {
        CAPTURE(flags[0]);
        flags.insert(flags.begin(), "up");
        const auto refused = box.muster(flags);
        CHECK(refused.exit_code == 1);
        CHECK(refused.err == containing("error: "));
    }
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("a service that does not exist is refused, and what was meant is guessed") {
    Sandbox box("services:\n" + running("frontend"));
    const auto refused = box.muster({"up", "-d", "fronted"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("'fronted'"));
    CHECK(refused.err == containing("'frontend'"));
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("progress as JSON is a line for each change") {
    Sandbox box("services:\n" + running("web"));
    const auto up = succeed(box, {"--progress", "json", "up", "-d"});
    CHECK(lines_of(up.err) >= 3);
    for (std::size_t begin = 0, end = 0; (end = up.err.find('\n', begin)) != std::string::npos;
         begin = end + 1) {
        CHECK(up.err[begin] == '{');
        CHECK(up.err[end - 1] == '}');
    }
    CHECK(up.err == containing("\"id\":\"Container " + box.project() + "-web-1\""));
}

TEST_CASE("--progress quiet says nothing when all goes well") {
    Sandbox box("services:\n" + running("web"));
    const auto up = succeed(box, {"--progress", "quiet", "up", "-d"});
    CHECK(up.err.empty());
    CHECK(is_running(box, "web"));
}

TEST_CASE("Ctrl-C on an up of named services spares what they depend on") {
    Sandbox box("services:\n" + running("db") + running("web", "depends_on: [db]"));
    RunningProgram up(box.call({"up", "web"}));
    box.await_event("web", "start");
    up.send_signal(SIGINT);
    CHECK(up.wait().exit_code == 130);
    CHECK_FALSE(is_running(box, "web"));
    CHECK(is_running(box, "db"));
}

TEST_CASE("a second Ctrl-C kills what does not stop") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    stop_grace_period: 600s\n"
                "    command: sh -c 'trap \"echo no\" TERM; touch /tmp/up; while :; do sleep 0.1; done'\n"
                "    healthcheck: {test: test -e /tmp/up, interval: 200ms}\n");
    RunningProgram up(box.call({"up"}));
    box.await_event("web", "health_status: healthy");
    up.send_signal(SIGINT);
    box.await_event("web", "kill");
    up.send_signal(SIGINT);
    const auto ended = up.wait();
    CHECK(ended.exit_code == 130);
    CHECK(box.container("web").exit_code == 137);
}

TEST_CASE("SIGTERM stops an attached up as Ctrl-C does") {
    Sandbox box("services:\n" + running("web"));
    RunningProgram up(box.call({"up"}));
    box.await_event("web", "start");
    up.send_signal(SIGTERM);
    CHECK(up.wait().exit_code != 0);
    CHECK_FALSE(is_running(box, "web"));
}

TEST_CASE("create takes the flags of up that concern containers") {
    Sandbox box("services:\n" + running("web") + running("db"));
    succeed(box, {"create", "--scale", "web=2", "web"});
    CHECK(box.container_names() == names_of(box, {"web-1", "web-2"}));
    box.write_compose("services:\n" + running("db"));
    succeed(box, {"create", "--remove-orphans"});
    CHECK(box.container_names() == names_of(box, {"db-1"}));
    CHECK(box.container("db").state == engine::ContainerState::created);
}

TEST_CASE("a dry run of every verb changes nothing") {
    Sandbox box("services:\n" + running("web") + running("db"));
    succeed(box, {"up", "-d"});
    const auto before = box.container_states();
    for (const std::vector<std::string>& call :
         std::vector<std::vector<std::string>>{{"up", "-d", "--force-recreate"},
                                               {"down", "-v"},
                                               {"stop"},
                                               {"restart"},
                                               {"kill"},
                                               {"pause"},
                                               {"rm", "-fs"},
                                               {"scale", "web=3"},
                                               {"create", "--force-recreate"}}) {
        CAPTURE(call[0]);
        std::vector<std::string> arguments{"--dry-run"};
        arguments.insert(arguments.end(), call.begin(), call.end());
        succeed(box, arguments);
    }
    CHECK(box.container_states() == before);
}

} // namespace muster::e2e
