#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

namespace {

/// The problems of a service with these attributes, without the lines of the file.
std::string first_lines(const std::string& attributes) {
    const std::string problems = compose_file("services: {web: {image: nginx, " + attributes +
                                              "}}\n"
                                              "networks: {n: }\n")
                                     .problems();
    std::string out;
    for (std::size_t at = problems.find("error: "); at != std::string::npos;
         at = problems.find("error: ", at + 1))
        out += problems.substr(at + 7, problems.find('\n', at) - at - 6);
    return out;
}

} // namespace

TEST_CASE("an attribute without a value is told what to do") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    environment:
      # DEBUG: 1
)") == R"(
compose.yaml:4:17: error: 'environment' of service 'web' is empty, expected a mapping or a list of KEY=VALUE
    4 |     environment:
      |                 ^
hint: give it a value or remove it
)");
}

TEST_CASE("a command may be without a value") {
    CHECK(compose_file("services: {web: {image: nginx, command: , entrypoint: , deploy: , pid: }}\n")
              .problems()
              .empty());
}

TEST_CASE("an entry that a list has twice is reported with both places") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    security_opt:
      - no-new-privileges
      - no-new-privileges
)") == R"(
compose.yaml:6:9: error: 'security_opt' of service 'web' has 'no-new-privileges' twice
    6 |       - no-new-privileges
      |         ^^^^^^^^^^^^^^^^^
compose.yaml:5:9: note: it is here already
    5 |       - no-new-privileges
      |         ^^^^^^^^^^^^^^^^^
)");
}

TEST_CASE("forms that the Compose schema does not allow are reported") {
    struct Case {
        const char* attributes;
        const char* problems;
    };
    const Case cases[] = {
        {"build: {tags: a}", "'build.tags' of service 'web' must be a list, not text\n"},
        {"build: {ssh: default}", "'build.ssh' of service 'web' must be a list or a mapping, not text\n"},
        {"build: {ssh: [key]}", "'build.ssh' of service 'web' has 'key', expected 'default' or ID=PATH\n"},
        {"build: {additional_contexts: [a]}",
         "'build.additional_contexts' of service 'web' has 'a', expected NAME=CONTEXT\n"},
        {"deploy: {resources: {limits: {memory: 512}}}",
         "'deploy.resources.limits.memory' of service 'web' must be text, not 512\n"},
        {"logging: {options: {a: true}}",
         "'logging.options.a' of service 'web' must be text or a number, not a boolean\n"},
        {"networks: {n: {priority: '8'}}",
         "'networks.n.priority' of service 'web' must be a number, without quotes, not text\n"},
        {"use_api_socket: 'true'",
         "'use_api_socket' of service 'web' must be true or false, without quotes, not text\n"},
        {"mem_reservation: 1.5",
         "'mem_reservation' of service 'web' must be text or a whole number, not 1.5\n"},
        {"cpu_percent: 0.5", "'cpu_percent' of service 'web' must be a whole number\n"},
        {"devices: [{source: /dev/null}]", "'devices[0]' of service 'web' lacks 'target'\n"},
        {"volumes: [true]", "'volumes[0]' of service 'web' must be text or a mapping, not a boolean\n"},
        {"stop_grace_period: 0",
         "'stop_grace_period' of service 'web' must be a duration such as '30s' or '1m30s', not '0'\n"},
        {"volumes: [{}]",
         "'volumes[0]' of service 'web' lacks 'type'\n'volumes[0]' of service 'web' lacks 'target'\n"},
        {"volumes: [~, []]", "'volumes[0]' of service 'web' is empty, expected text or a mapping\n"
                             "'volumes[1]' of service 'web' must be text or a mapping, not a list\n"},
        {"volumes: [{type: '', target: /a}]",
         "'volumes[0].type' of service 'web' must be 'bind', 'volume', 'tmpfs', "
         "'image', 'cluster' or 'npipe', not ''\n"},
        {"ports: [{target: 80, host_ip: ''}]", "'ports[0].host_ip' of service 'web' is empty\n"},
        {"group_add: [1.5]",
         "'group_add[0]' of service 'web' must be text or a whole number, not a number\n"},
        {"build: {sbom: 1}", "'build.sbom' of service 'web' must be true, false or text, not a number\n"},
        {"deploy: {update_config: {parallelism: -1}}",
         "'deploy.update_config.parallelism' of service 'web' must not be negative\n"},
        {"scale: '0x2'", "'scale' of service 'web' must be a whole number, not '0x2'\n"},
        {"build: {ssh: [default, default]}", "'build.ssh' of service 'web' has 'default' twice\n"},
        {"cpu_count: -1", "'cpu_count' of service 'web' must not be negative\n"},
        {"secrets: ['']", "service 'web' refers to the undefined secret ''\n"},
    };
    for (const Case& c : cases) CHECK(first_lines(c.attributes) == c.problems);
}

