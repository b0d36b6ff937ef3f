// What Docker engines do with networks, addresses and ports, as scenarios that hold on the engine in memory
// and on a real one: they keep the fake honest.

#include "tests/engine-client/stage.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::engine;

namespace {

void create_network(Stage& stage, const std::string& name, const std::string& subnet = "") {
    NetworkSpec spec;
    spec.name = name;
    if (!subnet.empty()) spec.ipam = IpamSpec{"", {{subnet, "", "", {}}}, {}};
    stage.engine.create_network(spec);
}

ContainerSpec in_network(Stage& stage, const std::string& network, const std::string& address = "") {
    ContainerSpec spec = stage.lasting();
    spec.host.network_mode = network;
    spec.endpoints[network].ipv4_address = address;
    return spec;
}

ContainerSpec publishing(Stage& stage, const std::string& network, const std::string& host_port) {
    ContainerSpec spec = in_network(stage, network);
    spec.exposed_ports = {"80/tcp"};
    spec.host.port_bindings = {{"80/tcp", {{.host_ip = "", .host_port = host_port}}}};
    return spec;
}

} // namespace

TEST_CASE("a network's name can be taken once, and a predefined one not at all") {
    on_each_engine([](Stage& stage) {
        const std::string network = stage.name("net");
        create_network(stage, network);
        CHECK(problem_of([&] { create_network(stage, network); }) ==
              "conflict: network with name " + network + " already exists");
        CHECK(problem_of([&] { create_network(stage, "host"); }) ==
              "engine: operation is not permitted on predefined host network ");
        CHECK(problem_of([&] { stage.engine.remove_network("bridge"); }) ==
              "engine: bridge is a pre-defined network and cannot be removed");
    });
}

TEST_CASE("a network cannot be removed while a running container is in it") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a"), network = stage.name("net");
        create_network(stage, network);
        start(stage, a, in_network(stage, network));
        CHECK(without_ids(problem_of([&] { stage.engine.remove_network(network); })) ==
              "conflict: error while removing network: network " + network + " id I has active endpoints");
        stage.engine.stop_container(a, 0);
        stage.engine.remove_network(network);
        CHECK(without_ids(problem_of([&] { stage.engine.start_container(a); })) ==
              "not found: network I not found");
    });
}

TEST_CASE("a network made anew is not the one that a container was in") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a"), network = stage.name("net");
        create_network(stage, network);
        start(stage, a, in_network(stage, network));
        stage.engine.stop_container(a, 0);
        stage.engine.remove_network(network);
        create_network(stage, network);
        CHECK(without_ids(problem_of([&] { stage.engine.start_container(a); })) ==
              "not found: network I not found");
    });
}

TEST_CASE("a container has an address while it runs, and a network id from its first start on") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a"), network = stage.name("net");
        create_network(stage, network);
        stage.engine.create_container(a, in_network(stage, network));
        const auto attachment = [&] { return summary_of(stage, a).networks.at(network); };
        CHECK(attachment() == NetworkAttachment{});
        stage.engine.start_container(a);
        CHECK(attachment().network_id == stage.engine.find_network(network)->id);
        CHECK(attachment().ip_address != "");
        stage.engine.stop_container(a, 0);
        CHECK(attachment() == NetworkAttachment{stage.engine.find_network(network)->id, ""});
    });
}

TEST_CASE("a running container is connected and disconnected once") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a"), one = stage.name("one"), two = stage.name("two");
        create_network(stage, one);
        create_network(stage, two);
        const std::string id = start(stage, a, in_network(stage, one));
        stage.engine.connect_network(two, a, {});
        CHECK(summary_of(stage, a).networks.size() == 2);
        CHECK(problem_of([&] { stage.engine.connect_network(two, a, {}); }) ==
              "engine: endpoint with name " + a + " already exists in network " + two);
        stage.engine.disconnect_network(two, a, Engine::Disconnect::forced);
        CHECK(summary_of(stage, a).networks.size() == 1);
        CHECK(problem_of([&] { stage.engine.disconnect_network(two, a, Engine::Disconnect::gently); }) ==
              "engine: container " + id + " is not connected to network " + two);
    });
}

TEST_CASE("an address of one's own needs a subnet of one's own, and is given once") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a"), b = stage.name("b"), c = stage.name("c");
        create_network(stage, stage.name("any"));
        create_network(stage, stage.name("own"), "10.213.77.0/24");
        stage.engine.create_container(c, in_network(stage, stage.name("any"), "10.213.77.9"));
        CHECK(problem_of([&] { stage.engine.start_container(c); }) ==
              "engine: user specified IP address is supported only when connecting to networks with user "
              "configured subnets");
        start(stage, a, in_network(stage, stage.name("own"), "10.213.77.9"));
        CHECK(summary_of(stage, a).networks.at(stage.name("own")).ip_address == "10.213.77.9");
        stage.engine.create_container(b, in_network(stage, stage.name("own"), "10.213.77.9"));
        CHECK(problem_of([&] { stage.engine.start_container(b); }) == "engine: Address already in use");
        CHECK(problem_of([&] { create_network(stage, stage.name("overlap"), "10.213.77.0/24"); }) ==
              "engine: Pool overlaps with other one on this address space");
    });
}

TEST_CASE("the network of another container can be shared while that one runs") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a"), b = stage.name("b");
        const std::string id = stage.engine.create_container(a, stage.lasting());
        ContainerSpec spec = stage.lasting();
        spec.host.network_mode = "container:" + a;
        stage.engine.create_container(b, spec);
        CHECK(problem_of([&] { stage.engine.start_container(b); }) ==
              "conflict: cannot join network of a non running container: " + id);
        stage.engine.start_container(a);
        stage.engine.start_container(b);
        CHECK(summary_of(stage, b).networks.empty());
    });
}

TEST_CASE("a published port is taken at the start, and free again when its container stops") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a"), b = stage.name("b"), network = stage.name("net");
        create_network(stage, network);
        start(stage, a, publishing(stage, network, "38080"));
        CHECK(summary_of(stage, a).ports.front() == PublishedPort{"0.0.0.0", 80, 38080, "tcp"});
        stage.engine.create_container(b, publishing(stage, network, "38080"));
        const std::string refused = "driver failed programming external connectivity on endpoint " + b +
                                    " (I): Bind for 0.0.0.0:38080 failed: port is already allocated";
        CHECK(without_ids(problem_of([&] { stage.engine.start_container(b); })) == "engine: " + refused);
        const ContainerDetails details = *stage.engine.find_container(b);
        CHECK(details.state == ContainerState::created);
        CHECK(details.exit_code == 128);
        CHECK(without_ids(details.error) == refused);
        stage.engine.stop_container(a, 0);
        CHECK(summary_of(stage, a).ports.empty());
        stage.engine.start_container(b);
        CHECK(summary_of(stage, b).state == ContainerState::running);
    });
}

TEST_CASE("of a range of ports the first free one is published, and none that is not exposed") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a"), b = stage.name("b"), network = stage.name("net");
        create_network(stage, network);
        start(stage, a, publishing(stage, network, "38081-38082"));
        ContainerSpec spec = publishing(stage, network, "38081-38082");
        spec.host.port_bindings["90/tcp"] = {{.host_ip = "", .host_port = "38090"}};
        start(stage, b, spec);
        CHECK(summary_of(stage, a).ports.front().host_port == 38081);
        CHECK(summary_of(stage, b).ports.front().host_port == 38082);
        for (const PublishedPort& port : summary_of(stage, b).ports) CHECK(port.container_port == 80);
    });
}
