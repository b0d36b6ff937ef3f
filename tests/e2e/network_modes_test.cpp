#include "steps.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace muster::e2e {

namespace {

const std::string network_namespace = "readlink /proc/self/ns/net";

} // namespace

TEST_CASE("network_mode: none leaves the loopback only, and makes no network") {
    Sandbox box("services:\n" + running("web", "network_mode: none"));
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "web", "ls /sys/class/net") == "lo\n");
    CHECK(box.network_names().empty());
}

TEST_CASE("network_mode: host is that of the machine") {
    Sandbox box("services:\n" + running("a", "network_mode: host") + running("b", "network_mode: host"));
    succeed(box, {"up", "-d"});
    CHECK(box.container("a").spec.host.network_mode == "host");
    CHECK(inside(box, "a", network_namespace) == inside(box, "b", network_namespace));
    CHECK(box.network_names().empty());
}

TEST_CASE("a service shares the network of another one, and starts after it") {
    Sandbox box("services:\n" + running("sidecar", "network_mode: service:web") + running("web"));
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "sidecar", network_namespace) == inside(box, "web", network_namespace));
    CHECK(box.container("sidecar").spec.host.network_mode == "container:" + box.container("web").id);
    box.proxy().forget();
    succeed(box, {"up", "-d"});
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("who shares the network of a container that is replaced is replaced with it") {
    const std::string sidecar = running("sidecar", "network_mode: service:web");
    Sandbox box("services:\n" + sidecar + running("web", "environment: {V: '1'}") + running("other"));
    succeed(box, {"up", "-d"});
    const std::string other = box.container("other").id;
    box.write_compose("services:\n" + sidecar + running("web", "environment: {V: '2'}") + running("other"));
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "sidecar", network_namespace) == inside(box, "web", network_namespace));
    CHECK(box.container("other").id == other);
    CHECK(box.container_names() == names_of(box, {"other-1", "sidecar-1", "web-1"}));
}

TEST_CASE("a service shares the network of a container that is no part of the project") {
    Sandbox box("services:\n" + running("web"));
    const std::string other = box.other_project("other");
    succeed(box, {"-p", other, "up", "-d"});
    box.write_compose("services:\n" + running("spy", "network_mode: container:" + other + "-web-1"));
    succeed(box, {"up", "-d"});
    const std::string theirs =
        succeed(box, {"-p", other, "exec", "-T", "web", "sh", "-c", network_namespace}).out;
    CHECK(inside(box, "spy", network_namespace) == theirs);
}

TEST_CASE("a service sees the processes of another one") {
    Sandbox box("services:\n" + running("web", "command: sleep 654") + running("spy", "pid: service:web"));
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "spy", "ps") == containing("sleep 654"));
    CHECK(box.container("spy").spec.host.pid_mode == "container:" + box.container("web").id);
}

TEST_CASE("a service shares memory with another one") {
    Sandbox box("services:\n" + running("web", "ipc: shareable") + running("peer", "ipc: service:web"));
    succeed(box, {"up", "-d"});
    inside(box, "web", "echo shared > /dev/shm/note");
    CHECK(inside(box, "peer", "cat /dev/shm/note") == "shared\n");
}

TEST_CASE("extra_hosts are names in the container, the host's gateway too") {
    Sandbox box("services:\n" + running("web", "extra_hosts:\n  - 'one.example:10.1.2.3'\n"
                                               "  - 'two.example=10.1.2.4'\n  - 'machine:host-gateway'"));
    succeed(box, {"up", "-d"});
    const std::string hosts = inside(box, "web", "cat /etc/hosts");
    CHECK(hosts == containing("10.1.2.3\tone.example"));
    CHECK(hosts == containing("10.1.2.4\ttwo.example"));
    CHECK(hosts == containing("\tmachine"));
    CHECK(hosts != containing("host-gateway"));
}

TEST_CASE("name servers, search domains and resolver options are the container's") {
    Sandbox box("services:\n" + running("web", "network_mode: bridge\ndns: [10.9.8.7, 10.9.8.6]\n"
                                               "dns_search: example.org\ndns_opt: ['ndots:3']"));
    succeed(box, {"up", "-d"});
    const std::string resolver = inside(box, "web", "cat /etc/resolv.conf");
    CHECK(resolver == containing("nameserver 10.9.8.7"));
    CHECK(resolver == containing("nameserver 10.9.8.6"));
    CHECK(resolver == containing("search example.org"));
    CHECK(resolver == containing("ndots:3"));
}

TEST_CASE("a container has the host name and domain it asks for") {
    Sandbox box("services:\n" + running("web", "hostname: alpha\ndomainname: example.org"));
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "web", "hostname") == containing("alpha"));
    CHECK(inside(box, "web", "cat /etc/hosts") == containing("alpha.example.org"));
}

TEST_CASE("a link is another name for a service, which starts before") {
    Sandbox box("services:\n" + running("web", "links: ['db:database']") + running("db"));
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "web", "ping -c 1 -W 2 database") == containing("1 packets received"));
    CHECK(box.event_time("db", "start") < box.event_time("web", "start"));
}

TEST_CASE("who shares the network of a service that does not exist is refused") {
    Sandbox box("services:\n" + running("web", "network_mode: service:nobody"));
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("'nobody'"));
    CHECK(box.proxy().mutations().empty());
}

} // namespace muster::e2e
