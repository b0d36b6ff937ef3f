#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

namespace {

const char* const web = "services: {web: {image: x}}\n";

using Paths = std::vector<std::string>;

} // namespace

TEST_CASE("the default file is found in the working directory or in the nearest parent that has one") {
    Loading loading{.files = {{"/compose.yaml", web}, {"a/compose.yml", web}}};
    loading.directory = "/project/a/b/c";
    const Project project = loading.load().project;
    CHECK(project.compose_files == Paths{"/project/a/compose.yml"});
    CHECK(project.working_dir == "/project/a");
    CHECK(project.name == "a");
}

TEST_CASE("of several default files the first in order is used, with a warning and its override file") {
    Loading loading{.files = {{"docker-compose.yml", web},
                              {"compose.yaml", web},
                              {"compose.override.yaml", web},
                              {"docker-compose.override.yml", "services: {web: {init: true}}\n"}}};
    const LoadedProject loaded = loading.load();
    CHECK(loaded.project.compose_files == Paths{"/project/compose.yaml", "/project/compose.override.yaml"});
    CHECK(
        loading.warnings() ==
        "warning: found compose.yaml, docker-compose.yml: using 'compose.yaml'\n"
        "warning: found compose.override.yaml, docker-compose.override.yml: using 'compose.override.yaml'\n");
}

TEST_CASE("no override file is added to files that were named") {
    Loading loading{.files = {{"compose.yaml", web}, {"compose.override.yaml", web}}};
    loading.request.files = {"compose.yaml"};
    CHECK(loading.load().project.compose_files == Paths{"/project/compose.yaml"});
}

TEST_CASE("a missing compose file is reported with the names that were looked for") {
    Loading loading;
    CHECK("\n" + loading.problems() == R"(
error: no compose file found in '/project' or in a directory above it
hint: looked for compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml; name another one with -f
)");
}

TEST_CASE("a named file that does not exist is reported") {
    Loading loading;
    loading.request.files = {"a.yaml", "b.yaml"};
    CHECK("\n" + loading.problems() == R"(
error: cannot read '/project/a.yaml': no such file or directory
error: cannot read '/project/b.yaml': no such file or directory
)");
}

TEST_CASE("a remote file is refused for now") {
    Loading loading;
    loading.request.files = {"oci://example.com/app"};
    CHECK("\n" + loading.problems() == R"(
error: the compose file 'oci://example.com/app' is remote, which is not supported yet
hint: fetch it first and name the local file
)");
}

TEST_CASE("standard input is a file whose paths start in the working directory") {
    Loading loading;
    loading.request.files = {"-"};
    loading.request.standard_input = "services: {web: {build: ./app}}\n";
    const Project project = loading.load().project;
    CHECK(project.compose_files == Paths{"-"});
    CHECK(project.services.at("web").build->context == "/project/app");
}

TEST_CASE("COMPOSE_FILE of the dotenv file names the files and their separator") {
    Loading loading{.files = {{".env", "COMPOSE_FILE=a.yaml;sub/b.yaml\nCOMPOSE_PATH_SEPARATOR=;\n"},
                              {"a.yaml", web},
                              {"sub/b.yaml", web}}};
    CHECK(loading.load().project.compose_files == Paths{"/project/a.yaml", "/project/sub/b.yaml"});
}

TEST_CASE("the project directory is the one that was given, else that of the first file") {
    Loading loading{.files = {{"sub/compose.yaml", "services: {web: {build: .}}\n"}}};
    loading.request.files = {"sub/compose.yaml"};
    CHECK(loading.load().project.services.at("web").build->context == "/project/sub");
    loading.request.project_directory = "other";
    CHECK(loading.load().project.services.at("web").build->context == "/project/other");
}

TEST_CASE("the environment beats dotenv files, and the first one read beats the second") {
    Loading loading{.files = {{".env", "A=working dir\nB=working dir\n"},
                              {"sub/.env", "A=sub\nB=sub\nC=sub\n"},
                              {"sub/compose.yaml", "services: {web: {image: \"${A}-${B}-${C}\"}}\n"}}};
    loading.request.environment = {{"A", "shell"}};
    loading.files[".env"] += "COMPOSE_FILE=sub/compose.yaml\n";
    CHECK(loading.load().project.services.at("web").image == "shell-working dir-sub");
}

TEST_CASE("of several named dotenv files the later beats the earlier, and .env is not read") {
    Loading loading{.files = {{".env", "A=default\nC=default\n"},
                              {"one.env", "A=one\nB=one\n"},
                              {"two.env", "B=two-${A}\n"},
                              {"compose.yaml", "services: {web: {image: \"${A}-${B}-${C:-none}\"}}\n"}}};
    loading.request.environment_files = {"one.env", "two.env"};
    const Project project = loading.load().project;
    CHECK(project.services.at("web").image == "one-two-one-none");
    CHECK(project.environment_files == Paths{"/project/one.env", "/project/two.env"});
}

