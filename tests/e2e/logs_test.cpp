#include "steps.hpp"

#include <doctest/doctest.h>

namespace muster::e2e {

namespace {

const std::string counting = "for i in 1 2 3 4 5; do echo line $i; done";

/// Brings up jobs and returns when the last of them has ended: no more will be written.
void finish(Sandbox& box, const std::vector<std::string>& services) {
    succeed(box, {"up", "-d"});
    for (const std::string& service : services) output_of(box, service);
}

} // namespace

TEST_CASE("logs takes the last lines of each container") {
    Sandbox box("services:\n" + job("a", counting) + job("b", counting));
    finish(box, {"a", "b"});
    CHECK(succeed(box, {"logs", "-n", "2", "a"}).out == "a-1  | line 4\na-1  | line 5\n");
    CHECK(lines_of(succeed(box, {"logs", "--tail", "2"}).out) == 4);
    CHECK(succeed(box, {"logs", "--tail", "0"}).out.empty());
    CHECK(lines_of(succeed(box, {"logs", "--tail", "all"}).out) == 10);
}

TEST_CASE("logs pads the names of the containers to one width") {
    Sandbox box("services:\n" + job("a", "echo short") + job("longer", "echo long"));
    finish(box, {"a", "longer"});
    const std::string out = succeed(box, {"logs"}).out;
    CHECK(out == containing("a-1       | short\n"));
    CHECK(out == containing("longer-1  | long\n"));
}

TEST_CASE("logs has no colours in a pipe unless they are forced, and --no-color takes them away") {
    Sandbox box("services:\n" + job("a", "echo hello"));
    finish(box, {"a"});
    CHECK(succeed(box, {"logs"}).out == "a-1  | hello\n");
    CHECK(succeed(box, {"--ansi", "always", "logs"}).out == containing("\x1b["));
    CHECK(succeed(box, {"--ansi", "always", "logs", "--no-color"}).out == "a-1  | hello\n");
}

TEST_CASE("logs with times can be cut at one of them") {
    Sandbox box("services:\n" + job("a", "echo one; sleep 0.2; echo two; sleep 0.2; echo three"));
    finish(box, {"a"});
    const std::string stamped = succeed(box, {"logs", "-t", "--no-log-prefix"}).out;
    REQUIRE(lines_of(stamped) == 3);
    const std::string second = stamped.substr(stamped.find('\n') + 1);
    const std::string time = second.substr(0, second.find(' '));
    CHECK(second == containing(time + " two\n"));
    CHECK(succeed(box, {"logs", "--no-log-prefix", "--since", time}).out == "two\nthree\n");
    CHECK(succeed(box, {"logs", "--no-log-prefix", "--until", time}).out == containing("one\n"));
    CHECK(succeed(box, {"logs", "--no-log-prefix", "--until", time}).out != containing("three\n"));
    CHECK(succeed(box, {"logs", "--no-log-prefix", "--since", "1h"}).out == "one\ntwo\nthree\n");
}

TEST_CASE("logs --index takes one replica") {
    Sandbox box("services:\n" + job("a", "hostname", "scale: 3"));
    succeed(box, {"up", "-d"});
    const std::string second = output_of(box, "a", 2);
    CHECK(succeed(box, {"logs", "--index", "2", "a"}).out == "a-2  | " + second);
    CHECK(box.muster({"logs", "--index", "2"}).exit_code == 1);
}

TEST_CASE("logs of several services are in the order of time") {
    Sandbox box("services:\n" + job("b", "echo first") +
                job("a", "echo second", "depends_on: {b: {condition: service_completed_successfully}}") +
                job("c", "echo third", "depends_on: {a: {condition: service_completed_successfully}}"));
    finish(box, {"c"});
    CHECK(succeed(box, {"logs", "--no-log-prefix"}).out == "first\nsecond\nthird\n");
}

TEST_CASE("logs leaves out a service that is not to be attached, unless it is named") {
    Sandbox box("services:\n" + job("loud", "echo loud") + job("quiet", "echo quiet", "attach: false"));
    finish(box, {"loud", "quiet"});
    CHECK(succeed(box, {"logs", "--no-log-prefix"}).out == "loud\n");
    CHECK(succeed(box, {"logs", "--no-log-prefix", "quiet"}).out == "quiet\n");
}

TEST_CASE("logs keeps standard output and standard error apart") {
    Sandbox box("services:\n" + job("a", "echo out; echo err >&2"));
    finish(box, {"a"});
    const auto logs = succeed(box, {"logs", "--no-log-prefix"});
    CHECK(logs.out == "out\n");
    CHECK(logs.err == "err\n");
}

TEST_CASE("logs ends a line that a container has not ended") {
    Sandbox box("services:\n" + job("a", "printf unended"));
    finish(box, {"a"});
    CHECK(succeed(box, {"logs"}).out == "a-1  | unended\n");
}

TEST_CASE("logs --follow ends when the containers have ended") {
    Sandbox box("services:\n" +
                running("a", "command: sh -c 'echo begun; read x; echo ended'\nstdin_open: true"));
    succeed(box, {"up", "-d"});
    RunningProgram logs(box.call({"logs", "-f", "--no-log-prefix"}));
    const auto attached = muster_with_input(box, "go\n", {"attach", "a"});
    CHECK(attached.exit_code == 0);
    const auto followed = logs.wait();
    CHECK(followed.exit_code == 0);
    CHECK(followed.out == "begun\nended\na-1 exited with code 0\n");
}

TEST_CASE("logs of a service that does not exist is refused") {
    Sandbox box("services:\n" + running("web"));
    const auto refused = box.muster({"logs", "wep"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("'wep'"));
}

TEST_CASE("logs of many lines are complete") {
    Sandbox box("services:\n" + job("a", "seq 1 50000"));
    finish(box, {"a"});
    const std::string out = succeed(box, {"logs", "--no-log-prefix"}).out;
    CHECK(lines_of(out) == 50'000);
    CHECK(out.starts_with("1\n2\n"));
    CHECK(out.ends_with("49999\n50000\n"));
}

} // namespace muster::e2e
