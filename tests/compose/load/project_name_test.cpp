#include "compose/load/project_name.hpp"

#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

TEST_CASE("a project name is made of lower-case letters, digits, '_' and '-'") {
    CHECK(normalise_project_name("My Project.Name_1") == "myprojectname_1");
    CHECK(normalise_project_name("_-a-b_") == "a-b_");
    CHECK(normalise_project_name("...") == "");
}

TEST_CASE("the name comes from -p, the variable, the last file that has one, or the directory") {
    Loading loading{.files = {{"compose.yaml", "name: first\nservices: {web: {image: x}}\n"},
                              {"compose.override.yaml", "name: From ${WHERE:-the} file\n"}}};
    CHECK(loading.load().project.name == "fromthefile");
    loading.request.environment = {{"COMPOSE_PROJECT_NAME", "variable"}};
    CHECK(loading.load().project.name == "variable");
    loading.request.project_name = "flag";
    CHECK(loading.load().project.name == "flag");
    CHECK(compose_file("services: {web: {image: x}}\n").load().project.name == "project");
}

TEST_CASE("the name is a variable for the files") {
    Loading loading = compose_file("services: {web: {image: \"x:${COMPOSE_PROJECT_NAME}\"}}\n");
    CHECK(loading.load().project.services.at("web").image == "x:project");
}

TEST_CASE("a name given by the user is not changed silently") {
    Loading loading = compose_file("services: {web: {image: x}}\n");
    loading.request.project_name = "My Project";
    CHECK("\n" + loading.problems() == R"(
error: invalid project name 'My Project' (from -p): expected lower-case letters, digits, '_' and '-', starting with a letter or digit
hint: did you mean 'myproject'?
)");
    loading.request.project_name = "";
    loading.request.environment = {{"COMPOSE_PROJECT_NAME", "-"}};
    CHECK("\n" + loading.problems() == R"(
error: invalid project name '-' (from COMPOSE_PROJECT_NAME): expected lower-case letters, digits, '_' and '-', starting with a letter or digit
)");
}

TEST_CASE("a directory without a usable name asks for one") {
    Loading loading{.files = {{"/.../compose.yaml", "services: {web: {image: x}}\n"}}};
    loading.request.files = {"/.../compose.yaml"};
    CHECK("\n" + loading.problems() == R"(
error: no project name can be made of '/...'
hint: give it one with -p or with 'name:' in the compose file
)");
}

} // namespace muster::compose::load
