// What tests rely on beyond Docker's rules (for those see engine_rules_*_test.cpp): the record, planned
// failures, scripted scenes.

#include "tests/fakes/fake_engine.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "tests/engine-client/stage.hpp"

#include <doctest/doctest.h>
#include <future>
#include <set>
#include <thread>
#include <utility>

using namespace muster;
using namespace muster::engine;
using fakes::FakeEngine;
using Lines = std::vector<std::string>;

namespace {

ContainerSpec spec_of(const std::string& image = "nginx") {
    ContainerSpec spec;
    spec.image = image;
    spec.command = {"serve"};
    spec.labels = {{"role", "web"}};
    return spec;
}

/// An engine that has the image nginx, and one running container.
struct Scene {
    Scene() {
        engine.add_image("nginx");
        id = engine.create_container("web-1", spec_of());
        engine.start_container("web-1");
        engine.clear_calls();
    }
    FakeEngine engine;
    std::string id;
};

ContainerSummary only_container(FakeEngine& engine) { return engine.list_containers({}).at(0); }

ByteSource bytes(std::string text) {
    return [text = std::move(text), is_read = false](std::span<char> buffer) mutable -> std::size_t {
        return std::exchange(is_read, true) ? 0 : text.copy(buffer.data(), buffer.size());
    };
}

Lines actions(const FakeEngine& engine) {
    Lines lines;
    for (const Event& event : engine.events())
        if (event.type == "container") lines.push_back(event.action);
    return lines;
}

} // namespace

TEST_CASE("every call is recorded in order, with containers and networks by name") {
    Scene scene;
    FakeEngine& engine = scene.engine;
    NetworkSpec network;
    network.name = "net";
    const std::string network_id = engine.create_network(network);
    engine.connect_network(network_id, scene.id, {});
    engine.list_containers({});
    engine.stop_container(scene.id, 10);
    engine.start_container(scene.id);
    engine.stop_container(scene.id, std::nullopt);
    engine.rename_container(scene.id, "old");
    engine.find_container(scene.id);
    engine.remove_container(scene.id, Engine::RemoveVolumes::anonymous);
    engine.create_volume({"data", "", {}, {}});
    CHECK(engine.calls() == Lines{"create_network net", "connect_network net web-1", "list_containers",
                                  "stop_container web-1 10", "start_container web-1", "stop_container web-1",
                                  "rename_container web-1 old", "find_container old",
                                  "remove_container old volumes", "create_volume data"});
    CHECK(engine.mutating_calls() == Lines{"create_network net", "connect_network net web-1",
                                           "stop_container web-1 10", "start_container web-1",
                                           "stop_container web-1", "rename_container web-1 old",
                                           "remove_container old volumes", "create_volume data"});
}

TEST_CASE("a call can be made to fail by its number, without an effect") {
    Scene scene;
    scene.engine.fail_call(2, Error(ErrorKind::connection, "gone"));
    scene.engine.list_networks({});
    CHECK_THROWS_WITH(scene.engine.stop_container("web-1", {}), "gone");
    CHECK(only_container(scene.engine).state == ContainerState::running);
    scene.engine.stop_container("web-1", {});
    CHECK(scene.engine.calls() ==
          Lines{"list_networks", "stop_container web-1", "list_containers", "stop_container web-1"});
}

TEST_CASE("a call can be made to fail by its line, every time") {
    Scene scene;
    scene.engine.fail_on("stop_container web-1", Error(ErrorKind::engine, "no"));
    CHECK_THROWS_WITH(scene.engine.stop_container("web-1", {}), "no");
    CHECK_THROWS_WITH(scene.engine.stop_container(scene.id, {}), "no");
    CHECK_NOTHROW(scene.engine.stop_container("web-1", 3));
}

