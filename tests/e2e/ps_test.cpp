#include "steps.hpp"

#include <doctest/doctest.h>

namespace muster::e2e {

namespace {

/// One service in each state: running, paused, exited with 3, created.
class States {
  public:
    States() : box("services:\n" + running("up") + running("held") + job("done", "exit 3") + running("new")) {
        succeed(box, {"up", "-d", "up", "held", "done"});
        succeed(box, {"pause", "held"});
        output_of(box, "done");
        succeed(box, {"create", "new"});
    }

    std::string services(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"ps", "--format", "{{.Service}}"});
        return succeed(box, arguments).out;
    }

    Sandbox box;
};

} // namespace

TEST_CASE("ps shows what is active, and everything with --all") {
    const States states;
    CHECK(states.services({}) == "held\nup\n");
    CHECK(states.services({"-a"}) == "done\nheld\nnew\nup\n");
    CHECK(states.services({"-a", "done", "up"}) == "done\nup\n");
}

TEST_CASE("ps shows the containers in a state, by --status or --filter") {
    const States states;
    CHECK(states.services({"--status", "running"}) == "up\n");
    CHECK(states.services({"--status", "exited"}) == "done\n");
    CHECK(states.services({"--status", "exited", "--status", "created"}) == "done\nnew\n");
    CHECK(states.services({"--filter", "status=paused"}) == "held\n");
    CHECK(states.box.muster({"ps", "--status", "asleep"}).exit_code == 1);
    CHECK(states.box.muster({"ps", "--filter", "color=red"}).exit_code == 1);
}

TEST_CASE("ps --services names services, and -q prints ids in the same order") {
    States states;
    CHECK(succeed(states.box, {"ps", "--services"}).out == "held\nup\n");
    CHECK(succeed(states.box, {"ps", "-q"}).out ==
          states.box.container("held").id + "\n" + states.box.container("up").id + "\n");
    CHECK(succeed(states.box, {"ps", "-q", "up"}).out == states.box.container("up").id + "\n");
}

TEST_CASE("ps as JSON has a line for each container with its state and exit code") {
    const States states;
    const std::string out = succeed(states.box, {"ps", "-a", "--format", "json", "done"}).out;
    CHECK(lines_of(out) == 1);
    CHECK(out == containing(R"("Service":"done")"));
    CHECK(out == containing(R"("State":"exited")"));
    CHECK(out == containing(R"("ExitCode":3)"));
    CHECK(out == containing(R"("Project":")" + states.box.project() + "\""));
    CHECK(lines_of(succeed(states.box, {"ps", "-a", "--format", "json"}).out) == 4);
}

TEST_CASE("ps of a service that does not exist is refused") {
    Sandbox box("services:\n" + running("web"));
    const auto refused = box.muster({"ps", "wep"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("'wep'"));
}

TEST_CASE("ps of a project without containers is a table without rows") {
    Sandbox box("services:\n" + running("web"));
    const std::string out = succeed(box, {"ps"}).out;
    CHECK(lines_of(out) == 1);
    CHECK(out.starts_with("NAME"));
    CHECK(succeed(box, {"ps", "--format", "json"}).out.empty());
}

TEST_CASE("ps tells published ports and health") {
    Sandbox box("services:\n" + running("web", "ports: ['127.0.0.1::80']\n"
                                               "healthcheck: {test: 'true', interval: 200ms}"));
    succeed(box, {"up", "--wait"});
    const std::string port = succeed(box, {"port", "web", "80"}).out;
    const std::string address = port.substr(0, port.size() - 1);
    CHECK(succeed(box, {"ps"}).out == containing(address + "->80/tcp"));
    CHECK(succeed(box, {"ps"}).out == containing("(healthy)"));
    CHECK(succeed(box, {"ps", "--format", "{{.Health}} {{.State}} {{.ExitCode}}"}).out ==
          "healthy running 0\n");
    const std::string publishers = succeed(box, {"ps", "--format", "json"}).out;
    CHECK(publishers == containing(R"("PublishedPort":)" + address.substr(address.find(':') + 1)));
    CHECK(publishers == containing(R"("TargetPort":80)"));
}

TEST_CASE("ps --no-trunc shows whole commands and ids") {
    const std::string command = "sleep 600 && echo this is a rather long command line";
    Sandbox box("services:\n" + running("web", "command: [sh, -c, '" + command + "']"));
    succeed(box, {"up", "-d"});
    CHECK(succeed(box, {"ps"}).out != containing(command));
    CHECK(succeed(box, {"ps", "--no-trunc"}).out == containing(command));
    CHECK(succeed(box, {"ps", "--no-trunc", "--format", "{{.ID}}"}).out == box.container("web").id + "\n");
}

TEST_CASE("top takes the named services only") {
    Sandbox box("services:\n" + running("a", "command: sleep 611") + running("b", "command: sleep 622"));
    succeed(box, {"up", "-d"});
    const std::string out = succeed(box, {"top", "b"}).out;
    CHECK(out == containing("sleep 622"));
    CHECK(out != containing("sleep 611"));
}

TEST_CASE("images tells the image of every container, running or not") {
    const States states;
    const std::string out = succeed(states.box, {"images", "--format", "json"}).out;
    for (const char* service : {"up", "held", "done", "new"})
        CHECK(out == containing(states.box.project() + "-" + service + "-1"));
    const std::string one = succeed(states.box, {"images", "--format", "json", "new"}).out;
    CHECK(one == containing("-new-1"));
    CHECK(one != containing("-up-1"));
}

} // namespace muster::e2e
