#include "cmd/container_row.hpp"

#include "base/go_json.hpp"
#include "cmd/port_text.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>

using namespace muster;
using namespace muster::cmd;
using engine::PublishedPort;

namespace {

compose::reconcile::ObservedContainer container_with(const std::string& command) {
    compose::reconcile::ObservedContainer container;
    container.service = "web";
    container.summary.id = "0123456789abcdef0123";
    container.summary.name = "demo-web-1";
    container.summary.image = "nginx:1.25";
    container.summary.command = command;
    container.summary.created = 1'000'000;
    container.summary.state = engine::ContainerState::running;
    container.summary.status = "Up 3 seconds (healthy)";
    container.summary.health = engine::Health::healthy;
    return container;
}

std::string cell(const compose::reconcile::ObservedContainer& container, const std::string& key,
                 Truncate truncate = Truncate::yes) {
    return cell_text(container_row(container, "demo", 1'000'005, truncate), key);
}

} // namespace

TEST_CASE("ports read as in the Docker CLI") {
    struct Row {
        std::vector<PublishedPort> ports;
        std::string text;
    };
    const std::vector<Row> rows{
        {{}, ""},
        {{{"", 80, 0, "tcp"}}, "80/tcp"},
        {{{"0.0.0.0", 80, 8080, "tcp"}, {"::", 80, 8080, "tcp"}}, "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp"},
        {{{"127.0.0.1", 53, 53, "udp"}, {"", 9000, 0, "tcp"}}, "127.0.0.1:53->53/udp, 9000/tcp"},
        {{{"0.0.0.0", 8002, 8002, "tcp"}, {"0.0.0.0", 8000, 8000, "tcp"}, {"0.0.0.0", 8001, 8001, "tcp"}},
         "0.0.0.0:8000-8002->8000-8002/tcp"},
        {{{"0.0.0.0", 80, 8080, "tcp"}, {"0.0.0.0", 81, 8081, "tcp"}},
         "0.0.0.0:8080->80/tcp, 0.0.0.0:8081->81/tcp"},
        {{{"", 1, 0, "tcp"}, {"", 2, 0, "tcp"}, {"", 5, 0, "tcp"}, {"", 5, 0, "udp"}},
         "1-2/tcp, 5/tcp, 5/udp"},
    };
    for (const Row& row : rows) CHECK(port_text(row.ports) == row.text);
}

TEST_CASE("a command is quoted and shortened as in the Docker CLI") {
    CHECK(cell(container_with("sleep 60"), "Command") == "\"sleep 60\"");
    CHECK(cell(container_with("sh -c 'i=0; while true; do :; done'"), "Command") ==
          "\"sh -c 'i=0; while t…\"");
    CHECK(cell(container_with("sh -c 'i=0; while true; do :; done'"), "Command", Truncate::no) ==
          "\"sh -c 'i=0; while true; do :; done'\"");
    CHECK(cell(container_with("echo \"a\\\n\t\x01\""), "Command") == R"("echo \"a\\\n\t\x01\"")");
    CHECK(cell(container_with("grün 123456789012345"), "Command") == "\"grün 123456789012345\"");
}

TEST_CASE("ids and mounts are shortened unless they are asked for whole") {
    auto container = container_with("x");
    container.summary.mounts = {
        {.type = "volume", .name = "demo_database_data", .source = "/var/lib/x", .destination = "/data"},
        {.type = "bind", .name = "", .source = "/srv/x", .destination = "/x"}};
    CHECK(cell(container, "ID") == "0123456789ab");
    CHECK(cell(container, "Mounts") == "demo_database_…,/srv/x");
    CHECK(cell(container, "LocalVolumes") == "1");
    CHECK(cell(container, "ID", Truncate::no) == "0123456789abcdef0123");
    CHECK(cell(container, "Mounts", Truncate::no) == "demo_database_data,/srv/x");
}

TEST_CASE("a row has the keys of Docker Compose's JSON, in its order") {
    auto container = container_with("sleep 60");
    container.summary.labels = {{"a", "1"}, {"b", "2"}};
    container.summary.networks["demo_default"] = {};
    container.summary.ports = {{"0.0.0.0", 80, 8080, "tcp"}};
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    const std::string expected =
        R"row({"Command":"\"sleep 60\"","CreatedAt":"1970-01-12 13:46:40 +0000 UTC","ExitCode":0,)row"
        R"row("Health":"healthy","ID":"0123456789ab","Image":"nginx:1.25","Labels":"a=1,b=2",)row"
        R"row("LocalVolumes":"0","Mounts":"","Name":"demo-web-1","Names":"demo-web-1",)row"
        R"row("Networks":"demo_default","Ports":"0.0.0.0:8080-\u003e80/tcp","Project":"demo",)row"
        R"row("Publishers":[{"URL":"0.0.0.0","TargetPort":80,"PublishedPort":8080,"Protocol":"tcp"}],)row"
        R"row("RunningFor":"5 seconds ago","Service":"web","Size":"0B","State":"running",)row"
        R"row("Status":"Up 3 seconds (healthy)"})row";
    CHECK(to_go_json(container_row(container, "demo", 1'000'005, Truncate::yes)) == expected);
}