TEST_CASE("what a test planned before and after a call runs then, and may use the engine") {
    Scene scene;
    Lines seen;
    scene.engine.before("restart_container web-1",
                        [&] { seen.push_back(only_container(scene.engine).status); });
    scene.engine.after("restart_container web-1",
                       [&] { scene.engine.set_health("web-1", Health::unhealthy, "down"); });
    scene.engine.restart_container("web-1", {});
    CHECK(seen == Lines{"Up Less than a second"});
    CHECK(scene.engine.find_container("web-1")->probes == std::vector{ProbeResult{1, "down"}});
    scene.engine.after("kill_container web-1 SIGKILL", [&] { seen.push_back("never"); });
    scene.engine.stop_container("web-1", {});
    CHECK_THROWS(scene.engine.kill_container("web-1", "SIGKILL"));
    CHECK(seen.size() == 1);
}

TEST_CASE("two engines give out the same ids, all different") {
    Scene one, two;
    CHECK(one.id == two.id);
    CHECK(one.id.size() == 64);
    CHECK(one.engine.create_container("web-2", spec_of()) != one.id);
}

TEST_CASE("a container carries its image's labels below its own, and its volumes and ports") {
    FakeEngine engine;
    ImageDetails image;
    image.labels = {{"role", "base"}, {"maintainer", "x"}};
    image.volumes = {"/var/lib/data"};
    image.exposed_ports = {"80/tcp"};
    image.command = {"run"};
    image.entrypoint = {"/entry"};
    engine.add_image("app:1", image);
    ContainerSpec spec = spec_of("app:1");
    spec.command = std::nullopt;
    engine.create_container("c1", spec);
    engine.start_container("c1");
    const ContainerSummary seen = only_container(engine);
    CHECK(seen.labels == Labels{{"maintainer", "x"}, {"role", "web"}});
    CHECK(seen.command == "/entry run");
    CHECK(seen.ports == std::vector{PublishedPort{"", 80, 0, "tcp"}});
    REQUIRE(seen.mounts.size() == 1);
    CHECK(seen.mounts[0].destination == "/var/lib/data");
    CHECK(engine.find_container("c1")->spec == spec);
    CHECK(engine.list_volumes({}).size() == 1);
}

TEST_CASE("a mount takes the place of the image's volume") {
    FakeEngine engine;
    ImageDetails image;
    image.volumes = {"/data", "/cache", "/tmp"};
    engine.add_image("app", image);
    ContainerSpec spec = spec_of("app");
    spec.host.tmpfs = {{"/tmp", ""}};
    spec.host.mounts.resize(2);
    spec.host.mounts[0].type = "volume";
    spec.host.mounts[0].source = "named";
    spec.host.mounts[0].target = "/data";
    spec.host.mounts[0].volume_labels = {{"made", "here"}};
    spec.host.mounts[1].type = "bind";
    spec.host.mounts[1].source = "/srv";
    spec.host.mounts[1].target = "/cache";
    spec.host.mounts[1].read_only = true;
    engine.create_container("c1", spec);
    CHECK(only_container(engine).mounts ==
          std::vector{MountPoint{"bind", "", "/srv", "/cache", false},
                      MountPoint{"volume", "named", "/var/lib/docker/volumes/named/_data", "/data", true}});
    CHECK(engine.find_volume("named")->labels == Labels{{"made", "here"}});
    spec.host.binds = {"other:/data"};
    CHECK(problem_of([&] { engine.create_container("c2", spec); }) == "engine: Duplicate mount point: /data");
}

TEST_CASE("a container's networks must exist when it is created") {
    Scene scene;
    ContainerSpec spec = spec_of();
    spec.host.network_mode = "net";
    CHECK(problem_of([&] { scene.engine.create_container("c1", spec); }) ==
          "not found: network net not found");
}

TEST_CASE("an image that another platform is asked of is not found") {
    Scene scene;
    ContainerSpec spec = spec_of();
    spec.platform = "linux/arm64";
    CHECK(problem_of([&] { scene.engine.create_container("c1", spec); }) ==
          "not found: image with reference nginx was found but does not match the specified platform: wanted "
          "linux/arm64, actual: linux/amd64");
}

