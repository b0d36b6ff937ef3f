#include "steps.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace muster::e2e {

namespace {

std::string address_of(Sandbox& box, const std::string& service, const std::string& network) {
    const auto networks = box.container(service).networks;
    const auto found = networks.find(box.project() + "_" + network);
    return found == networks.end() ? "" : found->second.ip_address;
}

std::vector<std::string> networks_of(Sandbox& box, const std::string& service) {
    std::vector<std::string> names;
    for (const auto& [name, attachment] : box.container(service).networks) names.push_back(name);
    return names;
}

std::string ping(Sandbox& box, const std::string& service, const std::string& host) {
    return inside(box, service, "ping -c 1 -W 2 " + host + " 2>&1; true");
}

} // namespace

TEST_CASE("a service is only in the networks that it names") {
    Sandbox box("services:\n" + running("web", "networks: [front]") + running("db", "networks: [back]") +
                running("app", "networks: [front, back]") + "networks: {front: , back: }\n");
    succeed(box, {"up", "-d"});
    const std::string front = box.project() + "_front", back = box.project() + "_back";
    CHECK(networks_of(box, "web") == std::vector{front});
    CHECK(networks_of(box, "db") == std::vector{back});
    CHECK(networks_of(box, "app") == std::vector{back, front});
    CHECK(box.network_names().size() == 2);
    CHECK(ping(box, "app", "db") == containing("1 packets received"));
    CHECK(ping(box, "app", "web") == containing("1 packets received"));
    CHECK(ping(box, "web", "app") == containing("1 packets received"));
}

TEST_CASE("a network that no service uses is not made") {
    Sandbox box("services:\n" + running("web") + "networks: {unused: }\n");
    succeed(box, {"up", "-d"});
    CHECK(box.network_names() == std::vector{box.project() + "_default"});
}

TEST_CASE("a service has its static address, and keeps it when its network is replaced") {
    Sandbox box("services: {}\n");
    const std::string subnet = free_subnet(box);
    const std::string compose =
        "services:\n" + running("web", "networks: {net: {ipv4_address: " + subnet + ".77, aliases: [www]}}") +
        running("client", "networks: [net]") + "networks:\n  net:\n    ipam: {config: [{subnet: " + subnet +
        ".0/24}]}\n";
    box.write_compose(compose);
    succeed(box, {"up", "-d"});
    CHECK(address_of(box, "web", "net") == subnet + ".77");
    box.write_compose(compose + "    labels: {changed: 'yes'}\n");
    succeed(box, {"up", "-d"});
    CHECK(address_of(box, "web", "net") == subnet + ".77");
    CHECK(ping(box, "client", "www") == containing(subnet + ".77"));
}

TEST_CASE("the addresses of a network are those it asks for") {
    Sandbox box("services: {}\n");
    const std::string subnet = free_subnet(box);
    box.write_compose("services:\n" + running("web") + "networks:\n  default:\n    ipam:\n      config:\n" +
                      "        - {subnet: " + subnet + ".0/24, ip_range: " + subnet +
                      ".128/28, gateway: " + subnet + ".254}\n");
    succeed(box, {"up", "-d"});
    const std::string address = address_of(box, "web", "default");
    REQUIRE(address.starts_with(subnet + "."));
    const int last = std::stoi(address.substr(subnet.size() + 1));
    CHECK(last >= 128);
    CHECK(last < 144);
    CHECK(inside(box, "web", "ip route") == containing("default via " + subnet + ".254"));
}

TEST_CASE("an alias is another name for a service, in that network only") {
    Sandbox box("services:\n" + running("web", "networks: {front: {aliases: [shop, store]}, back: }") +
                running("client", "networks: [front]") + running("worker", "networks: [back]") +
                "networks: {front: , back: }\n");
    succeed(box, {"up", "-d"});
    CHECK(ping(box, "client", "shop") == containing("1 packets received"));
    CHECK(ping(box, "client", "store") == containing("1 packets received"));
    CHECK(ping(box, "worker", "web") == containing("1 packets received"));
    CHECK(ping(box, "worker", "shop") != containing("1 packets received"));
}

TEST_CASE("an internal network has no way out") {
    Sandbox box("services:\n" + running("web") + "networks: {default: {internal: true}}\n");
    succeed(box, {"up", "-d"});
    const std::string routes = inside(box, "web", "ip route");
    CHECK(routes == containing("dev eth0"));
    // Older engines keep the route and drop the packets.
    if (speaks(box, {1, 44})) CHECK(routes != containing("default"));
}

TEST_CASE("the network of the highest priority is the first") {
    Sandbox box("services:\n" + running("web", "networks: {a: {priority: 1}, b: {priority: 10}}") +
                "networks: {a: , b: }\n");
    succeed(box, {"up", "-d"});
    CHECK(box.container("web").spec.host.network_mode == box.project() + "_b");
    CHECK(networks_of(box, "web").size() == 2);
}

