#include "sandbox.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <mutex>
#include <sstream>

namespace muster::e2e {

namespace {

using engine::ContainerState;

const std::string pair =
    "services:\n"
    "  db:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
    "  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n    depends_on: [db]\n";

const std::string one = "services:\n  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n";

ProgramResult with_input(Sandbox& box, std::vector<std::string> arguments, std::string input) {
    ProgramCall call = box.call(std::move(arguments));
    call.input = std::move(input);
    return run_program(call);
}

std::string read(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

/// What a command prints in the first container of a service.
std::string in_container(Sandbox& box, const std::string& service, const std::string& command) {
    return box.muster({"exec", "-T", service, "sh", "-c", command}).out;
}

/// Returns when the engine reports the action for a container of the service; `begin` is called once nothing
/// can be missed.
void await_event(Sandbox& box, const std::string& action, const std::function<void()>& begin) {
    std::stop_source seen;
    box.engine().watch_events(
        {.labels = {"com.docker.compose.project=" + box.project()}, .actions = {action}}, begin,
        [&](const engine::Event&) { seen.request_stop(); }, seen.get_token());
}

} // namespace

// kill

TEST_CASE("kill ends containers at once, and says so when none runs") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(box.muster({"kill", "web"}).exit_code == 0);
    CHECK(box.container("web").state == ContainerState::exited);
    CHECK(box.container("web").exit_code == 137);
    CHECK(box.container("db").state == ContainerState::running);
    const auto again = box.muster({"kill", "web"});
    CHECK(again.exit_code == 0);
    CHECK(again.err.find("no container to kill") != std::string::npos);
}

TEST_CASE("kill sends the signal it is told to") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n"
                "    command: sh -c 'trap \"exit 7\" USR1; echo ready; while :; do sleep 0.1; done'\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    std::stop_source ready;
    engine::LogOptions options;
    options.follow = true;
    box.engine().read_logs(
        box.container("web").id, options, false,
        [&](engine::OutputStream, std::string_view) { ready.request_stop(); }, ready.get_token());
    await_event(box, "die", [&] { CHECK(box.muster({"kill", "-s", "USR1", "web"}).exit_code == 0); });
    CHECK(box.container("web").exit_code == 7);
}

TEST_CASE("kill --remove-orphans takes containers of services that are gone") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    box.write_compose("services:\n  db:\n    image: IMAGE\n    init: true\n    command: sleep 600\n");
    REQUIRE(box.muster({"kill", "--remove-orphans"}).exit_code == 0);
    CHECK(box.container_names() == std::vector<std::string>{box.project() + "-db-1"});
}

// pause, unpause

TEST_CASE("pause suspends containers and unpause lets them go on") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(box.muster({"pause"}).exit_code == 0);
    CHECK(box.container("web").state == ContainerState::paused);
    CHECK(box.container("db").state == ContainerState::paused);
    CHECK(box.muster({"unpause", "db"}).exit_code == 0);
    CHECK(box.container("web").state == ContainerState::paused);
    CHECK(box.container("db").state == ContainerState::running);
    CHECK(box.muster({"unpause"}).exit_code == 0);
    CHECK(box.container("web").state == ContainerState::running);
}

TEST_CASE("pausing what is paused is refused in the engine's words") {
    Sandbox box(one);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    REQUIRE(box.muster({"pause"}).exit_code == 0);
    const auto again = box.muster({"pause"});
    CHECK(again.exit_code == 1);
    CHECK(again.err.find("already paused") != std::string::npos);
    REQUIRE(box.muster({"unpause"}).exit_code == 0);
}

// rm

TEST_CASE("rm removes stopped containers only, and asks before") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    REQUIRE(box.muster({"stop", "web"}).exit_code == 0);
    const std::string web = box.project() + "-web-1";
    const auto refused = with_input(box, {"rm"}, "n\n");
    CHECK(refused.exit_code == 0);
    CHECK(refused.out.starts_with("Going to remove " + web));
    CHECK(box.container_names().size() == 2);
    CHECK(with_input(box, {"rm"}, "y\n").exit_code == 0);
    CHECK(box.container_names() == std::vector<std::string>{box.project() + "-db-1"});
}

