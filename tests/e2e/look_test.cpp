#include "sandbox.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace muster::e2e {

namespace {

const std::string pair = "services:\n"
                         "  db:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                         "  web:\n    image: IMAGE\n    init: true\n    command: sleep 601\n    labels: "
                         "{org.example.team: blue}\n";

const std::string publishing = "services:\n  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                               "    ports: [\"127.0.0.1::80\"]\n";

const std::string with_volumes =
    "services:\n"
    "  db:\n    image: IMAGE\n    init: true\n    command: sleep 600\n    volumes: [\"data:/data\"]\n"
    "  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n    volumes: [\"cache:/cache\"]\n"
    "volumes:\n  data:\n  cache:\n";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

long lines_of(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

} // namespace

TEST_CASE("ps prints a Go template for each container") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(box.muster({"ps", "--format", "{{.Service}} {{.State}} {{.Label \"org.example.team\"}}"}).out ==
          "db running \nweb running blue\n");
}

TEST_CASE("ps prints a table of one's own columns") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(box.muster({"ps", "--format", "table {{.Service}}\\t{{upper .State}}"}).out ==
          "SERVICE   STATE\ndb        RUNNING\nweb       RUNNING\n");
}

TEST_CASE("a template that asks for what is not there is refused with its place") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto result = box.muster({"ps", "--format", "{{.Servce}}"});
    CHECK(result.exit_code == 1);
    CHECK(has(result.err, "--format:1:3: error: unknown field 'Servce'"));
    CHECK(has(result.err, "did you mean 'Service'?"));
}

TEST_CASE("port prints where a port is published") {
    Sandbox box(publishing);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto ports =
        box.engine().list_containers({"com.docker.compose.project=" + box.project()}).at(0).ports;
    REQUIRE(ports.size() == 1);
    CHECK(box.muster({"port", "web", "80"}).out == "127.0.0.1:" + std::to_string(ports[0].host_port) + "\n");
}

TEST_CASE("port names the ports there are when the one asked for is not published") {
    Sandbox box(publishing);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto result = box.muster({"port", "web", "81"});
    CHECK(result.exit_code == 1);
    CHECK(has(result.err, "publishes no port 81/tcp"));
    CHECK(has(result.err, "->80/tcp"));
}

TEST_CASE("port of a service that does not run is an error") {
    Sandbox box(publishing);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    REQUIRE(box.muster({"stop", "-t", "0"}).exit_code == 0);
    const auto result = box.muster({"port", "web", "80"});
    CHECK(result.exit_code == 1);
    CHECK(has(result.err, "service 'web' is not running"));
}

TEST_CASE("ls lists the project with the states of its containers") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    REQUIRE(box.muster({"stop", "-t", "0", "db"}).exit_code == 0);
    const auto json = box.muster({"ls", "--filter", "name=" + box.project(), "--format", "json"});
    CHECK(json.out == "[{\"Name\":\"" + box.project() + "\",\"Status\":\"running(1)\",\"ConfigFiles\":\"" +
                          box.path("compose.yaml") + "\"}]\n");
    CHECK(has(box.muster({"ls", "-a", "--filter", "name=" + box.project()}).out, "exited(1), running(1)"));
}

TEST_CASE("ls leaves out projects that are stopped, unless all are wanted") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    REQUIRE(box.muster({"stop", "-t", "0"}).exit_code == 0);
    CHECK(box.muster({"ls", "-q", "--filter", "name=" + box.project()}).out.empty());
    CHECK(box.muster({"ls", "-aq", "--filter", "name=" + box.project()}).out == box.project() + "\n");
}

TEST_CASE("images tells each container's image, and each image once with -q") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto json = box.muster({"images", "--format", "json"});
    CHECK(has(json.out, R"("ContainerName":")" + box.project() + R"(-web-1")"));
    CHECK(has(json.out, box.container("web").image_id));
    CHECK(box.muster({"images", "-q"}).out == box.container("web").image_id.substr(7) + "\n");
}

TEST_CASE("top shows the processes of the running containers") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    REQUIRE(box.muster({"stop", "-t", "0", "db"}).exit_code == 0);
    const auto result = box.muster({"top"});
    CHECK(result.out.starts_with("SERVICE  #   "));
    CHECK(has(result.out, "sleep 601"));
    CHECK_FALSE(has(result.out, "sleep 600"));
}

TEST_CASE("stats tells what each running container uses") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto result = box.muster({"stats", "--no-stream", "--format", "{{.Name}} {{.PIDs}}"});
    // Each has its init and the sleep, where the engine is able to count them.
    const auto line_of = [&](const std::string& service) {
        const auto stats = box.engine().get_stats(box.container(service).id);
        return box.project() + "-" + service + "-1 " + std::to_string(stats.processes) + "\n";
    };
    CHECK(result.out == line_of("db") + line_of("web"));
}

TEST_CASE("stats of a stopped container are zero, and shown only with --all") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    REQUIRE(box.muster({"stop", "-t", "0"}).exit_code == 0);
    CHECK(box.muster({"stats", "--no-stream", "--format", "{{.Name}}"}).out.empty());
    CHECK(box.muster({"stats", "--no-stream", "--all", "--format", "{{.CPUPerc}}", "web"}).out == "0.00%\n");
}

TEST_CASE("volumes lists the project's volumes, or those of a service") {
    Sandbox box(with_volumes);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(lines_of(box.muster({"volumes", "-q"}).out) == 2);
    CHECK(box.muster({"volumes", "-q", "db"}).out == box.project() + "_data\n");
    CHECK(box.muster({"volumes", "--format", "{{.Driver}} {{.Scope}}", "db"}).out == "local local\n");
}

TEST_CASE("events tells what has happened, and ends at the moment asked for") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto text = box.muster({"events", "--since", "10m", "--until", "0s", "web"});
    CHECK(text.exit_code == 0);
    CHECK(has(text.out, " container create " + box.container("web").id));
    CHECK(has(text.out, " container start " + box.container("web").id));
    CHECK_FALSE(has(text.out, box.container("db").id));
    CHECK_FALSE(has(text.out, "com.docker.compose"));
}

TEST_CASE("events as JSON name the service") {
    Sandbox box(pair);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto json = box.muster({"events", "--json", "--since", "10m", "--until", "0s", "db"});
    CHECK(has(json.out, R"("service":"db")"));
    CHECK(has(json.out, R"("action":"start")"));
    CHECK(lines_of(json.out) >= 2);
}

TEST_CASE("what only looks changes nothing") {
    Sandbox box(with_volumes);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto before = box.container_states();
    for (const std::vector<std::string>& call :
         std::vector<std::vector<std::string>>{{"ps", "-a"},
                                               {"images"},
                                               {"ls", "-a"},
                                               {"top"},
                                               {"stats", "--no-stream"},
                                               {"volumes"},
                                               {"events", "--since", "1m", "--until", "0s"}})
        CHECK(box.muster(call).exit_code == 0);
    CHECK(box.container_states() == before);
}

} // namespace muster::e2e
