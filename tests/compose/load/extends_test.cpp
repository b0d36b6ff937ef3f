#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

TEST_CASE("a service takes over what it extends, through several steps") {
    const Project project = compose_file(R"(
services:
  base:
    image: x
    environment: [A=base, B=base]
    ports: ["80:80"]
  middle:
    extends: {service: base}
    environment: {B: middle}
  top:
    extends: middle
    environment: [C=top]
    ports: !override ["90:90"]
)")
                                .load()
                                .project;
    const Service& top = project.services.at("top");
    CHECK(top.image == "x");
    CHECK(top.environment.entries ==
          std::map<std::string, std::optional<std::string>>{{"A", "base"}, {"B", "middle"}, {"C", "top"}});
    REQUIRE(top.ports.size() == 1);
    CHECK(top.ports[0].published == "90");
    CHECK(project.services.at("middle").ports[0].published == "80");
}

TEST_CASE("paths of an extended file start in its directory") {
    Loading loading{
        .files = {{"compose.yaml",
                   "services: {web: {extends: {file: lib/a.yaml, service: a}, build: {target: t}}}\n"},
                  {"lib/a.yaml",
                   "services: {a: {extends: {file: more/b.yaml, service: b}, volumes: [\"./v:/v\"]}}\n"},
                  {"lib/more/b.yaml", "services: {b: {build: ., label_file: l, volumes: [\"../w:/w\"]}}\n"},
                  {"lib/more/l", "L=1\n"}}};
    const Service web = loading.load().project.services.at("web");
    CHECK(web.build->context == "/project/lib/more");
    CHECK(web.build->target == "t");
    CHECK(web.labels.entries == std::map<std::string, std::string>{{"L", "1"}});
    REQUIRE(web.volumes.size() == 2);
    CHECK(web.volumes[0].source == "/project/lib/w");
    CHECK(web.volumes[1].source == "/project/lib/v");
}

TEST_CASE("services that extend each other are reported as their path") {
    CHECK(problems_of(R"(services:
  a: {extends: b}
  b: {extends: c}
  c: {extends: a}
)") == R"(
compose.yaml:4:16: error: services extend each other: a -> b -> c -> a
    4 |   c: {extends: a}
      |                ^
compose.yaml:2:16: note: 'a' extends 'b' here
    2 |   a: {extends: b}
      |                ^
compose.yaml:3:16: note: 'b' extends 'c' here
    3 |   b: {extends: c}
      |                ^
)");
}

TEST_CASE("a service to extend that does not exist is reported once") {
    CHECK(problems_of(R"(services:
  web:
    extends:
      service: bse
  base: {image: x}
)") == R"(
compose.yaml:4:16: error: there is no service 'bse' to extend in this file
    4 |       service: bse
      |                ^^^
hint: did you mean 'base'?
)");
}

TEST_CASE("a file to extend from that does not exist is reported where it is named") {
    CHECK(problems_of("services: {web: {extends: {file: other.yaml, service: a}}}\n") == R"(
compose.yaml:1:34: error: cannot read '/project/other.yaml': no such file or directory
    1 | services: {web: {extends: {file: other.yaml, service: a}}}
      |                                  ^^^^^^^^^^
)");
}

TEST_CASE("a syntax error of an extended file is reported alone") {
    Loading loading{.files = {{"compose.yaml", "services: {web: {extends: {file: a.yaml, service: a}}}\n"},
                              {"a.yaml", "services: {a: {image: \"x}}\n"}}};
    CHECK("\n" + loading.problems() == R"(
a.yaml:1:23: error: this double quote is never closed
    1 | services: {a: {image: "x}}
      |                       ^
hint: end the text with "
)");
}

TEST_CASE("what is wrong in an extended file is reported there") {
    Loading loading{.files = {{"compose.yaml", "services: {web: {extends: {file: a.yaml, service: a}}}\n"},
                              {"a.yaml", "services:\n  a:\n    image: x\n    tty: maybe\n"}}};
    CHECK("\n" + loading.problems() == R"(
a.yaml:4:10: error: 'tty' of service 'web' must be true or false, not 'maybe'
    4 |     tty: maybe
      |          ^^^^^
compose.yaml:1:51: note: service 'web' extends 'a' here
    1 | services: {web: {extends: {file: a.yaml, service: a}}}
      |                                                   ^
)");
}

TEST_CASE("'extends' without a service, or with other keys, is reported") {
    CHECK(
        problems_of(
            "services:\n  a: {extends: {file: x.yaml}}\n  b: {extends: {name: a}}\n  c: {extends: [a]}\n") ==
        R"(
compose.yaml:2:16: error: 'extends' of service 'a' lacks 'service'
    2 |   a: {extends: {file: x.yaml}}
      |                ^
hint: add 'service: NAME' below it
compose.yaml:3:17: error: unknown key 'name' in 'extends' of service 'b'
    3 |   b: {extends: {name: a}}
      |                 ^^^^
hint: it may have 'service' and 'file'
compose.yaml:4:16: error: 'extends' of service 'c' must be text or a mapping, not a list
    4 |   c: {extends: [a]}
      |                ^
hint: a service extends one other service
)");
}

} // namespace muster::compose::load
