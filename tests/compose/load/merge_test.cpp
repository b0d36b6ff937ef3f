#include "compose/load/merge.hpp"

#include "base/render_error.hpp"
#include "compose/source/scalar.hpp"
#include "compose/source/yaml_reader.hpp"
#include "compose/source/yaml_writer.hpp"
#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

namespace {

struct MergeCase {
    const char* what;
    const char* base;
    const char* over;
    const char* expected;
};

/// Two documents that describe the service "web", laid over each other; what becomes of it.
std::string merged_service(const std::string& base, const std::string& over) {
    SourceMap sources;
    Diagnostics problems;
    source::Node document;
    std::map<KeyPath, Span> removed;
    for (const std::string& text : {base, over}) {
        const std::string file = "services: {web: {" + text + "}}";
        auto documents = source::read_yaml(sources.add("file", file), sources, problems);
        merge_node(document, std::move(documents.at(0)), {}, {problems, removed});
    }
    REQUIRE_FALSE(problems.has_errors());
    return source::write_yaml(source::to_value(*document.find("services")->find("web")));
}

} // namespace

TEST_CASE("each attribute is merged by its own rule") {
    const MergeCase cases[] = {
        {"a scalar is replaced", "image: a", "image: b", "image: b\n"},
        {"null keeps what is there", "image: a, ports: ['1']",
         "image: , ports: ", "image: a\nports:\n  - \"1\"\n"},
        {"a mapping is merged key by key", "deploy: {mode: global, replicas: 1}", "deploy: {replicas: 2}",
         "deploy:\n  mode: global\n  replicas: 2\n"},
        {"lists are put one after the other", "ports: [a]", "ports: [b]", "ports:\n  - a\n  - b\n"},
        {"a command is replaced", "command: [a, b]", "command: c", "command: c\n"},
        {"a command is cleared by null", "command: [a, b]", "command: ", "command: null\n"},
        {"an entrypoint is replaced", "entrypoint: a", "entrypoint: [b]", "entrypoint:\n  - b\n"},
        {"a healthcheck test is replaced, its times are kept", "healthcheck: {test: [CMD, a], interval: 1s}",
         "healthcheck: {test: b}", "healthcheck:\n  interval: 1s\n  test: b\n"},
        {"variables are merged by name whatever their form", "environment: [A=1, B=2]",
         "environment: {B: 3, C: }", "environment:\n  A: \"1\"\n  B: 3\n  C: null\n"},
        {"a bare variable replaces one with a value", "environment: {A: 1}", "environment: [A]",
         "environment:\n  A: null\n"},
        {"values of a list stay text", "labels: {a: b}", "labels: [n=010]",
         "labels:\n  a: b\n  \"n\": \"010\"\n"},
        {"a single dns server is a list of one", "dns: a", "dns: [b, c]", "dns:\n  - a\n  - b\n  - c\n"},
        {"two single env files are a list of two", "env_file: a", "env_file: b", "env_file:\n  - a\n  - b\n"},
        {"a list of dependencies goes with a mapping", "depends_on: [a]", "depends_on: {b: {condition: c}}",
         "depends_on:\n  a:\n    condition: service_started\n    required: true\n  b:\n    condition: c\n"},
        {"a list of networks goes with a mapping", "networks: {a: {priority: 1}}", "networks: [a, b]",
         "networks:\n  a:\n    priority: 1\n  b: null\n"},
        {"a build in short form is its context", "build: ./a", "build: {target: t}",
         "build:\n  context: ./a\n  target: t\n"},
        {"build arguments are merged by name", "build: {args: [A=1]}", "build: {args: {A: 2}}",
         "build:\n  args:\n    A: 2\n"},
        {"options of the same logging driver are merged", "logging: {driver: a, options: {x: 1}}",
         "logging: {driver: a, options: {y: 2}}",
         "logging:\n  driver: a\n  options:\n    x: 1\n    \"y\": 2\n"},
        {"another logging driver starts anew", "logging: {driver: a, options: {x: 1}}",
         "logging: {driver: b}", "logging:\n  driver: b\n"},
        {"hosts go together as a list", "extra_hosts: ['a=1.1.1.1']", "extra_hosts: {b: [2.2.2.2, 3.3.3.3]}",
         "extra_hosts:\n  - a=1.1.1.1\n  - b=2.2.2.2\n  - b=3.3.3.3\n"},
        {"a host of both files keeps an address once", "extra_hosts: ['a=1.1.1.1']",
         "extra_hosts: {a: [1.1.1.1, 2.2.2.2]}", "extra_hosts:\n  - a=1.1.1.1\n  - a=2.2.2.2\n"},
        {"!reset removes a host whatever its form", "extra_hosts: ['a:1.1.1.1', b=2.2.2.2]",
         "extra_hosts: {a: !reset null}", "extra_hosts:\n  - b=2.2.2.2\n"},
        {"!override replaces the addresses of a host", "extra_hosts: {a: [1.1.1.1, 2.2.2.2]}",
         "extra_hosts: {a: !override 3.3.3.3}", "extra_hosts:\n  - a=3.3.3.3\n"},
        {"a limit in both forms is replaced", "ulimits: {nofile: 1}", "ulimits: {nofile: {soft: 2, hard: 3}}",
         "ulimits:\n  nofile:\n    hard: 3\n    soft: 2\n"},
        {"!reset removes what is there so far", "image: a, ports: ['1']", "ports: !reset []", "image: a\n"},
        {"!reset removes a variable", "environment: [A=1, B=2]", "environment: {A: !reset null}",
         "environment:\n  B: \"2\"\n"},
        {"!override replaces a list", "ports: [a]", "ports: !override [b]", "ports:\n  - b\n"},
        {"!override replaces a mapping", "deploy: {mode: a}", "deploy: !override {replicas: 1}",
         "deploy:\n  replicas: 1\n"},
        {"!reset without anything to remove leaves nothing", "image: a", "command: !reset null",
         "image: a\n"},
    };
    for (const MergeCase& merge : cases) {
        CAPTURE(merge.what);
        CHECK(merged_service(merge.base, merge.over) == merge.expected);
    }
}