TEST_CASE("a pull brings what the registry has, and takes the name from the image before") {
    Scene scene;
    FakeEngine& engine = scene.engine;
    const std::string old_id = engine.find_image("nginx:latest")->id;
    const std::string new_id = engine.add_remote_image("docker.io/library/nginx");
    std::string progress;
    engine.pull_image("nginx", "", "", [&](const PullProgress& step) { progress += step.status; }, {});
    CHECK(progress != "");
    CHECK(engine.find_image("nginx")->id == new_id);
    CHECK(only_container(engine).image == old_id);
    CHECK(engine.find_image(old_id)->id == old_id);
    CHECK(problem_of([&] {
              engine.pull_image("absent", "", "", {}, {});
          }).starts_with("not found: pull access denied for absent"));
}

TEST_CASE("a build of the same context gives the same image, unless the cache is not used") {
    FakeEngine engine;
    BuildSpec spec;
    spec.tags = {"app:1", "app:latest"};
    spec.labels = {{"project", "p"}};
    std::string steps;
    const auto progress = [&](const BuildProgress& step) { steps += step.step + "\n"; };
    const std::string first = engine.build_image(spec, bytes("context"), progress, {});
    CHECK(steps != "");
    CHECK(engine.build_image(spec, bytes("context"), {}, {}) == first);
    CHECK(engine.build_image(spec, bytes("changed"), {}, {}) != first);
    CHECK(engine.find_image("app")->labels == spec.labels);
    CHECK(engine.list_images({}, {"project=p"}).size() == 2);
    const std::string current = engine.find_image("app:1")->id;
    spec.no_cache = true;
    CHECK(engine.build_image(spec, bytes("changed"), {}, {}) != current);
    CHECK(engine.builds().size() == 4);
}

TEST_CASE("an image is removed by its last name, unless a container is made from it") {
    Scene scene;
    FakeEngine& engine = scene.engine;
    const std::string id = engine.find_image("nginx")->id;
    CHECK(problem_of([&] { engine.remove_image("nginx"); }) ==
          "conflict: conflict: unable to remove repository reference \"nginx:latest\" (must force) - "
          "container " +
              scene.id.substr(0, 12) + " is using its referenced image " + id.substr(7, 12));
    engine.add_image("nginx:1", *engine.find_image("nginx"));
    CHECK(problem_of([&] { engine.remove_image(id); }) ==
          "conflict: conflict: unable to delete " + id.substr(7, 12) +
              " (must be forced) - image is referenced in multiple repositories");
    engine.remove_image("nginx:1");
    CHECK(!engine.find_image("nginx:1"));
    engine.remove_container("web-1", Engine::RemoveVolumes::no);
    engine.remove_image("nginx");
    CHECK(!engine.find_image(id));
}

TEST_CASE("a container that always restarts does so when it ends, not when it is stopped") {
    FakeEngine engine;
    engine.add_image("nginx");
    ContainerSpec spec = spec_of();
    spec.host.restart.name = "unless-stopped";
    engine.create_container("c1", spec);
    engine.start_container("c1");
    engine.exit("c1", 0);
    CHECK(only_container(engine).state == ContainerState::running);
    CHECK(engine.find_container("c1")->restart_count == 1);
    engine.stop_container("c1", {});
    CHECK(only_container(engine).state == ContainerState::exited);
    CHECK(actions(engine) == Lines{"create", "start", "die", "start", "kill", "die", "stop"});
}

TEST_CASE("a paused container cannot be started, but stopped") {
    Scene scene;
    scene.engine.set_state("web-1", ContainerState::paused);
    CHECK(problem_of([&] { scene.engine.start_container("web-1"); }) ==
          "conflict: cannot start a paused container, try unpause instead");
    CHECK(only_container(scene.engine).status == "Up Less than a second (Paused)");
    scene.engine.stop_container("web-1", {});
    CHECK(only_container(scene.engine).state == ContainerState::exited);
}

TEST_CASE("a signal that does not end the process is told of all the same") {
    Scene scene;
    scene.engine.kill_container("web-1", "SIGUSR1");
    CHECK(only_container(scene.engine).state == ContainerState::running);
    CHECK(scene.engine.events().back().attributes.at("signal") == "SIGUSR1");
    scene.engine.kill_container("web-1", "15");
    CHECK(only_container(scene.engine).exit_code == 143);
}

