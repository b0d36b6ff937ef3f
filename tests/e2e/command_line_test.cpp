#include "sandbox.hpp"

#include <algorithm>
#include <csignal>
#include <doctest/doctest.h>

namespace muster::e2e {

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::string pair = "services:\n  db:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                         "  web:\n    image: IMAGE\n    init: true\n    command: sleep 601\n";

const std::string built = "services:\n  app:\n    build: ./app\n    init: true\n    command: sleep 600\n";

/// As a shell would ask, from a directory without a compose file.
std::string completion_elsewhere(const Sandbox& box, std::vector<std::string> words) {
    words.insert(words.begin(), "__completeNoDesc");
    ProgramCall call = box.call(std::move(words));
    call.directory = "/";
    return run_program(call).out;
}

long pulls(const std::vector<std::string>& mutations) {
    return std::count(mutations.begin(), mutations.end(), "POST /images/create");
}

} // namespace

TEST_CASE("a shell is told the services of a project that runs, where there is no compose file") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(completion_elsewhere(box, {"-p", box.project(), "logs", ""}) == "db\nweb\n:4\n");
    CHECK(has(completion_elsewhere(box, {"-p", box.project().substr(0, 3)}), box.project() + "\n"));
}

TEST_CASE("attach passes on every signal that a program may be sent") {
    // The container is healthy once it has got its input, and so the one attached is there to pass signals
    // on.
    Sandbox box("services:\n  web:\n    image: IMAGE\n    stdin_open: true\n"
                "    command: sh -c 'trap \"exit 9\" USR1; read go; touch /go; while :; do sleep 0.1; done'\n"
                "    healthcheck: {test: test -f /go, interval: 0.2s, retries: 100}\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    ProgramCall call = box.call({"attach", "web"});
    call.input = "go\n";
    RunningProgram attached(call);
    box.await_event("web", "health_status: healthy");
    attached.send_signal(SIGUSR1);
    CHECK(attached.wait().exit_code == 9);
}

TEST_CASE("pull leaves an image that is there where the policy is to pull what is missing") {
    Sandbox box(pair);
    box.proxy().forget();
    const auto result = box.muster({"pull", "--policy", "missing"});
    CHECK_MESSAGE(result.exit_code == 0, result.err);
    CHECK(pulls(box.proxy().mutations()) == 0);
}

TEST_CASE("pull says which image could not be fetched, and on request takes it lightly") {
    Sandbox box("services:\n  web:\n    image: 127.0.0.1:9/none:1\n  db:\n    image: IMAGE\n    pull_policy: "
                "never\n");
    const auto result = box.muster({"pull"});
    CHECK(result.exit_code == 1);
    CHECK(has(result.err, "127.0.0.1:9/none:1"));
    CHECK(pulls(box.proxy().mutations()) == 1);
    CHECK(box.muster({"pull", "--ignore-pull-failures"}).exit_code == 0);
    CHECK(box.muster({"pull", "db"}).exit_code == 0);
}

TEST_CASE("a dry run of create says where the change is written") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    box.write_compose(pair + "    environment: {MODE: new}\n");
    const auto before = box.container_states();
    const auto result = box.muster({"create", "--dry-run"});
    CHECK(result.exit_code == 0);
    CHECK(has(result.out, "compose.yaml:10:"));
    CHECK(box.container_states() == before);
}

TEST_CASE("up --quiet-build keeps what a build prints to itself, unless it fails") {
    Sandbox box(built);
    box.write("app/Dockerfile", "FROM muster-test/busybox:1\nRUN echo the-spoon-is-there\n");
    const auto quiet = box.muster({"up", "-d", "--build", "--quiet-build"});
    CHECK_MESSAGE(quiet.exit_code == 0, quiet.err);
    CHECK_FALSE(has(quiet.err, "the-spoon"));
    CHECK(has(quiet.err, "Built"));
    box.write("app/Dockerfile", "FROM muster-test/busybox:1\nRUN echo there is no spoon; exit 4\n");
    const auto failed = box.muster({"up", "-d", "--build", "--quiet-build"});
    CHECK(failed.exit_code == 1);
    CHECK(has(failed.err, "there is no spoon"));
    box.muster({"down", "--rmi", "local"});
}

TEST_CASE("the .env beside a compose file that is found above says to be silent about orphans") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    box.write_compose("services:\n  db:\n    image: IMAGE\n    init: true\n    command: sleep 600\n");
    box.write("sub/file", "");
    ProgramCall below = box.call({"up", "-d"});
    below.directory = box.path("sub");
    const auto loud = run_program(below);
    CHECK(has(loud.err, "orphan"));
    box.write(".env", "COMPOSE_IGNORE_ORPHANS=true\n");
    const auto silent = run_program(below);
    CHECK(silent.exit_code == 0);
    CHECK_FALSE(has(silent.err, "orphan"));
}

} // namespace muster::e2e