TEST_CASE("subnets of a network are merged by their address") {
    Loading loading{
        .files = {{"a.yaml", "services: {web: {image: x, networks: [n]}}\n"
                             "networks: {n: {ipam: {config: [{subnet: 10.0.0.0/8}]}}}\n"},
                  {"b.yaml", "networks: {n: {ipam: {config: [{subnet: 10.0.0.0/8, gateway: 10.0.0.1}, "
                             "{subnet: 11.0.0.0/8}]}}}\n"}}};
    loading.request.files = {"a.yaml", "b.yaml"};
    const Project project = loading.load().project;
    const auto& pools = project.networks.at("n").ipam.config;
    REQUIRE(pools.size() == 2);
    CHECK(pools[0] == AddressPool{"10.0.0.0/8", "10.0.0.1", "", {}});
    CHECK(pools[1].subnet == "11.0.0.0/8");
}

TEST_CASE("values of two files that do not go together are reported with both places") {
    Loading loading{.files = {{"a.yaml", "services:\n  web:\n    image: x\n    ports:\n      - \"80:80\"\n"},
                              {"b.yaml", "services:\n  web:\n    ports:\n      http: 80\n"}}};
    loading.request.files = {"a.yaml", "b.yaml"};
    CHECK("\n" + loading.problems() == R"(
b.yaml:4:7: error: cannot override 'ports' of service 'web': a mapping here, a list before
    4 |       http: 80
      |       ^^^^
a.yaml:5:7: note: first defined here
    5 |       - "80:80"
      |       ^
hint: write both in the same form, or put !override before this one to replace the other
)");
}

TEST_CASE("problems of several files are reported together, each with its file") {
    Loading loading{.files = {{"a.yaml", "services:\n  web:\n    imgae: x\n"}, {"b.yaml", "volums: {}\n"}}};
    loading.request.files = {"a.yaml", "b.yaml"};
    CHECK("\n" + loading.problems() == R"(
a.yaml:3:5: error: unknown key 'imgae' in service 'web'
    3 |     imgae: x
      |     ^^^^^
hint: did you mean 'image'?
b.yaml:1:1: error: unknown key 'volums' at the top level
    1 | volums: {}
      | ^^^^^^
hint: did you mean 'volumes'?
)");
}

TEST_CASE("a value that a later file replaced is located there") {
    Loading loading{.files = {{"a.yaml", "services:\n  web:\n    image: x\n    init: true\n"},
                              {"b.yaml", "services: {web: {image: y}}\n"}}};
    loading.request.files = {"a.yaml", "b.yaml"};
    const LoadedProject loaded = loading.load();
    CHECK(loading.sources.describe(locate(loaded, {"services", "web", "image"})) == "b.yaml:1:18");
    CHECK(loading.sources.describe(locate(loaded, {"services", "web", "init"})) == "a.yaml:4:5");
}

TEST_CASE("of repeated list entries the last counts, at the place of the first") {
    const Project project = compose_file(R"(
services:
  web:
    image: x
    volumes: ["a:/data", "b:/logs", "c:/data:ro"]
    ports: ["80:80", "127.0.0.1:81:81", "0.0.0.0:80:80"]
    cap_add: [A, B, A]
    tmpfs: ["/run:size=1m", "/run:size=2m"]
    dns: [1.1.1.1, 1.1.1.1]
volumes: {a: , b: , c: }
)")
                                .load()
                                .project;
    const Service& web = project.services.at("web");
    REQUIRE(web.volumes.size() == 2);
    CHECK(web.volumes[0].source == "c");
    CHECK(web.volumes[0].read_only);
    CHECK(web.ports.size() == 2);
    CHECK(web.ports[0].host_ip == "0.0.0.0");
    CHECK(web.cap_add == std::vector<std::string>{"A", "B"});
    CHECK(web.tmpfs.items == std::vector<std::string>{"/run:size=2m"});
    CHECK(web.dns.items.size() == 1);
}

} // namespace muster::compose::load
