// What Docker engines do with containers, volumes and images, as scenarios that hold on the engine in memory
// and on a real one: they keep the fake honest.

#include "base/error.hpp"
#include "tests/engine-client/stage.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace muster;
using namespace muster::engine;

using RemoveVolumes = Engine::RemoveVolumes;

TEST_CASE("a container's name can be taken once") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a"), b = stage.name("b");
        const std::string id = stage.engine.create_container(a, stage.lasting());
        CHECK(id.size() == 64);
        const std::string taken =
            "Conflict. The container name \"/" + a + "\" is already in use by container \"" + id +
            "\". You have to remove (or rename) that container to be able to reuse that name.";
        CHECK(problem_of([&] { stage.engine.create_container(a, stage.lasting()); }) == "conflict: " + taken);
        stage.engine.create_container(b, stage.lasting());
        CHECK(problem_of([&] { stage.engine.rename_container(b, a); }) ==
              "conflict: Error when allocating new name: " + taken);
        stage.engine.rename_container(a, stage.name("c"));
        stage.engine.rename_container(b, a);
        CHECK(stage.engine.find_container(stage.name("c"))->id == id);
    });
}

TEST_CASE("a container needs an image and a proper name") {
    on_each_engine([](Stage& stage) {
        ContainerSpec spec = stage.lasting();
        spec.image = "muster-test/absent";
        CHECK(problem_of([&] { stage.engine.create_container(stage.name("a"), spec); }) ==
              "not found: No such image: muster-test/absent:latest");
        CHECK(problem_of([&] { stage.engine.create_container("a b", stage.lasting()); }) ==
              "engine: Invalid container name (a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        CHECK(stage.engine.list_containers({stage.label()}).empty());
    });
}

TEST_CASE("what is not there is found to be nothing, and cannot be used") {
    on_each_engine([](Stage& stage) {
        const std::string absent = stage.name("absent");
        CHECK(!stage.engine.find_container(absent));
        CHECK(!stage.engine.find_network(absent));
        CHECK(!stage.engine.find_volume(absent));
        CHECK(!stage.engine.find_image("muster-test/absent"));
        CHECK(problem_of([&] { stage.engine.start_container(absent); }) ==
              "not found: No such container: " + absent);
        CHECK(problem_of([&] { stage.engine.remove_network(absent); }) ==
              "not found: network " + absent + " not found");
        CHECK(problem_of([&] { stage.engine.remove_volume(absent); }) ==
              "not found: get " + absent + ": no such volume");
        CHECK(problem_of([&] { stage.engine.remove_image(absent); }) ==
              "not found: No such image: " + absent + ":latest");
        CHECK(problem_of([&] { stage.engine.remove_container(absent, RemoveVolumes::no); }) == "none");
    });
}

TEST_CASE("starting what runs and stopping what does not are no errors, killing it is") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a");
        const std::string id = start(stage, a, stage.lasting());
        stage.engine.start_container(a);
        CHECK(summary_of(stage, a).state == ContainerState::running);
        stage.engine.stop_container(a, 1);
        stage.engine.stop_container(a, 1);
        CHECK(summary_of(stage, a).state == ContainerState::exited);
        CHECK(problem_of([&] { stage.engine.kill_container(a, "SIGKILL"); }) ==
              "conflict: Cannot kill container: " + a + ": Container " + id + " is not running");
        stage.engine.remove_container(id, RemoveVolumes::no);
        stage.engine.remove_container(id, RemoveVolumes::no);
        CHECK(!stage.engine.find_container(id));
    });
}

TEST_CASE("containers are listed by all the labels asked for, and known by a part of their id") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a");
        ContainerSpec spec = stage.lasting();
        spec.labels["role"] = "web=1";
        const std::string id = stage.engine.create_container(a, spec);
        const auto count = [&](const std::string& label) {
            return stage.engine.list_containers({stage.label(), label}).size();
        };
        CHECK(count("role") == 1);
        CHECK(count("role=web=1") == 1);
        CHECK(count("role=web") == 0);
        CHECK(count("other") == 0);
        CHECK(stage.engine.find_container(id.substr(0, 12))->name == a);
    });
}

