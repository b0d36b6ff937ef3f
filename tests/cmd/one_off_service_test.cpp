#include "cmd/one_off_service.hpp"

#include "base/error.hpp"
#include "tests/cmd/command_scene.hpp"
#include "tests/cmd/given_input.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;

namespace {

using Words = std::vector<std::string>;
using Environment = std::map<std::string, std::string>;

/// `web` as `run` with these arguments has it; standard input is no terminal.
compose::Service run(const Words& arguments, const std::string& service = "image: app",
                     const Environment& environment = {}) {
    const GivenInput no_terminal("");
    Words line{"run"};
    line.insert(line.end(), arguments.begin(), arguments.end());
    CommandScene scene(line, service, environment);
    compose::Project project = scene.load();
    apply_one_off_flags(scene.session(), project, scene.flags(), "demo-web-run-1");
    return project.services.at("web");
}

std::string refusal(const Words& arguments) {
    try {
        run(arguments);
    } catch (const Error& error) {
        return error.message;
    } catch (const LoadFailure& failure) {
        return failure.errors.front().message;
    }
    return {};
}

std::map<std::string, std::string> variables(const compose::Service& service) {
    std::map<std::string, std::string> found;
    for (const auto& [name, value] : service.environment.entries) found[name] = value.value_or("(unset)");
    return found;
}

std::string ports(const compose::Service& service) {
    std::string text;
    for (const auto& port : service.ports)
        text += (text.empty() ? "" : " ") + port.published + ":" + std::to_string(port.target) + "/" +
                port.protocol;
    return text;
}

std::string mounts(const compose::Service& service) {
    std::string text;
    for (const auto& mount : service.volumes)
        text += (text.empty() ? "" : " ") + mount.type + ":" + mount.source + ":" + mount.target;
    return text;
}

} // namespace

TEST_CASE("run runs the service's own command, or the one it is given") {
    CHECK(run({"web"}, "image: app, command: serve").command.words == Words{"serve"});
    CHECK(run({"web", "sh", "-c", "echo --rm"}, "image: app, command: serve").command.words ==
          Words{"sh", "-c", "echo --rm"});
}

TEST_CASE("another entrypoint is split as a shell does and takes the service's command away") {
    const auto service = run({"--entrypoint", "sh -c 'a b'", "web"}, "image: app, command: serve");
    CHECK(service.entrypoint.words == Words{"sh", "-c", "a b"});
    CHECK(service.command.words == Words{});
    CHECK(run({"--entrypoint", "sh", "web", "x"}, "image: app, command: serve").command.words == Words{"x"});
    CHECK(refusal({"--entrypoint", "sh 'open", "web"})
              .starts_with("invalid value 'sh 'open' for --entrypoint"));
}

TEST_CASE("variables are set on top of the service's: a bare name has its value here, or stays") {
    const std::string service = "image: app, environment: {A: own, B: own, C: own}";
    CHECK(variables(run({"-e", "A=1", "-e", "B", "-e", "C", "-e", "D=x=y", "-e", "E=", "web"}, service,
                        {{"B", "here"}})) ==
          Environment{{"A", "1"}, {"B", "here"}, {"C", "own"}, {"D", "x=y"}, {"E", ""}});
}

TEST_CASE("a file of variables comes below single ones and above the service's") {
    const GivenInput no_terminal("");
    const fakes::TemporaryDirectory directory;
    const std::string file = directory.write("more.env", "A=file\nB='two words'\n");
    const auto service =
        run({"--env-from-file", file, "-e", "A=flag", "web"}, "image: app, environment: {B: own, C: own}");
    CHECK(variables(service) == Environment{{"A", "flag"}, {"B", "two words"}, {"C", "own"}});
    CHECK(refusal({"--env-from-file", directory.path() / "missing", "web"}) != "");
}

TEST_CASE("labels are added, and one without a value is refused") {
    const auto service =
        run({"-l", "a=1", "--label", "b=", "--labels", "c=3", "web"}, "image: app, labels: {a: x}");
    CHECK(service.labels.entries == Environment{{"a", "1"}, {"b", ""}, {"c", "3"}});
    CHECK(refusal({"--label", "a", "web"}) == "label must be set as KEY=VALUE, found 'a'");
}

TEST_CASE("ports are published on request only: the service's own, or those that are given") {
    const std::string service = "image: app, ports: ['8080:80']";
    CHECK(ports(run({"web"}, service)).empty());
    CHECK(ports(run({"-P", "web"}, service)) == "8080:80/tcp");
    CHECK(ports(run({"-p", "9000:90", "-p", "53:53/udp", "web"}, service)) == "9000:90/tcp 53:53/udp");
    CHECK(refusal({"-P", "-p", "1:1", "web"}) == "--service-ports and --publish are incompatible");
    CHECK(refusal({"-p", "many", "web"}).starts_with("invalid value 'many' for --publish: "));
}

TEST_CASE("a mount takes the place of the service's own at that path") {
    const std::string service = "image: app, volumes: ['/srv/data:/data', '/srv/logs:/logs']";
    CHECK(mounts(run({"-v", "/tmp:/data", "-v", "cache:/cache", "web"}, service)) ==
          "bind:/srv/logs:/logs bind:/tmp:/data volume:cache:/cache");
    CHECK(mounts(run({"-v", "/anonymous", "web"})) == "volume::/anonymous");
}

TEST_CASE("capabilities that are added are not dropped, and the other way round") {
    const auto service = run({"--cap-add", "NET_ADMIN", "--cap-drop", "CHOWN", "web"},
                             "image: app, cap_add: [CHOWN], cap_drop: [NET_ADMIN, KILL]");
    CHECK(service.cap_add == Words{"NET_ADMIN"});
    CHECK(service.cap_drop == Words{"KILL", "CHOWN"});
}

TEST_CASE("user, directory and name are those of the flags") {
    const auto service = run({"-u", "1000:1000", "-w", "/srv", "web"}, "image: app, user: root");
    CHECK(service.user == "1000:1000");
    CHECK(service.working_dir == "/srv");
    CHECK(service.container_name == "demo-web-run-1");
}

TEST_CASE("the container is alone and is not started again") {
    const auto service = run({"web"}, "image: app, restart: always, scale: 3, deploy: {replicas: 3, "
                                      "restart_policy: {condition: any}}");
    CHECK(service.scale == 1);
    CHECK(service.restart.empty());
    CHECK_FALSE(service.deploy->replicas);
    CHECK_FALSE(service.deploy->restart_policy);
}

TEST_CASE("without a terminal here the command gets none, but the input") {
    CHECK_FALSE(run({"web"}).tty);
    CHECK(run({"web"}).stdin_open);
    CHECK_FALSE(run({"-i=false", "web"}).stdin_open);
    CHECK(run({"-t", "-i=false", "web"}).tty);
    CHECK(run({"-t", "-d", "web"}).tty);
    CHECK(refusal({"-t", "web"}) == "cannot give the command a terminal: standard input is none");
    CHECK(refusal({"-t", "-T", "web"}) == "--tty and --no-tty can't be used together");
}
