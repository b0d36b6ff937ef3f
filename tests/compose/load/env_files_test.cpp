#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

namespace {

using Variables = std::map<std::string, std::optional<std::string>>;

} // namespace

TEST_CASE("env files come below the service's own variables, later ones above earlier ones") {
    Loading loading{.files = {{"compose.yaml", "services:\n"
                                               "  web:\n"
                                               "    image: x\n"
                                               "    env_file: [a.env, b.env]\n"
                                               "    environment: {OWN: own, BARE: }\n"},
                              {"a.env", "OWN=a\nA=a\nBOTH=a\nBARE=a\n"},
                              {"b.env", "BOTH=b\nFROM=${A}-${OWN}-${SHELL_VARIABLE}\n"}}};
    loading.request.environment = {{"SHELL_VARIABLE", "shell"}};
    const Service web = loading.load().project.services.at("web");
    CHECK(web.environment.entries ==
          Variables{
              {"A", "a"}, {"BARE", std::nullopt}, {"BOTH", "b"}, {"FROM", "a-own-shell"}, {"OWN", "own"}});
    CHECK(web.env_file.empty());
}

TEST_CASE("a variable of an env file is looked up in the file itself before the files before it") {
    Loading loading{.files = {{"compose.yaml", "services: {web: {image: x, env_file: [a.env, b.env]}}\n"},
                              {"a.env", "A=a\nB=a\n"},
                              {"b.env", "A=b\nBOTH=${A}${B}\n"}}};
    CHECK(loading.load().project.services.at("web").environment.entries.at("BOTH") == "ba");
}

TEST_CASE("env files stay unread when that is asked for") {
    Loading loading{.files = {{"compose.yaml", "services: {web: {image: x, env_file: a.env}}\n"}}};
    loading.request.resolve_environment = false;
    const Service web = loading.load().project.services.at("web");
    CHECK(web.env_file == std::vector<EnvFile>{{"/project/a.env", true, ""}});
}

TEST_CASE("a missing env file is reported where it is named, unless it is not required") {
    CHECK(problems_of("services:\n"
                      "  web:\n"
                      "    image: x\n"
                      "    env_file:\n"
                      "      - path: ./a.env\n"
                      "        required: false\n"
                      "      - ./b.env\n") == R"(
compose.yaml:7:9: error: cannot read '/project/b.env': no such file or directory
    7 |       - ./b.env
      |         ^^^^^^^
hint: create it, or correct the path
)");
}

TEST_CASE("an env file of a service that is not loaded may be missing") {
    Loading loading = compose_file("services:\n"
                                   "  web: {image: x}\n"
                                   "  debug: {image: x, profiles: [d], env_file: missing.env}\n");
    CHECK(loading.problems() == "");
}

TEST_CASE("an unknown format of an env file is reported") {
    CHECK(problems_of("services:\n"
                      "  web:\n"
                      "    image: x\n"
                      "    env_file:\n"
                      "      - path: a.env\n"
                      "        format: json\n") == R"(
compose.yaml:5:15: error: unknown format 'json' of an env_file
    5 |       - path: a.env
      |               ^^^^^
hint: leave it out, or write 'raw' to take values as they stand
)");
}

TEST_CASE("labels of a file come below the service's own") {
    Loading loading{
        .files = {{"compose.yaml", "services: {web: {image: x, label_file: l, labels: [a=own]}}\n"},
                  {"l", "a=file\nb=file\n"}}};
    const Service web = loading.load().project.services.at("web");
    CHECK(web.labels.entries == std::map<std::string, std::string>{{"a", "own"}, {"b", "file"}});
    CHECK(web.label_file.items.empty());
}

} // namespace muster::compose::load