TEST_CASE("a listed container shows its image, mounts and networks") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a"), volume = stage.name("data"), network = stage.name("net");
        NetworkSpec network_spec;
        network_spec.name = network;
        stage.engine.create_network(network_spec);
        ContainerSpec spec = stage.lasting();
        spec.host.network_mode = network;
        spec.host.binds = {volume + ":/data:ro", "/tmp:/host"};
        spec.volumes = {"/anonymous"};
        stage.engine.create_container(a, spec);
        const ContainerSummary seen = summary_of(stage, a);
        CHECK(seen.image == spec.image);
        CHECK(seen.image_id == stage.engine.find_image(spec.image)->id);
        CHECK(seen.command == "sleep 1000");
        CHECK(seen.status == "Created");
        auto mounts = seen.mounts;
        std::sort(mounts.begin(), mounts.end(),
                  [](auto& x, auto& y) { return x.destination < y.destination; });
        REQUIRE(mounts.size() == 3);
        CHECK(mounts[0] == MountPoint{"volume", mounts[0].name, "", "/anonymous", true});
        CHECK(mounts[0].name.size() == 64);
        CHECK(mounts[1] ==
              MountPoint{"volume", volume, "/var/lib/docker/volumes/" + volume + "/_data", "/data", false});
        CHECK(mounts[2] == MountPoint{"bind", "", "/tmp", "/host", true});
        REQUIRE(seen.networks.contains(network));
        CHECK(seen.networks.size() == 1);
        stage.engine.remove_container(a, RemoveVolumes::anonymous);
        CHECK(!stage.engine.find_volume(mounts[0].name));
        CHECK(stage.engine.find_volume(volume));
    });
}

TEST_CASE("a volume cannot be removed while a container has it, running or not") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a"), volume = stage.name("data");
        ContainerSpec spec = stage.lasting();
        spec.host.binds = {volume + ":/data"};
        const std::string id = stage.engine.create_container(a, spec);
        CHECK(problem_of([&] { stage.engine.remove_volume(volume); }) ==
              "conflict: remove " + volume + ": volume is in use - [" + id + "]");
        stage.engine.remove_container(a, RemoveVolumes::anonymous);
        stage.engine.remove_volume(volume);
        CHECK(!stage.engine.find_volume(volume));
    });
}

TEST_CASE("creating a volume again is no error") {
    on_each_engine([](Stage& stage) {
        VolumeSpec spec;
        spec.name = stage.name("data");
        spec.labels = {{"made", "first"}};
        stage.engine.create_volume(spec);
        spec.labels = {{"made", "second"}};
        stage.engine.create_volume(spec);
        CHECK(stage.engine.find_volume(spec.name)->labels == Labels{{"made", "first"}});
        CHECK(stage.engine.list_volumes({"made=second"}).empty());
    });
}

TEST_CASE("a container takes over the mounts of another") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a"), b = stage.name("b"), volume = stage.name("data");
        ContainerSpec spec = stage.lasting();
        spec.host.binds = {volume + ":/data"};
        stage.engine.create_container(a, spec);
        spec = stage.lasting();
        spec.host.volumes_from = {a + ":ro"};
        stage.engine.create_container(b, spec);
        const auto mounts = summary_of(stage, b).mounts;
        REQUIRE(mounts.size() == 1);
        CHECK(mounts[0].name == volume);
        CHECK(!mounts[0].read_write);
        spec.host.volumes_from = {stage.name("absent")};
        CHECK(problem_of([&] { stage.engine.create_container(stage.name("c"), spec); }) ==
              "engine: No such container: " + stage.name("absent"));
    });
}

TEST_CASE("an image is found by its name or id, and listed by its name") {
    on_each_engine([](Stage& stage) {
        const std::string image = stage.lasting().image;
        const std::string id = stage.engine.find_image(image)->id;
        CHECK(stage.engine.find_image(id)->id == id);
        CHECK(stage.engine.list_images({image}, {}).at(0).id == id);
        CHECK(stage.engine.list_images({image.substr(0, image.find(':')), "absent"}, {}).at(0).id == id);
        CHECK(stage.engine.list_images({"muster-test/busybox:absent", id}, {}).empty());
    });
}
