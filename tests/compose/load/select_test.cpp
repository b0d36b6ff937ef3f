#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace muster::compose::load {

namespace {

const char* const stack = R"(services:
  web: {image: x, depends_on: [db], networks: [front]}
  db: {image: x, networks: [back], volumes: ["data:/data"], secrets: [key]}
  debug: {image: x, profiles: [debug, tools], depends_on: [db], configs: [conf]}
  tools: {image: x, profiles: [tools]}
networks: {front: , back: , spare: }
volumes: {data: , spare: }
secrets: {key: {file: ./key}, spare: {file: ./spare}}
configs: {conf: {file: ./conf}}
)";

template <class T>
std::string names(const std::map<std::string, T>& entries) {
    std::string out;
    for (const auto& [name, entry] : entries) out += (out.empty() ? "" : " ") + name;
    return out;
}

Project project_with(std::vector<std::string> profiles, std::vector<std::string> services) {
    Loading loading = compose_file(stack);
    loading.request.profiles = std::move(profiles);
    loading.request.services = std::move(services);
    return loading.load().project;
}

} // namespace

TEST_CASE("without profiles only services without profiles are active") {
    const Project project = project_with({}, {});
    CHECK(names(project.services) == "db web");
    CHECK(names(project.disabled_services) == "debug tools");
}

TEST_CASE("a profile enables its services, '*' enables all") {
    CHECK(names(project_with({"debug"}, {}).services) == "db debug web");
    CHECK(names(project_with({"tools"}, {}).services) == "db debug tools web");
    CHECK(names(project_with({"*"}, {}).services) == "db debug tools web");
}

TEST_CASE("COMPOSE_PROFILES counts when no profile is named") {
    Loading loading = compose_file(stack);
    loading.request.environment = {{"COMPOSE_PROFILES", "debug, other"}};
    CHECK(names(loading.load().project.services) == "db debug web");
}

TEST_CASE("named services are kept with what they depend on; the others are disabled") {
    const Project project = project_with({}, {"db"});
    CHECK(names(project.services) == "db");
    CHECK(names(project.disabled_services) == "debug tools web");
    CHECK(names(project_with({}, {"web"}).services) == "db web");
}

TEST_CASE("naming a service enables its profiles") {
    CHECK(names(project_with({}, {"debug"}).services) == "db debug");
}

TEST_CASE("a service that does not exist is reported") {
    Loading loading = compose_file(stack);
    loading.request.services = {"wbe"};
    CHECK(loading.problems() == "error: no such service: 'wbe'\nhint: did you mean 'web'?\n");
}

TEST_CASE("a dependency that is not required may be disabled, and goes when services are named") {
    Loading loading = compose_file(R"(services:
  web: {image: x, depends_on: {debug: {condition: service_started, required: false}}}
  debug: {image: x, profiles: [debug]}
)");
    CHECK(names(loading.load().project.services.at("web").depends_on) == "debug");
    loading.request.services = {"web"};
    CHECK(names(loading.load().project.services.at("web").depends_on) == "");
}

TEST_CASE("what no active service uses is left out unless all is asked for") {
    const Project project = project_with({}, {"db"});
    CHECK(names(project.networks) == "back");
    CHECK(names(project.volumes) == "data");
    CHECK(names(project.secrets) == "key");
    CHECK(names(project.configs) == "");
    Loading loading = compose_file(stack);
    loading.request.all_resources = true;
    CHECK(names(loading.load().project.networks) == "back default front spare");
    CHECK(names(loading.load().project.volumes) == "data spare");
}

} // namespace muster::compose::load
