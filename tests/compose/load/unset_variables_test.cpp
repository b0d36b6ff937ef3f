#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

/// What is left where a variable is not set: an attribute that is written and empty, which gets no default.
namespace muster::compose::load {

namespace {

Project project_of(std::string text) { return compose_file(std::move(text)).load().project; }

} // namespace

TEST_CASE("a network mode that is empty keeps the default network away") {
    const Project project = project_of("services: {web: {image: x, network_mode: \"$UNSET\"}}\n");
    CHECK(project.services.at("web").networks.empty());
    CHECK(project.networks.empty());
}

TEST_CASE("a build context and a Dockerfile that are empty stay so") {
    const Project project = project_of(R"(services:
  short: {build: "$UNSET"}
  long: {build: {context: "$UNSET", dockerfile: "$UNSET"}}
  silent: {build: {target: prod}}
)");
    CHECK(project.services.at("short").build->context.empty());
    CHECK(project.services.at("short").build->dockerfile == "Dockerfile");
    CHECK(project.services.at("long").build->context.empty());
    CHECK(project.services.at("long").build->dockerfile.empty());
    CHECK(project.services.at("silent").build->context == "/project");
    CHECK(project.services.at("silent").build->dockerfile == "Dockerfile");
}

TEST_CASE("a resource whose name is empty gets no other") {
    const Project project = project_of(R"(services: {web: {image: x, networks: [a, b, c]}}
networks:
  a: {name: "$UNSET"}
  b: {external: {name: "$UNSET"}}
  c: {external: true}
)");
    CHECK(project.networks.at("a").name.empty());
    CHECK(project.networks.at("b").name.empty());
    CHECK(project.networks.at("c").name == "c");
}

TEST_CASE("a profile without a name is active as long as none is asked for") {
    Loading loading = compose_file("services: {web: {image: x, profiles: [\"$UNSET\"]}, db: {image: x}}\n");
    CHECK(loading.load().project.services.contains("web"));
    loading.request.profiles = {"dev"};
    CHECK_FALSE(loading.load().project.services.contains("web"));
}

TEST_CASE("an env file without a name is passed over when it is not required") {
    CHECK(problems_of("services: {web: {image: x, env_file: [{path: \"$UNSET\", required: false}]}}\n") ==
          "\n");
}

TEST_CASE("references without a name are reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    networks: ["$UNSET"]
    secrets: ["$UNSET"]
)") == R"(
compose.yaml:4:16: error: service 'web' refers to the undefined network ''
    4 |     networks: ["$UNSET"]
      |                ^^^^^^^^
hint: declare it below 'networks' at the top level
compose.yaml:5:15: error: service 'web' refers to the undefined secret ''
    5 |     secrets: ["$UNSET"]
      |               ^^^^^^^^
hint: declare it below 'secrets' at the top level
)");
}

TEST_CASE("a project name that comes out empty is reported") {
    CHECK(problems_of("name: \"$UNSET\"\nservices: {web: {image: x}}\n") == R"(
error: no project name can be made of ''
hint: give it one with -p or with 'name:' in the compose file
)");
}

} // namespace muster::compose::load