TEST_CASE("logs are cut to their last lines") {
    Scene scene;
    scene.engine.print("web-1", OutputStream::standard_output, "one\ntwo\n");
    scene.engine.print("web-1", OutputStream::standard_error, "three");
    const auto tail = [&](const std::string& lines) {
        std::string text;
        LogOptions options;
        options.tail = lines;
        scene.engine.read_logs("web-1", options, false,
                               [&](OutputStream, std::string_view piece) { text += piece; }, {});
        return text;
    };
    CHECK(tail("all") == "one\ntwo\nthree");
    CHECK(tail("2") == "two\nthree");
    CHECK(tail("9") == "one\ntwo\nthree");
    CHECK(tail("0") == "");
}

TEST_CASE("followed logs and attachments end when they are stopped, or the container ends") {
    Scene scene;
    LogOptions options;
    options.follow = true;
    const LogSink ignore = [](OutputStream, std::string_view) {};
    std::stop_source stop;
    std::jthread logs([&] { scene.engine.read_logs("web-1", options, false, ignore, {}); });
    std::jthread attachment(
        [&] { scene.engine.attach_output("web-1", false, {}, ignore, stop.get_token()); });
    std::int64_t code = 0;
    std::jthread wait([&] { code = scene.engine.wait_container("web-1", stop.get_token()); });
    stop.request_stop();
    attachment.join();
    wait.join();
    CHECK(code == -1);
    scene.engine.exit("web-1", 0);
    logs.join();
}

TEST_CASE("past events are watched by their time") {
    Scene scene;
    const auto seen = [&](const std::string& since, const std::string& until) {
        Lines lines;
        scene.engine.watch_events({.since = since, .until = until}, {},
                                  [&](const Event& event) { lines.push_back(event.action); }, {});
        return lines;
    };
    const auto events = scene.engine.events();
    CHECK(seen("1699999999", "1700000001").size() == events.size());
    CHECK(seen("1699999999", "1700000000.001") == Lines{events.front().action});
    CHECK(seen("1700000001", "1700000002").empty());
    CHECK(seen("2023-11-14T22:13:20Z", "2023-11-14T22:13:20.001Z").size() == 1);
}

TEST_CASE("what is uploaded, and what is executed, can be looked at") {
    Scene scene;
    scene.engine.upload_archive("web-1", "/", bytes("tar"));
    CHECK(scene.engine.uploads() == std::vector{fakes::UploadedArchive{"web-1", "/", "tar"}});
    ExecSpec spec;
    spec.command = {"sh", "-c", "true"};
    const std::string exec = scene.engine.create_exec("web-1", spec);
    CHECK(!scene.engine.find_exec_exit_code(exec));
    scene.engine.start_exec_detached(exec);
    CHECK(scene.engine.find_exec_exit_code(exec) == 0);
    scene.engine.resize_exec(exec, {24, 80});
    CHECK(scene.engine.mutating_calls() == Lines{"upload_archive web-1 /", "create_exec web-1 sh -c true",
                                                 "start_exec_detached web-1", "resize_exec web-1 24x80"});
}

TEST_CASE("the engine can be of any version") {
    FakeEngine engine;
    CHECK(engine.info() == EngineInfo{{1, 41}, {1, 41}, false});
    engine.set_api_version({1, 48});
    engine.set_buildkit(true);
    CHECK(engine.info() == EngineInfo{{1, 48}, {1, 48}, true});
}

TEST_CASE("many threads can use the engine at once") {
    FakeEngine engine;
    engine.add_image("nginx");
    constexpr int count = 8;
    std::stop_source stop;
    std::promise<void> opened;
    std::set<std::string> started;
    std::jthread watch([&] {
        const auto on_event = [&](const Event& event) {
            if (event.action == "start") started.insert(event.attributes.at("name"));
            if (started.size() == count) stop.request_stop();
        };
        engine.watch_events(
            {.labels = {"role=web"}}, [&] { opened.set_value(); }, on_event, stop.get_token());
    });
    opened.get_future().wait();
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i)
        threads.emplace_back([&engine, name = "web-" + std::to_string(i)] {
            engine.create_container(name, spec_of());
            engine.start_container(name);
        });
    threads.clear();
    watch.join();
    CHECK(engine.list_containers({}).size() == count);
    CHECK(engine.mutating_calls().size() == 2 * count);
}
