// Against the engine that DOCKER_HOST names (or the local one). Where none answers, or the image is missing,
// each test says so, and ctest counts it as skipped. The image is a static busybox:
//
//     tar -C ROOT -c . | docker import -c 'CMD ["/bin/sh"]' - muster-test/busybox:1

#include "base/digest.hpp"
#include "base/error.hpp"
#include "engine-client/engine.hpp"
#include "engine-client/engine_choice.hpp"
#include "engine-client/tar.hpp"

#include <array>
#include <chrono>
#include <cstdlib>
#include <doctest/doctest.h>
#include <future>

// The specs name what they set; everything else is meant to be left out.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

using namespace muster;
using namespace muster::engine;

namespace {

constexpr char image[] = "muster-test/busybox:1";
constexpr char test_label[] = "eclab";

std::unique_ptr<Engine> find_engine() {
    std::map<std::string, std::string> environment;
    if (const char* host = std::getenv("DOCKER_HOST")) environment["DOCKER_HOST"] = host;
    auto engine = connect(connection_from(environment));
    try {
        if (engine->find_image(image)) return engine;
        MESSAGE("skipped: the engine has no image ", image);
    } catch (const Error& error) {
        MESSAGE("skipped: ", error.message);
    }
    return nullptr;
}

/// Names of one test, and the removal of what was made under them.
class Sandbox {
  public:
    explicit Sandbox(Engine& engine) : engine_(engine) {}
    ~Sandbox() {
        for (const std::string& name : containers_)
            quietly([&] { engine_.remove_container(name, Engine::RemoveVolumes::anonymous); });
        for (const std::string& name : networks_) quietly([&] { engine_.remove_network(name); });
        for (const std::string& name : volumes_) quietly([&] { engine_.remove_volume(name); });
    }
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    std::string container(const std::string& name) { return keep(containers_, name); }
    std::string network(const std::string& name) { return keep(networks_, name); }
    std::string volume(const std::string& name) { return keep(volumes_, name); }

    /// "label=value" that this sandbox's containers carry.
    std::string filter() const { return std::string(test_label) + "=" + id_; }

    ContainerSpec spec(const std::string& script) const {
        ContainerSpec spec{.image = image, .command = {{"sh", "-c", script}}, .labels = {{test_label, id_}}};
        spec.host.network_mode = "none";
        spec.host.init = true;
        return spec;
    }

  private:
    static void quietly(const std::function<void()>& action) {
        try {
            action();
        } catch (const Error&) {
        }
    }
    std::string keep(std::vector<std::string>& names, const std::string& name) {
        return names.emplace_back("eclab-" + id_ + "-" + name);
    }

    Engine& engine_;
    const std::string id_ = random_hex(8);
    std::vector<std::string> containers_;
    std::vector<std::string> networks_;
    std::vector<std::string> volumes_;
};

ErrorKind kind_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.kind;
    }
    return ErrorKind::internal;
}

double milliseconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

std::string read_to_end(Hijacked& stream) {
    std::string all;
    std::array<char, 4096> buffer{};
    for (std::size_t count = stream.read(buffer); count > 0; count = stream.read(buffer))
        all.append(buffer.data(), count);
    return all;
}

/// Output with "out:" or "err:" where the stream changes, however it is cut into pieces.
LogSink picture(std::string& text) {
    return [&text, last = std::string_view()](OutputStream stream, std::string_view bytes) mutable {
        const std::string_view name = stream == OutputStream::standard_output ? "out:" : "err:";
        if (name != last) text += name;
        last = name;
        text += bytes;
    };
}

} // namespace