TEST_CASE("rm --force --stop removes what runs, without a question") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto result = box.muster({"rm", "-f", "-s", "web"});
    CHECK(result.exit_code == 0);
    CHECK(result.out == "Going to remove " + box.project() + "-web-1\n");
    CHECK(box.container_names() == std::vector<std::string>{box.project() + "-db-1"});
}

TEST_CASE("rm --volumes removes anonymous volumes and keeps named ones") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                "    volumes: [/anonymous, 'data:/data']\nvolumes:\n  data:\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    std::string anonymous;
    for (const auto& mount : box.container("web").mounts)
        if (mount.destination == "/anonymous") anonymous = mount.name;
    REQUIRE(!anonymous.empty());
    REQUIRE(box.muster({"rm", "-f", "-s", "-v"}).exit_code == 0);
    CHECK_FALSE(box.engine().find_volume(anonymous));
    CHECK(box.volume_names().size() == 1);
}

// create, scale

TEST_CASE("create makes the containers but starts none") {
    Sandbox box(pair);
    CHECK(box.muster({"create"}).exit_code == 0);
    CHECK(box.container("web").state == ContainerState::created);
    CHECK(box.container("db").state == ContainerState::created);
    const auto before = box.container_states();
    CHECK(box.muster({"create"}).exit_code == 0);
    CHECK(box.container_states() == before);
    CHECK(box.muster({"create", "--force-recreate"}).exit_code == 0);
    CHECK(box.container_states() != before);
}

TEST_CASE("scale brings a service to the number asked for, up and down") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto first = box.container("web").id;
    CHECK(box.muster({"scale", "web=3"}).exit_code == 0);
    CHECK(box.container_names().size() == 4);
    CHECK(box.container("web", 3).state == ContainerState::running);
    CHECK(box.muster({"scale", "web=1"}).exit_code == 0);
    CHECK(box.container_names().size() == 2);
    CHECK(box.container("web").id == first);
    CHECK(box.muster({"scale", "web"}).exit_code == 1);
}

TEST_CASE("scale --no-deps leaves dependencies alone") {
    Sandbox box(pair);
    CHECK(box.muster({"scale", "--no-deps", "web=2"}).exit_code == 0);
    CHECK(box.container_names() ==
          std::vector<std::string>{box.project() + "-web-1", box.project() + "-web-2"});
}

// wait

