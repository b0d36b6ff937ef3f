#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

TEST_CASE("an included file has its own directory and its own variables") {
    Loading loading{
        .files = {
            {"compose.yaml", "include: [sub/compose.yaml]\nservices: {web: {image: \"x:${TAG:-none}\"}}\n"},
            {"sub/compose.yaml", "services: {db: {build: ., image: \"db:${TAG}-${WHO}\"}}\n"},
            {"sub/.env", "TAG=sub\nWHO=sub\n"}}};
    loading.request.environment = {{"WHO", "shell"}};
    const Project project = loading.load().project;
    CHECK(project.services.at("web").image == "x:none");
    CHECK(project.services.at("db").image == "db:sub-shell");
    CHECK(project.services.at("db").build->context == "/project/sub");
    CHECK(project.compose_files == std::vector<std::string>{"/project/compose.yaml"});
}

TEST_CASE("the long form of an entry names files, directory and variables") {
    Loading loading{.files = {{"compose.yaml", "include:\n"
                                               "  - path: [a/one.yaml, a/two.yaml]\n"
                                               "    project_directory: b\n"
                                               "    env_file: [x.env, /dev/null]\n"},
                              {"a/one.yaml", "services: {db: {build: ., image: \"x:${TAG}\"}}\n"},
                              {"a/two.yaml", "services: {db: {init: true}}\n"},
                              {"x.env", "TAG=x\n"}}};
    const Service db = loading.load().project.services.at("db");
    CHECK(db.image == "x:x");
    CHECK(db.init == true);
    CHECK(db.build->context == "/project/b");
}

TEST_CASE("the including file is laid over what it includes") {
    Loading loading{
        .files = {{"compose.yaml", "include: [a.yaml]\nservices: {db: {image: own, command: !reset null}}\n"},
                  {"a.yaml", "name: other\nservices: {db: {image: x, command: [run], init: true}}\n"}}};
    const Project project = loading.load().project;
    CHECK(project.name == "project");
    CHECK(project.services.at("db").image == "own");
    CHECK_FALSE(project.services.at("db").command.words);
    CHECK(project.services.at("db").init == true);
}

TEST_CASE("files that include each other are reported as their path") {
    Loading loading{
        .files = {{"compose.yaml", "include: [a.yaml]\n"}, {"a.yaml", "include:\n  - compose.yaml\n"}}};
    CHECK("\n" + loading.problems() == R"(
a.yaml:2:5: error: files include each other: compose.yaml -> a.yaml -> compose.yaml
    2 |   - compose.yaml
      |     ^^^^^^^^^^^^
compose.yaml:1:11: note: 'a.yaml' is included here
    1 | include: [a.yaml]
      |           ^^^^^^
)");
}

TEST_CASE("a file to include that does not exist is reported without the errors that follow from it") {
    CHECK(problems_of("include:\n  - missing.yaml\nservices: {web: {image: x, depends_on: [db]}}\n") == R"(
compose.yaml:2:5: error: cannot read '/project/missing.yaml': no such file or directory
    2 |   - missing.yaml
      |     ^^^^^^^^^^^^
)");
}

TEST_CASE("an 'include' in the wrong form is reported") {
    CHECK(problems_of("include: a.yaml\nservices: {web: {image: x}}\n") == R"(
compose.yaml:1:10: error: 'include' must be a list
    1 | include: a.yaml
      |          ^^^^^^
hint: write each file as '- PATH'
)");
    CHECK(problems_of("include:\n  - file: a.yaml\n  - env_file: a\n  - path: {a: b}\n") == R"(
compose.yaml:2:5: error: unknown key 'file' in an entry of 'include'
    2 |   - file: a.yaml
      |     ^^^^
hint: it may have 'path', 'project_directory' and 'env_file'
compose.yaml:3:5: error: an entry of 'include' lacks 'path'
    3 |   - env_file: a
      |     ^^^^^^^^
compose.yaml:4:11: error: 'path' of 'include' must be text or a list of texts
    4 |   - path: {a: b}
      |           ^
)");
}

} // namespace muster::compose::load