TEST_CASE("an external network is used, and stays when the project goes") {
    Sandbox box("services: {}\n");
    const std::string shared = box.make_network("-shared");
    box.write_compose("services:\n" + running("web", "networks: [outside]") +
                      "networks:\n  outside: {external: true, name: " + shared + "}\n");
    succeed(box, {"up", "-d"});
    CHECK(networks_of(box, "web") == std::vector{shared});
    succeed(box, {"down", "-t", "0"});
    CHECK(box.container_names().empty());
    CHECK(box.engine().find_network(shared));
}

TEST_CASE("an external network that does not exist is named, before anything is made") {
    Sandbox box("services:\n" + running("web", "networks: [outside]") +
                "networks: {outside: {external: true, name: muster-nowhere}}\n");
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("muster-nowhere"));
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("a network of that name that something else made is used with a warning, and stays") {
    Sandbox box("services: {}\n");
    const std::string shared = box.make_network("-foreign");
    box.write_compose("services:\n" + running("web") + "networks: {default: {name: " + shared + "}}\n");
    const auto up = succeed(box, {"up", "-d"});
    CHECK(up.err == containing("external: true"));
    CHECK(networks_of(box, "web") == std::vector{shared});
    succeed(box, {"down", "-t", "0"});
    CHECK(box.engine().find_network(shared));
}

TEST_CASE("the default network can have a name, a driver option and labels of its own") {
    Sandbox box("services: {}\n");
    const std::string name = box.project() + "-own";
    const std::string bridge = "br" + box.project().substr(box.project().size() - 8);
    box.write_compose(
        "services:\n" + running("web") + "networks:\n  default:\n    name: " + name +
        "\n    labels: {team: blue}\n    driver_opts: {com.docker.network.bridge.name: " + bridge + "}\n");
    succeed(box, {"up", "-d"});
    const auto network = box.engine().find_network(name);
    REQUIRE(network);
    CHECK(network->labels.at("team") == "blue");
    CHECK(network->labels.at("com.docker.compose.network") == "default");
    CHECK(networks_of(box, "web") == std::vector{name});
}

TEST_CASE("a service that joins one more network is recreated, and the others are not") {
    const std::string db = running("db", "networks: [back]"), networks = "networks: {front: , back: }\n";
    Sandbox box("services:\n" + running("web", "networks: [back]") + db + networks);
    succeed(box, {"up", "-d"});
    const std::string before = box.container("db").id;
    box.write_compose("services:\n" + running("web", "networks: [front, back]") + db + networks);
    succeed(box, {"up", "-d"});
    CHECK(networks_of(box, "web").size() == 2);
    CHECK(box.container("db").id == before);
}

TEST_CASE("a container that somebody took out of its network is put back") {
    Sandbox box("services:\n" + running("web") + running("client"));
    succeed(box, {"up", "-d"});
    const std::string client = box.container("client").id;
    box.engine().disconnect_network(box.project() + "_default", box.container("web").id,
                                    engine::Engine::Disconnect::forced);
    succeed(box, {"up", "-d"});
    CHECK(ping(box, "client", "web") == containing("1 packets received"));
    CHECK(box.container("client").id == client);
}

TEST_CASE("a container has the hardware address that it asks for") {
    Sandbox box("services:\n" + running("web", "mac_address: 02:42:ac:11:65:43"));
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "web", "cat /sys/class/net/eth0/address") == "02:42:ac:11:65:43\n");
}

TEST_CASE("hardware addresses in two networks need API 1.44, and an older engine is said to be too old") {
    Sandbox box("services:\n" +
                running("web", "networks: {a: {mac_address: '02:42:ac:11:65:01'}, b: {mac_address: "
                               "'02:42:ac:11:65:02'}}") +
                "networks: {a: , b: }\n");
    const auto up = box.muster({"up", "-d"});
    if (speaks(box, {1, 44})) {
        REQUIRE_MESSAGE(up.exit_code == 0, up.err);
        const std::string addresses = inside(box, "web", "cat /sys/class/net/eth*/address");
        CHECK(addresses == containing("02:42:ac:11:65:01"));
        CHECK(addresses == containing("02:42:ac:11:65:02"));
    } else {
        CHECK(up.exit_code == 1);
        CHECK(up.err == containing("mac_address"));
        CHECK(up.err == containing("needs Docker Engine 25.0 (API 1.44), but this engine speaks API 1.41"));
        CHECK(box.proxy().mutations().empty());
    }
}

TEST_CASE("a gateway's priority needs API 1.48") {
    Sandbox box("services:\n" + running("web", "networks: {a: {gw_priority: 5}}") + "networks: {a: }\n");
    const auto up = box.muster({"up", "-d"});
    if (speaks(box, {1, 48})) {
        CHECK_MESSAGE(up.exit_code == 0, up.err);
    } else {
        CHECK(up.exit_code == 1);
        CHECK(up.err == containing("needs Docker Engine 28.0 (API 1.48)"));
        CHECK(box.proxy().mutations().empty());
    }
}

} // namespace muster::e2e