TEST_SUITE("real engine") {

    TEST_CASE("the first call loads libcurl and agrees on an API; later ones reuse the connection") {
        const auto start = std::chrono::steady_clock::now();
        const auto engine = find_engine();
        if (!engine) return;
        const double first = milliseconds_since(start);
        CHECK(engine->info().api >= ApiVersion{1, 41});
        CHECK(engine->info().api <= engine->info().engine_api);
        constexpr int calls = 200;
        const auto again = std::chrono::steady_clock::now();
        for (int i = 0; i < calls; ++i) engine->find_volume("eclab-none");
        MESSAGE("first calls ", first, " ms, each later one ", milliseconds_since(again) / calls, " ms");
    }

    TEST_CASE("a container with two networks, from its creation to its removal") {
        const auto engine = find_engine();
        if (!engine) return;
        Sandbox sandbox(*engine);
        const std::string front = sandbox.network("front");
        const std::string back = sandbox.network("back");
        const std::string name = sandbox.container("web");
        const std::string front_id =
            engine->create_network({.name = front,
                                    .driver = "bridge",
                                    .ipam = IpamSpec{.pools = {{.subnet = "172.31.251.0/24"}}},
                                    .labels = {{test_label, "x"}}});
        engine->create_network({.name = back, .internal = true});
        CHECK(engine->find_network(front)->id == front_id);
        CHECK(engine->find_network(front_id)->name == front);
        CHECK_FALSE(engine->find_network(front_id.substr(0, 12)));
        CHECK(kind_of([&] { engine->create_network({.name = front}); }) == ErrorKind::conflict);

        ContainerSpec spec = sandbox.spec("sleep 60");
        spec.host.network_mode = front;
        spec.endpoints = {{front, {.aliases = {"web"}, .ipv4_address = "172.31.251.9"}},
                          {back, {.aliases = {"inner"}}}};
        spec.exposed_ports = {"80/tcp"};
        spec.host.port_bindings = {{"80/tcp", {{"127.0.0.1", ""}}}};
        spec.volumes = {"/anonymous"};
        spec.environment = {"A=1"};
        spec.stop_timeout = 1;
        spec.healthcheck = HealthcheckSpec{.test = {"CMD", "true"}, .interval = 60'000'000'000};
        spec.host.memory = 64 << 20;
        const std::string id = engine->create_container(name, spec);
        CHECK(kind_of([&] { engine->create_container(name, spec); }) == ErrorKind::conflict);

        engine->start_container(id);
        engine->start_container(name);
        const auto rows = engine->list_containers({sandbox.filter()});
        REQUIRE(rows.size() == 1);
        CHECK(rows[0].id == id);
        CHECK(rows[0].name == name);
        CHECK(rows[0].state == ContainerState::running);
        CHECK(rows[0].health != Health::none);
        CHECK(rows[0].ports.at(0).container_port == 80);
        CHECK(rows[0].ports.at(0).host_port > 0);
        CHECK(rows[0].networks.at(front).ip_address == "172.31.251.9");
        CHECK(rows[0].networks.size() == 2);

        const auto details = engine->find_container(name);
        REQUIRE(details);
        CHECK(details->state == ContainerState::running);
        CHECK(details->image_id == engine->find_image(image)->id);
        CHECK(details->spec.command == spec.command);
        CHECK(details->spec.host.port_bindings == spec.host.port_bindings);
        CHECK(details->spec.host.memory == spec.host.memory);
        CHECK(details->spec.healthcheck == spec.healthcheck);
        CHECK(details->spec.stop_timeout == 1);
        CHECK(details->spec.endpoints.at(front).aliases == std::vector<std::string>{"web"});
        CHECK(details->spec.endpoints.at(back).aliases == std::vector<std::string>{"inner"});
        CHECK(details->mounts.at(0).destination == "/anonymous");

        CHECK(kind_of([&] { engine->remove_network(back); }) == ErrorKind::conflict);
        engine->disconnect_network(back, name, Engine::Disconnect::forced);
        engine->remove_network(back);
        CHECK_FALSE(engine->find_network(back));

        engine->stop_container(name, std::nullopt);
        engine->stop_container(name, 1);
        CHECK(engine->list_containers({sandbox.filter()}).at(0).exit_code == 143);
        const std::string renamed = sandbox.container("renamed");
        engine->rename_container(name, renamed);
        CHECK(engine->find_container(renamed)->id == id);
        engine->remove_container(renamed, Engine::RemoveVolumes::anonymous);
        engine->remove_container(renamed, Engine::RemoveVolumes::anonymous);
        CHECK_FALSE(engine->find_container(renamed));
        CHECK_FALSE(engine->find_volume(details->mounts.at(0).name));
    }

    TEST_CASE("refusals carry the engine's words") {
        const auto engine = find_engine();
        if (!engine) return;
        Sandbox sandbox(*engine);
        const std::string name = sandbox.container("c");
        try {
            engine->create_container(name, {.image = "eclab/none:1"});
            FAIL("an error was expected");
        } catch (const Error& error) {
            CHECK(error.kind == ErrorKind::not_found);
            CHECK(error.message == "the engine says: No such image: eclab/none:1");
        }
        const auto archive = [] {
            return tar_source({{.path = "x", .content = TarBytes{std::string(9'000'000, 'x')}}});
        };
        CHECK(kind_of([&] { engine->upload_archive("eclab-none", "/", archive()); }) == ErrorKind::not_found);
        CHECK(kind_of([&] { engine->start_container("eclab-none"); }) == ErrorKind::not_found);
        CHECK_FALSE(engine->find_image("eclab/none:1"));

        ContainerSpec spec = sandbox.spec("true");
        spec.endpoints = {{"bridge", {}}, {"host", {}}};
        spec.host.network_mode = "bridge";
        CHECK(kind_of([&] { engine->create_container(name, spec); }) == ErrorKind::engine);
        CHECK_FALSE(engine->find_container(name));
    }

    TEST_CASE("a volume in use cannot be removed") {
        const auto engine = find_engine();
        if (!engine) return;
        Sandbox sandbox(*engine);
        const std::string volume = sandbox.volume("data");
        const std::string name = sandbox.container("c");
        engine->create_volume({.name = volume, .labels = {{test_label, volume}}});
        CHECK(engine->list_volumes({std::string(test_label) + "=" + volume}).size() == 1);
        CHECK(engine->find_volume(volume)->driver == "local");
        ContainerSpec spec = sandbox.spec("true");
        spec.host.mounts = {{.type = "volume", .source = volume, .target = "/data"}};
        engine->create_container(name, spec);
        CHECK(kind_of([&] { engine->remove_volume(volume); }) == ErrorKind::conflict);
        engine->remove_container(name, Engine::RemoveVolumes::no);
        engine->remove_volume(volume);
        CHECK_FALSE(engine->find_volume(volume));
    }

    TEST_CASE("attached before the start, no output and no exit is missed") {
        const auto engine = find_engine();
        if (!engine) return;
        Sandbox sandbox(*engine);
        const std::string name = sandbox.container("c");
        engine->create_container(name, sandbox.spec("echo first; echo second >&2; exit 7"));
        std::string seen;
        std::promise<void> open;
        auto attached = std::async(std::launch::async, [&] {
            engine->attach_output(name, false, [&] { open.set_value(); }, picture(seen), {});
        });
        auto waiting = std::async(std::launch::async, [&] { return engine->wait_container(name, {}); });
        open.get_future().wait();
        engine->start_container(name);
        attached.get();
        CHECK(seen.find("out:first\n") != std::string::npos);
        CHECK(seen.find("err:second\n") != std::string::npos);
        engine->stop_container(name, 0);
        std::string logged;
        engine->read_logs(name, {}, false, picture(logged), {});
        CHECK(logged.size() == seen.size());
        CHECK(engine->find_container(name)->exit_code == 7);
        if (waiting.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
            engine->restart_container(name, 0);
        CHECK(waiting.get() == 7);
    }

    TEST_CASE("a terminal's output has no frames") {
        const auto engine = find_engine();
        if (!engine) return;
        Sandbox sandbox(*engine);
        const std::string name = sandbox.container("c");
        ContainerSpec spec = sandbox.spec("tty; echo end >&2");
        spec.tty = true;
        engine->create_container(name, spec);
        CHECK(engine->find_container(name)->tty);
        std::string seen;
        std::promise<void> open;
        auto attached = std::async(std::launch::async, [&] {
            engine->attach_output(name, true, [&] { open.set_value(); }, picture(seen), {});
        });
        open.get_future().wait();
        engine->start_container(name);
        attached.get();
        CHECK(seen.starts_with("out:/dev/"));
        CHECK(seen.ends_with("end\r\n"));
    }

    TEST_CASE("events arrive from the opening of the stream on, until it is stopped") {
        const auto engine = find_engine();
        if (!engine) return;
        Sandbox sandbox(*engine);
        const std::string name = sandbox.container("c");
        std::promise<void> open;
        std::promise<Event> died;
        std::string actions;
        std::stop_source stop;
        auto watching = std::async(std::launch::async, [&] {
            const auto on_event = [&](const Event& event) {
                actions += event.type + " " + event.action + "\n";
                if (event.action == "die") died.set_value(event);
            };
            engine->watch_events(
                {.labels = {sandbox.filter()}}, [&] { open.set_value(); }, on_event, stop.get_token());
        });
        open.get_future().wait();
        const std::string id = engine->create_container(name, sandbox.spec("exit 3"));
        engine->start_container(id);
        const Event event = died.get_future().get();
        stop.request_stop();
        watching.get();
        CHECK(actions == "container create\ncontainer start\ncontainer die\n");
        CHECK(event.actor == id);
        CHECK(event.attributes.at("exitCode") == "3");
        CHECK(event.attributes.at("name") == name);
        CHECK(event.time > 1'600'000'000'000'000'000);
    }

    TEST_CASE("followed logs end at once when stopped") {
        const auto engine = find_engine();
        if (!engine) return;
        Sandbox sandbox(*engine);
        const std::string name = sandbox.container("c");
        engine->create_container(name, sandbox.spec("echo ready; sleep 60"));
        engine->start_container(name);
        std::promise<void> ready;
        std::stop_source stop;
        auto reading = std::async(std::launch::async, [&] {
            const LogSink sink = [&](OutputStream, std::string_view bytes) {
                if (bytes == "ready\n") ready.set_value();
            };
            engine->read_logs(name, {.follow = true}, false, sink, stop.get_token());
        });
        ready.get_future().wait();
        const auto start = std::chrono::steady_clock::now();
        stop.request_stop();
        reading.get();
        const double latency = milliseconds_since(start);
        MESSAGE("stopped after ", latency, " ms");
        CHECK(latency < 500);
        std::string since;
        engine->read_logs(name, {.since = "2100-01-01T00:00:00.5Z"}, false, picture(since), {});
        CHECK(since.empty());
    }

    TEST_CASE("commands are executed in a running container") {
        const auto engine = find_engine();
        if (!engine) return;
        Sandbox sandbox(*engine);
        const std::string name = sandbox.container("c");
        engine->create_container(name, sandbox.spec("sleep 60"));
        CHECK(kind_of([&] { engine->create_exec(name, {.command = {"true"}}); }) == ErrorKind::conflict);
        engine->start_container(name);

        SUBCASE("with input and output") {
            const std::string exec =
                engine->create_exec(name, {.command = {"sh", "-c", "cat; echo $A; exit 5"},
                                           .environment = {"A=x"},
                                           .attach_stdin = true});
            const auto stream = engine->start_exec(exec, false);
            CHECK_FALSE(engine->find_exec_exit_code(exec));
            stream->write("typed\n");
            stream->close_input();
            std::string seen;
            OutputDemultiplexer().feed(read_to_end(*stream), picture(seen));
            CHECK(seen == "out:typed\nx\n");
            CHECK(engine->find_exec_exit_code(exec) == 5);
        }
        SUBCASE("on a terminal of a given size") {
            const std::string exec = engine->create_exec(
                name, {.command = {"sh", "-c", "read go; stty size"}, .tty = true, .attach_stdin = true});
            const auto stream = engine->start_exec(exec, true);
            engine->resize_exec(exec, {30, 100});
            stream->write("go\n");
            CHECK(read_to_end(*stream).ends_with("30 100\r\n"));
            CHECK(engine->find_exec_exit_code(exec) == 0);
        }
        SUBCASE("detached") {
            const std::string exec = engine->create_exec(name, {.command = {"touch", "/done"}});
            engine->start_exec_detached(exec);
            const std::string check = engine->create_exec(
                name, {.command = {"sh", "-c", "until [ -e /done ]; do sleep 0.05; done"}});
            CHECK(read_to_end(*engine->start_exec(check, false)).empty());
            CHECK(engine->find_exec_exit_code(check) == 0);
        }
        SUBCASE("that do not exist") {
            const std::string exec = engine->create_exec(name, {.command = {"/no/such/program"}});
            read_to_end(*engine->start_exec(exec, false));
            CHECK(engine->find_exec_exit_code(exec) == 126);
            CHECK(kind_of([&] { engine->start_exec("eclab-none", false); }) == ErrorKind::not_found);
        }
    }

    TEST_CASE("an archive is unpacked in a container before it starts") {
        const auto engine = find_engine();
        if (!engine) return;
        Sandbox sandbox(*engine);
        const std::string name = sandbox.container("c");
        engine->create_container(name,
                                 sandbox.spec("stat -c '%a %u %g' /run/s/x; cat /run/s/x; wc -c < /big"));
        engine->upload_archive(
            name, "/",
            tar_source(
                {{.path = "run/s/x", .content = TarBytes{"secret\n"}, .mode = 0440, .uid = 1000, .gid = 7},
                 {.path = "big", .content = TarBytes{std::string(3'000'000, 'x')}}}));
        std::string seen;
        std::promise<void> open;
        auto attached = std::async(std::launch::async, [&] {
            engine->attach_output(name, true, [&] { open.set_value(); }, picture(seen), {});
        });
        open.get_future().wait();
        engine->start_container(name);
        attached.get();
        CHECK(seen.find("440 1000 7\n") != std::string::npos);
        CHECK(seen.find("secret\n") != std::string::npos);
        CHECK(seen.find("3000000\n") != std::string::npos);
    }

    TEST_CASE("an image is built from a context, found, and removed") {
        const auto engine = find_engine();
        if (!engine) return;
        const std::string tag = "eclab/built:" + random_hex(8);
        const std::string dockerfile =
            "FROM " + std::string(image) + "\nARG WORD\nCOPY f /f\nRUN echo \"$WORD said\"\n";
        const auto context = [&] {
            return tar_source({{.path = "Dockerfile", .content = TarBytes{dockerfile}},
                               {.path = "f", .content = TarBytes{"x"}}});
        };
        std::string output;
        const auto progress = [&](const BuildProgress& step) { output += step.text + "\n"; };
        BuildSpec spec{
            .tags = {tag}, .args = {{"WORD", "he"}}, .labels = {{test_label, tag}}, .no_cache = true};
        const std::string id = engine->build_image(spec, context(), progress, {});
        CHECK(output.find("he said\n") != std::string::npos);
        CHECK(engine->find_image(tag)->id == id);
        CHECK(engine->find_image(tag)->labels.at(test_label) == tag);
        CHECK(engine->list_images({"docker.io/" + tag}, {}).at(0).id == id);
        CHECK(engine->list_images({}, {std::string(test_label) + "=" + tag}).at(0).tags ==
              std::vector<std::string>{tag});
        engine->remove_image(tag);
        CHECK_FALSE(engine->find_image(tag));

        spec.target = "eclab-none";
        CHECK(kind_of([&] { engine->build_image(spec, context(), progress, {}); }) == ErrorKind::engine);
    }

    TEST_CASE("a stopped build leaves at once") {
        const auto engine = find_engine();
        if (!engine) return;
        std::stop_source stop;
        const auto progress = [&](const BuildProgress& step) {
            if (step.text.find("begun") != std::string::npos) stop.request_stop();
        };
        const std::string dockerfile = "FROM " + std::string(image) + "\nRUN echo begun; sleep 60\n";
        const auto start = std::chrono::steady_clock::now();
        CHECK(engine->build_image({.no_cache = true},
                                  tar_source({{.path = "Dockerfile", .content = TarBytes{dockerfile}}}),
                                  progress, stop.get_token()) == "");
        CHECK(milliseconds_since(start) < 30'000);
    }

    TEST_CASE("a pull that fails says why") {
        const auto engine = find_engine();
        if (!engine) return;
        CHECK(kind_of([&] { engine->pull_image("127.0.0.1:1/eclab/none:1", "", "", {}, {}); }) ==
              ErrorKind::engine);
    }

} // TEST_SUITE