TEST_CASE("wait ends with the container and passes on its exit code") {
    Sandbox box(
        "services:\n  web:\n    image: IMAGE\n    stdin_open: true\n    command: sh -c 'read x; exit 5'\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const std::string id = box.container("web").id;
    std::promise<void> asked;
    std::once_flag once;
    box.proxy().on_mutation([&](std::size_t) { std::call_once(once, [&] { asked.set_value(); }); });
    RunningProgram waiting(box.call({"wait", "web"}));
    asked.get_future().wait();
    CHECK(with_input(box, {"attach", "web"}, "go\n").exit_code == 5);
    const auto result = waiting.wait();
    CHECK(result.exit_code == 5);
    CHECK(result.out == "container \"" + id + "\" exited with status code 5\n");
    CHECK(box.muster({"wait", "web"}).exit_code == 1);
}

TEST_CASE("wait --down-project takes the project down when the first container has ended") {
    Sandbox box("services:\n"
                "  short:\n    image: IMAGE\n    command: sh -c 'sleep 2; exit 3'\n"
                "  long:\n    image: IMAGE\n    init: true\n    command: sleep 600\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(box.muster({"wait", "--down-project", "short", "long"}).exit_code == 3);
    CHECK(box.container_names().empty());
    CHECK(box.network_names().empty());
}

// attach

TEST_CASE("attach passes standard input on, prints the output and ends with the container's exit code") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    stdin_open: true\n"
                "    command: sh -c 'read x; echo got $$x; exit 4'\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto result = with_input(box, {"attach", "web"}, "hello\n");
    CHECK(result.exit_code == 4);
    CHECK(result.out == "got hello\n");
}

TEST_CASE("attach says that a service does not run") {
    Sandbox box(one);
    const auto result = box.muster({"attach", "web"});
    CHECK(result.exit_code == 1);
    CHECK(result.err.find("service 'web' is not running") != std::string::npos);
}

// commit, export

TEST_CASE("commit makes an image with its author, message and changes") {
    Sandbox box(one);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const std::string name = box.project() + "-committed:1.0";
    const auto result = box.muster({"commit", "-a", "Ann", "-m", "why", "-c", "ENV A=b", "web", name});
    CHECK(result.exit_code == 0);
    const auto image = box.engine().find_image(name);
    REQUIRE(image.has_value());
    CHECK(result.out == image->id + "\n");
    CHECK(std::count(image->environment.begin(), image->environment.end(), "A=b") == 1);
    box.engine().remove_image(name);
}

TEST_CASE("export writes the container's files as an archive") {
    Sandbox box(one);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    in_container(box, "web", "echo content > /mark");
    REQUIRE(box.muster({"export", "-o", box.path("web.tar"), "web"}).exit_code == 0);
    const std::string to_file = read(box.path("web.tar"));
    CHECK(to_file.find("mark") != std::string::npos);
    CHECK(to_file.find("content\n") != std::string::npos);
    CHECK(box.muster({"export", "web"}).out.size() == to_file.size());
}

// cp

TEST_CASE("cp takes a file to every replica, and under a new name") {
    Sandbox box(one);
    REQUIRE(box.muster({"up", "-d", "--scale", "web=2"}).exit_code == 0);
    box.write("a", "hello");
    CHECK(box.muster({"cp", box.path("a"), "web:/tmp"}).exit_code == 0);
    CHECK(box.muster({"cp", box.path("a"), "web:/tmp/b"}).exit_code == 0);
    for (const char* index : {"1", "2"})
        CHECK(box.muster({"exec", "-T", "--index", index, "web", "cat", "/tmp/a", "/tmp/b"}).out ==
              "hellohello");
}

TEST_CASE("cp --index takes a file to one replica") {
    Sandbox box(one);
    REQUIRE(box.muster({"up", "-d", "--scale", "web=2"}).exit_code == 0);
    box.write("a", "hello");
    CHECK(box.muster({"cp", "--index", "2", box.path("a"), "web:/tmp"}).exit_code == 0);
    CHECK(box.muster({"exec", "-T", "--index", "1", "web", "cat", "/tmp/a"}).exit_code != 0);
    CHECK(box.muster({"exec", "-T", "--index", "2", "web", "cat", "/tmp/a"}).out == "hello");
}

TEST_CASE("cp takes a folder, with or without itself, there and back") {
    Sandbox box(one);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    box.write("d/sub/f", "deep");
    CHECK(box.muster({"cp", box.path("d"), "web:/tmp"}).exit_code == 0);
    CHECK(box.muster({"cp", box.path("d") + "/.", "web:/opt"}).exit_code == 0);
    CHECK(in_container(box, "web", "cat /tmp/d/sub/f /opt/sub/f") == "deepdeep");
    CHECK(box.muster({"cp", "web:/tmp/d", box.path("back")}).exit_code == 0);
    CHECK(read(box.path("back/sub/f")) == "deep");
    CHECK(box.muster({"cp", "web:/tmp/d", box.path("back")}).exit_code == 0);
    CHECK(read(box.path("back/d/sub/f")) == "deep");
    CHECK(box.muster({"cp", "web:/tmp/d/.", box.path("back")}).exit_code == 0);
    CHECK(read(box.path("back/sub/f")) == "deep");
}

TEST_CASE("cp takes and gives archives on standard input and output") {
    Sandbox box(one);
    REQUIRE(box.muster({"up", "-d", "--scale", "web=2"}).exit_code == 0);
    in_container(box, "web", "mkdir /tmp/d; echo hello > /tmp/d/f");
    const auto archive = box.muster({"cp", "--index", "1", "web:/tmp/d", "-"});
    REQUIRE(archive.exit_code == 0);
    CHECK(with_input(box, {"cp", "-", "web:/etc"}, archive.out).exit_code == 0);
    for (const char* index : {"1", "2"})
        CHECK(box.muster({"exec", "-T", "--index", index, "web", "cat", "/etc/d/f"}).out == "hello\n");
}

TEST_CASE("cp copies a symbolic link, or with --follow-link what it points at") {
    Sandbox box(one);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    in_container(box, "web", "echo hello > /tmp/f; ln -s f /tmp/l");
    CHECK(box.muster({"cp", "web:/tmp/l", box.path("link")}).exit_code == 0);
    CHECK(std::filesystem::is_symlink(box.path("link")));
    CHECK(box.muster({"cp", "-L", "web:/tmp/l", box.path("file")}).exit_code == 0);
    CHECK(read(box.path("file")) == "hello\n");
}

TEST_CASE("cp says what is missing") {
    Sandbox box(one);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(box.muster({"cp", "web:/none", box.path("x")}).err.find("no file '/none'") != std::string::npos);
    CHECK(box.muster({"cp", box.path("none"), "web:/tmp"}).exit_code == 1);
    box.write("a", "hello");
    CHECK(box.muster({"cp", box.path("a"), "web:/none/"}).err.find("does not exist") != std::string::npos);
    CHECK(box.muster({"cp", "web:/tmp", "web:/opt"}).err.find("copying between services") !=
          std::string::npos);
}

// run

TEST_CASE("run prints what the command prints and passes on its exit code") {
    Sandbox box(pair);
    const auto result = box.muster({"run", "--rm", "web", "sh", "-c", "echo out; echo err >&2; exit 6"});
    CHECK(result.exit_code == 6);
    CHECK(result.out == "out\n");
    CHECK(result.err.ends_with("err\n"));
    CHECK(box.container_names() == std::vector<std::string>{box.project() + "-db-1"});
}

TEST_CASE("run passes piped standard input on") {
    Sandbox box(one);
    const auto result = with_input(box, {"run", "--rm", "-T", "web", "cat"}, "one\ntwo\n");
    CHECK(result.exit_code == 0);
    CHECK(result.out == "one\ntwo\n");
}

TEST_CASE("run takes variables, user and working directory from its flags") {
    Sandbox box(one);
    box.write("vars", "FILE=1\nBOTH=file\n");
    const auto result =
        box.muster({"run", "--rm", "--env-from-file", box.path("vars"), "-e", "BOTH=flag", "-u", "1000", "-w",
                    "/tmp", "web", "sh", "-c", "echo $FILE $BOTH $(id -u) $(pwd)"});
    CHECK(result.out == "1 flag 1000 /tmp\n");
}

TEST_CASE("run --detach prints the id of a container that stays") {
    Sandbox box(one);
    const auto result = box.muster({"run", "-d", "--name", box.project() + "-once", "web"});
    CHECK(result.exit_code == 0);
    const auto container = box.engine().find_container(box.project() + "-once");
    REQUIRE(container.has_value());
    CHECK(result.out == container->id + "\n");
    CHECK(container->state == ContainerState::running);
    CHECK(container->spec.labels.at("com.docker.compose.oneoff") == "True");
    box.engine().remove_container(container->id, engine::Engine::RemoveVolumes::anonymous);
}

TEST_CASE("run --entrypoint takes the place of entrypoint and command") {
    Sandbox box(one);
    CHECK(box.muster({"run", "--rm", "--entrypoint", "echo 'a b'", "web"}).out == "a b\n");
}

TEST_CASE("run publishes ports only on request, and leaves the service's containers alone") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                "    ports: [\"80\"]\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto before = box.container("web");
    REQUIRE(box.muster({"run", "-d", "--name", box.project() + "-a", "web"}).exit_code == 0);
    REQUIRE(box.muster({"run", "-d", "-P", "--name", box.project() + "-b", "web"}).exit_code == 0);
    CHECK(box.engine().find_container(box.project() + "-a")->spec.host.port_bindings.empty());
    CHECK(box.engine().find_container(box.project() + "-b")->spec.host.port_bindings.contains("80/tcp"));
    CHECK(box.container("web").id == before.id);
    CHECK(box.container("web").started_at == before.started_at);
    for (const char* name : {"-a", "-b"})
        box.engine().remove_container(box.project() + name, engine::Engine::RemoveVolumes::anonymous);
}

} // namespace muster::e2e