TEST_CASE("a section or a version that is not what it must be is reported") {
    CHECK(problems_of(R"(version: 3.8
services: {web: {image: nginx}}
volumes:
)") == R"(
compose.yaml:1:10: error: 'version' must be text in quotes
    1 | version: 3.8
      |          ^^^
hint: it is obsolete and ignored: remove it
compose.yaml:3:9: error: 'volumes' is empty
    3 | volumes:
      |         ^
hint: put an entry below it, or remove it
)");
}

TEST_CASE("a variable in place of a list is still text") {
    Loading loading = compose_file("services: {web: {image: nginx, build: {tags: '${TAGS}'}}}\n");
    loading.request.environment["TAGS"] = "a";
    CHECK(loading.problems().find("'build.tags' of service 'web' must be a list") != std::string::npos);
}

TEST_CASE("lists and mappings that may hold an entry twice do") {
    CHECK(first_lines("cap_add: [A, A], dns: [1.1.1.1, 1.1.1.1], environment: [A=1, A=1]").empty());
}

TEST_CASE("a number in quotes is decimal, one without quotes follows YAML") {
    Loading quoted = compose_file("services: {web: {image: nginx, scale: '010'}}\n");
    CHECK(quoted.load().project.services.at("web").scale == 10);
    Loading plain = compose_file("services: {web: {image: nginx, scale: 010}}\n");
    CHECK(plain.load().project.services.at("web").scale == 8);
}

TEST_CASE("words that only Swarm heeds are no errors") {
    CHECK(first_lines("deploy: {mode: a, endpoint_mode: b, update_config: {failure_action: c}}").empty());
}

TEST_CASE("a size may be a whole number in any form") {
    const auto web =
        compose_file("services: {web: {image: x, mem_limit: 1e9, mem_reservation: 60.0, shm_size: 1e3}}\n")
            .load()
            .project.services.at("web");
    CHECK(web.mem_limit.count == 1'000'000'000);
    CHECK(web.mem_reservation.count == 60);
    CHECK(web.shm_size.count == 1000);
    CHECK(first_lines("mem_reservation: 1.5") ==
          "'mem_reservation' of service 'web' must be text or a whole number, not 1.5\n");
}

TEST_CASE("an entry without a name is told where it stands") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    labels:
      "": x
)") == R"(
compose.yaml:5:7: error: 'labels' of service 'web' has an entry without a name
    5 |       "": x
      |       ^^
hint: give it a name or remove it
)");
    CHECK(first_lines("extra_hosts: [':5']") ==
          "'extra_hosts[0]' of service 'web': ':5' is not a host and its address, expected HOST=IP\n");
    CHECK(first_lines("extra_hosts: {'a:b': 1.1.1.1}") ==
          "'extra_hosts' of service 'web' has 'a:b', which is no name of a host\n");
}

TEST_CASE("a service that no profile enables is checked as far as its form goes") {
    CHECK(first_lines("profiles: [dev], cpu_percent: 200, scale: -1") ==
          "'cpu_percent' of service 'web' must lie between 0 and 100\n");
}

TEST_CASE("far too many replicas are refused, with their place") {
    CHECK(problems_of("services:\n  web:\n    image: nginx\n    scale: 1000000000\n") == R"(
compose.yaml:4:12: error: 'scale' of service 'web' asks for 1000000000 containers, more than the 10000 that are allowed
    4 |     scale: 1000000000
      |            ^^^^^^^^^^
)");
}

TEST_CASE("the old form of 'develop' is warned of") {
    CHECK(
        compose_file("services:\n  web:\n    image: nginx\n    x-develop: {watch: []}\n").warnings() ==
        R"(compose.yaml:4:5: warning: 'x-develop' of service 'web' is deprecated and ignored, write 'develop'
    4 |     x-develop: {watch: []}
      |     ^^^^^^^^^
)");
}

} // namespace muster::compose::load