TEST_CASE("a named dotenv file that does not exist is reported") {
    Loading loading = compose_file(web);
    loading.request.environment_files = {"missing.env"};
    CHECK(loading.problems() == "error: cannot read '/project/missing.env': no such file or directory\n"
                                "hint: it is named by --env-file\n");
}

TEST_CASE("COMPOSE_DISABLE_ENV_FILE keeps .env from being read") {
    Loading loading{
        .files = {{".env", "A=1\n"}, {"compose.yaml", "services: {web: {image: \"x${A:-}\"}}\n"}}};
    loading.request.environment = {{"COMPOSE_DISABLE_ENV_FILE", "true"}};
    CHECK(loading.load().project.services.at("web").image == "x");
}

TEST_CASE("COMPOSE_DISABLE_ENV_FILE leaves '.env' unread, and takes no other words than true and false") {
    Loading loading{.files = {{"compose.yaml", "services: {web: {image: \"x:${TAG:-none}\"}}\n"},
                              {".env", "TAG=read\n"}}};
    const auto image_with = [&](const std::string& setting) {
        loading.request.environment["COMPOSE_DISABLE_ENV_FILE"] = setting;
        return loading.load().project.services.at("web").image;
    };
    for (const char* yes : {"1", "true", "TRUE", "T"}) CHECK(image_with(yes) == "x:none");
    for (const char* no : {"0", "False", "f", ""}) CHECK(image_with(no) == "x:read");
    loading.request.environment["COMPOSE_DISABLE_ENV_FILE"] = "yes";
    CHECK(loading.problems() == "error: COMPOSE_DISABLE_ENV_FILE must be 'true' or 'false', not 'yes'\n");
}

TEST_CASE("/dev/null in place of an env file means none") {
    Loading loading{.files = {{"compose.yaml", "services: {web: {image: \"x:${TAG:-none}\"}}\n"},
                              {".env", "TAG=read\n"}}};
    loading.request.environment_files = {"/dev/null"};
    CHECK(loading.load().project.services.at("web").image == "x:none");
}

TEST_CASE("settings are what the first env file says of Compose, but for what the process says") {
    Loading loading{.files = {{".env", "COMPOSE_PROFILES=a\nCOMPOSE_ANSI=never\nTAG=1\n"},
                              {"sub/.env", "COMPOSE_PROFILES=b\n"},
                              {"other.env", "COMPOSE_PROFILES=c\n"}}};
    loading.request.environment = {{"COMPOSE_ANSI", "always"}};
    const auto profiles = [&] { return find_settings(loading.full_request(), loading.in_memory()); };
    using Settings = std::map<std::string, std::string>;
    CHECK(profiles() == Settings{{"COMPOSE_PROFILES", "a"}});
    loading.request.files = {"sub/compose.yaml"};
    CHECK(profiles() == Settings{{"COMPOSE_PROFILES", "b"}});
    loading.request.environment_files = {"other.env"};
    CHECK(profiles() == Settings{{"COMPOSE_PROFILES", "c"}});
    loading.request.environment_files = {"missing.env"};
    CHECK(profiles().empty());
}

TEST_CASE("settings are also read beside the compose file that is found above the working directory") {
    Loading loading{.files = {{"compose.yaml", web},
                              {".env", "COMPOSE_IGNORE_ORPHANS=1\nCOMPOSE_ANSI=never\n"},
                              {"sub/.env", "COMPOSE_ANSI=always\n"}}};
    loading.directory = "/project/sub";
    using Settings = std::map<std::string, std::string>;
    CHECK(find_settings(loading.full_request(), loading.in_memory()) ==
          Settings{{"COMPOSE_ANSI", "always"}, {"COMPOSE_IGNORE_ORPHANS", "1"}});
}

TEST_CASE("names have '_' between their parts with --compatibility, or when COMPOSE_COMPATIBILITY says so") {
    Loading loading{.files = {{"compose.yaml", web}}};
    CHECK(loading.load().project.separator == '-');
    loading.request.compatibility = true;
    CHECK(loading.load().project.separator == '_');
    loading.request.compatibility = false;
    for (const char* yes : {"1", "true", "TRUE", "y", " t "}) {
        loading.files[".env"] = std::string("COMPOSE_COMPATIBILITY='") + yes + "'\n";
        CHECK(loading.load().project.separator == '_');
    }
    for (const char* no : {"0", "", "yes", "on"}) {
        loading.files[".env"] = std::string("COMPOSE_COMPATIBILITY=") + no + "\n";
        CHECK(loading.load().project.separator == '-');
    }
}

} // namespace muster::compose::load
