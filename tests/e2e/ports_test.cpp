#include "steps.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace muster::e2e {

namespace {

std::vector<engine::PublishedPort> published_ports(Sandbox& box, const std::string& service) {
    std::vector<engine::PublishedPort> ports;
    for (const auto& container : box.engine().list_containers(
             {"com.docker.compose.project=" + box.project(), "com.docker.compose.service=" + service}))
        for (const auto& port : container.ports)
            if (port.host_port != 0 && port.ip.find(':') == std::string::npos) ports.push_back(port);
    std::sort(ports.begin(), ports.end(),
              [](const auto& a, const auto& b) { return a.container_port < b.container_port; });
    return ports;
}

} // namespace

TEST_CASE("a port without a host's port gets a free one, on every address") {
    Sandbox box("services:\n" + running("web", "ports: ['80']"));
    succeed(box, {"up", "-d"});
    const auto ports = published_ports(box, "web");
    REQUIRE(ports.size() == 1);
    CHECK(ports[0].ip == "0.0.0.0");
    CHECK(ports[0].container_port == 80);
    CHECK(succeed(box, {"port", "web", "80"}).out == "0.0.0.0:" + std::to_string(ports[0].host_port) + "\n");
}

TEST_CASE("a range of ports is published port by port") {
    Sandbox box("services:\n" + running("web", "ports: ['127.0.0.1::8000-8002']"));
    succeed(box, {"up", "-d"});
    const auto ports = published_ports(box, "web");
    REQUIRE(ports.size() == 3);
    CHECK(ports[0].container_port == 8000);
    CHECK(ports[2].container_port == 8002);
}

TEST_CASE("replicas share a range of the host's ports") {
    Sandbox box("services:\n" + running("web", "scale: 3\nports: ['127.0.0.1:42100-42199:80']"));
    succeed(box, {"up", "-d"});
    const auto ports = published_ports(box, "web");
    REQUIRE(ports.size() == 3);
    for (const auto& port : ports) {
        CHECK(port.host_port >= 42100);
        CHECK(port.host_port <= 42199);
    }
}

TEST_CASE("tcp and udp of one number are two ports") {
    Sandbox box("services:\n" + running("dns", "ports: ['127.0.0.1::53/udp', '127.0.0.1::53']"));
    succeed(box, {"up", "-d"});
    const auto port_of = [&](const std::string& protocol) {
        for (const auto& port : published_ports(box, "dns"))
            if (port.protocol == protocol) return "127.0.0.1:" + std::to_string(port.host_port) + "\n";
        return std::string("none");
    };
    CHECK(succeed(box, {"port", "dns", "53"}).out == port_of("tcp"));
    CHECK(succeed(box, {"port", "--protocol", "udp", "dns", "53"}).out == port_of("udp"));
}

TEST_CASE("the long form of a port says the same") {
    Sandbox box("services:\n" +
                running("web", "ports:\n  - {target: 80, host_ip: 127.0.0.1, protocol: tcp, mode: host}"));
    succeed(box, {"up", "-d"});
    const auto ports = published_ports(box, "web");
    REQUIRE(ports.size() == 1);
    CHECK(ports[0].ip == "127.0.0.1");
}

TEST_CASE("port --index tells that of one replica") {
    Sandbox box("services:\n" + running("web", "scale: 2\nports: ['127.0.0.1::80']"));
    succeed(box, {"up", "-d"});
    const std::string first = succeed(box, {"port", "--index", "1", "web", "80"}).out;
    const std::string second = succeed(box, {"port", "--index", "2", "web", "80"}).out;
    CHECK(first.starts_with("127.0.0.1:"));
    CHECK(first != second);
    CHECK(succeed(box, {"port", "web", "80"}).out == first);
}

TEST_CASE("an exposed port is open to other services, and not published") {
    Sandbox box("services:\n" + running("web", "expose: ['8080', '9000-9001/udp']"));
    succeed(box, {"up", "-d"});
    CHECK(published_ports(box, "web").empty());
    const auto exposed = box.container("web").spec.exposed_ports;
    CHECK(exposed == std::vector<std::string>{"8080/tcp", "9000/udp", "9001/udp"});
}

TEST_CASE("a server can be reached through its service's name") {
    Sandbox box("services:\n" +
                running("web", "command: sh -c 'echo hello > /index.html; exec httpd -f -p 80 -h /'\n"
                               "healthcheck: {test: 'wget -q -O - localhost', interval: 200ms}") +
                job("client", "wget -q -O - http://web/", "depends_on: {web: {condition: service_healthy}}"));
    CHECK(output_after_up(box, "client") == "hello\n");
}

TEST_CASE("a port that is taken is named, and the other services run") {
    Sandbox box("services:\n" + running("first", "ports: ['127.0.0.1::80']"));
    succeed(box, {"up", "-d"});
    const std::string taken = std::to_string(published_ports(box, "first").at(0).host_port);
    box.write_compose("services:\n" + running("first", "ports: ['127.0.0.1::80']") +
                      running("second", "ports: ['127.0.0.1:" + taken + ":80']") + running("third"));
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing(taken));
    CHECK(refused.err == containing("second-1"));
    CHECK(is_running(box, "first"));
    CHECK(is_running(box, "third"));
}

TEST_CASE("a changed port recreates its service") {
    Sandbox box("services:\n" + running("web", "ports: ['127.0.0.1::80']"));
    succeed(box, {"up", "-d"});
    box.write_compose("services:\n" + running("web", "ports: ['127.0.0.1::81']"));
    succeed(box, {"up", "-d"});
    const auto ports = published_ports(box, "web");
    REQUIRE(ports.size() == 1);
    CHECK(ports[0].container_port == 81);
}

} // namespace muster::e2e
