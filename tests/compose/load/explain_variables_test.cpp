#include "compose/load/explain_variables.hpp"

#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

namespace {

void append(const VariableExplanation& variable, std::string& out) {
    out += variable.name + " = " + variable.value.value_or("(not set)") + "\n";
    for (const Candidate& candidate : variable.candidates) {
        out += candidate.is_used ? "  * " : "    ";
        out += candidate.source + ": " + candidate.value.value_or("(not set)") + "\n";
        for (const Ingredient& ingredient : candidate.made_of)
            out += "      from " + ingredient.name + ", " + ingredient.source + "\n";
    }
}

/// Every variable with all that could have set it, what is used marked with '*'; below a line break.
std::string dump(const std::vector<VariableExplanation>& variables) {
    std::string out = "\n";
    for (const VariableExplanation& variable : variables) append(variable, out);
    return out;
}

std::string explain_project(Loading loading) {
    loading.request.trace_variables = true;
    const LoadedProject loaded = loading.load();
    return dump(explain_variables(loaded, loading.sources, Extent::relevant));
}

std::string explain_service(Loading loading, const std::string& service) {
    loading.request.trace_variables = true;
    const LoadedProject loaded = loading.load();
    return dump(explain_service_variables(loaded, loading.sources, service));
}

const char* const name_line = "COMPOSE_PROJECT_NAME = project\n  * directory: project\n";

} // namespace

TEST_CASE("the process beats a dotenv file, which beats a default") {
    Loading loading{.files = {{"compose.yaml", "services:\n  web: {image: \"x:${TAG:-1}\"}\n"},
                              {".env", "# tags\nTAG=2\nTAG=3\n"}}};
    loading.request.environment = {{"TAG", "4"}};
    CHECK(explain_project(loading) == "\n" + std::string(name_line) +
                                          "TAG = 4\n"
                                          "  * process environment: 4\n"
                                          "    .env:3: 3\n"
                                          "    .env:2: 2\n"
                                          "    compose.yaml:2:19 (default): 1\n");
}

TEST_CASE("a later env file beats an earlier one") {
    Loading loading{.files = {{"compose.yaml", "services: {web: {image: x}}\n"},
                              {"a.env", "X=a\n"},
                              {"b.env", "\nX=b\n"}}};
    loading.request.environment_files = {"a.env", "b.env"};
    CHECK(explain_project(loading) == "\n" + std::string(name_line) +
                                          "X = b\n"
                                          "  * b.env:2: b\n"
                                          "    a.env:1: a\n");
}

TEST_CASE("each default is used where it is written, and a variable without any is told of") {
    const Loading loading = compose_file("services:\n"
                                         "  a: {image: \"${IMAGE:-x}\", command: \"$NOTHING\"}\n"
                                         "  b: {image: \"${IMAGE-y}\"}\n"
                                         "  c: {image: \"${IMAGE:-x}\"}\n");
    CHECK(explain_project(loading) == "\n" + std::string(name_line) +
                                          "IMAGE = (not set)\n"
                                          "  * compose.yaml:2:15 (default): x\n"
                                          "  * compose.yaml:3:15 (default): y\n"
                                          "NOTHING = (not set)\n"
                                          "    compose.yaml:2:39 (no default): (not set)\n");
}

TEST_CASE("the project's name has sources of its own") {
    Loading loading{.files = {{"compose.yaml", "name: First\nservices: {web: {image: x}}\n"},
                              {".env", "COMPOSE_PROJECT_NAME=second\n"}}};
    loading.request.project_name = "third";
    CHECK(explain_project(loading) == R"(
COMPOSE_PROJECT_NAME = third
  * -p flag: third
    .env:1: second
    compose.yaml:1:7 (name): first
    directory: project
)");
}

TEST_CASE("a service's variable comes from 'environment' before any env_file") {
    const Loading loading{.files = {{"compose.yaml", "services:\n"
                                                     "  web:\n"
                                                     "    image: x\n"
                                                     "    env_file: [a.env, b.env]\n"
                                                     "    environment:\n"
                                                     "      LEVEL: info\n"},
                                    {"a.env", "LEVEL=a\nONLY=1\n"},
                                    {"b.env", "LEVEL=b\nONLY=2\n"}}};
    CHECK(explain_service(loading, "web") == R"(
LEVEL = info
  * compose.yaml:6:7 (environment): info
    b.env:1 (env_file): b
    a.env:1 (env_file): a
ONLY = 2
  * b.env:2 (env_file): 2
    a.env:2 (env_file): 1
)");
}

TEST_CASE("of several compose files the last one wins, also over what is extended") {
    const Loading loading{
        .files = {{"compose.yaml", "services:\n"
                                   "  web:\n"
                                   "    extends: {file: base.yaml, service: base}\n"
                                   "    environment: [X=own]\n"},
                  {"compose.override.yaml", "services:\n  web: {environment: {X: over}}\n"},
                  {"base.yaml", "services:\n  base: {image: x, environment: {X: base, Y: 1}}\n"}}};
    CHECK(explain_service(loading, "web") == R"(
X = over
  * compose.override.yaml:2:23 (environment): over
    compose.yaml:4:19 (environment): own
    base.yaml:2:34 (environment): base
Y = 1
  * base.yaml:2:43 (environment): 1
)");
}

TEST_CASE("what a value is made of is named with its own source") {
    Loading loading{.files = {{"compose.yaml", "services:\n"
                                               "  web:\n"
                                               "    image: x\n"
                                               "    environment:\n"
                                               "      - URL=http://${HOST:-localhost}:$PORT\n"
                                               "      - FROM_PROCESS\n"
                                               "      - NOWHERE\n"},
                              {".env", "PORT=80\n"}}};
    loading.request.environment = {{"FROM_PROCESS", "here"}};
    CHECK(explain_service(loading, "web") == R"(
FROM_PROCESS = here
  * compose.yaml:6:9 (environment): here
      from FROM_PROCESS, process environment
NOWHERE = (not set)
  * compose.yaml:7:9 (environment): (not set)
      from NOWHERE, not set
URL = http://localhost:80
  * compose.yaml:5:9 (environment): http://localhost:80
      from HOST, compose.yaml:5:20 (default)
      from PORT, .env:1
)");
}

TEST_CASE("nothing is noted unless it is asked for") {
    CHECK(compose_file("services: {web: {image: \"${X:-y}\", environment: [A=1]}}\n")
              .load()
              .provenance.origins.empty());
}

} // namespace muster::compose::load
