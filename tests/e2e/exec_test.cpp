#include "steps.hpp"

#include <doctest/doctest.h>

namespace muster::e2e {

TEST_CASE("exec takes user, folder and variables from its flags") {
    Sandbox box("services:\n" + running("web", "environment: {A: service, B: service}"));
    succeed(box, {"up", "-d"});
    const auto result = succeed_with(box, {{"C", "host"}},
                                     {"exec", "-T", "-u", "1234:4321", "-w", "/home", "-e", "B=flag", "-e",
                                      "C", "web", "sh", "-c", "echo $(id -u) $(id -g) $(pwd) $A $B $C"});
    CHECK(result.out == "1234 4321 /home service flag host\n");
}

TEST_CASE("exec passes piped input on to its end") {
    Sandbox box("services:\n" + running("web"));
    succeed(box, {"up", "-d"});
    std::string input;
    for (int line = 0; line < 20'000; ++line) input += "line " + std::to_string(line) + "\n";
    const auto result = muster_with_input(box, input, {"exec", "-T", "web", "cat"});
    CHECK(result.exit_code == 0);
    CHECK(result.out.size() == input.size());
    CHECK((result.out == input));
}

TEST_CASE("exec --index takes the replica of that number") {
    Sandbox box("services:\n" + running("web", "scale: 2"));
    succeed(box, {"up", "-d"});
    const std::string id = box.container("web", 2).id.substr(0, 12);
    CHECK(succeed(box, {"exec", "-T", "--index", "2", "web", "hostname"}).out == id + "\n");
    const auto missing = box.muster({"exec", "-T", "--index", "3", "web", "hostname"});
    CHECK(missing.exit_code == 1);
    CHECK(missing.err == containing("3"));
}

TEST_CASE("exec --detach leaves the process behind") {
    Sandbox box("services:\n" + running("web"));
    succeed(box, {"up", "-d"});
    const auto result =
        succeed(box, {"exec", "-d", "web", "sh", "-c", "mkfifo /tmp/p; cat /tmp/p > /tmp/got"});
    CHECK(result.out.empty());
    inside(box, "web", "until test -p /tmp/p; do :; done; echo on > /tmp/p");
    CHECK(inside(box, "web", "until test -s /tmp/got; do :; done; cat /tmp/got") == "on\n");
}

TEST_CASE("exec of a command that does not exist ends with 126 or 127") {
    Sandbox box("services:\n" + running("web"));
    succeed(box, {"up", "-d"});
    const auto result = box.muster({"exec", "-T", "web", "no-such-command"});
    CHECK((result.exit_code == 126 || result.exit_code == 127));
    CHECK(result.out + result.err == containing("no-such-command"));
}

TEST_CASE("exec in a service that does not run is refused") {
    Sandbox box("services:\n" + running("web"));
    const auto absent = box.muster({"exec", "-T", "web", "true"});
    CHECK(absent.exit_code == 1);
    CHECK(absent.err == containing("'web' is not running"));
    succeed(box, {"create"});
    const auto created = box.muster({"exec", "-T", "web", "true"});
    CHECK(created.exit_code == 1);
    CHECK(created.err == containing("'web' is not running"));
}

TEST_CASE("exec leaves everything behind the command to it") {
    Sandbox box("services:\n" + running("web"));
    succeed(box, {"up", "-d"});
    CHECK(succeed(box, {"exec", "-T", "web", "echo", "-T", "--index", "7", "--", "-e"}).out ==
          "-T --index 7 -- -e\n");
}

TEST_CASE("exec passes every exit code on") {
    Sandbox box("services:\n" + running("web"));
    succeed(box, {"up", "-d"});
    for (const int code : {0, 1, 2, 42, 125, 255}) {
        CAPTURE(code);
        CHECK(box.muster({"exec", "-T", "web", "sh", "-c", "exit " + std::to_string(code)}).exit_code ==
              code);
    }
}

TEST_CASE("exec keeps output that comes in large pieces") {
    Sandbox box("services:\n" + running("web"));
    succeed(box, {"up", "-d"});
    const auto result =
        succeed(box, {"exec", "-T", "web", "sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x"});
    CHECK(result.out.size() == 3'000'000);
    CHECK(result.out.find_first_not_of('x') == std::string::npos);
}

TEST_CASE("exec finds the container of a run when the service has no other") {
    Sandbox box("services:\n" + running("web"));
    const std::string name = box.project() + "-once";
    succeed(box, {"run", "-d", "--name", name, "web"});
    CHECK(succeed(box, {"exec", "-T", "web", "echo", "there"}).out == "there\n");
    box.engine().remove_container(name, engine::Engine::RemoveVolumes::anonymous);
}

} // namespace muster::e2e
