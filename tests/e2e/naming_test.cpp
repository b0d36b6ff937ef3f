#include "steps.hpp"

#include <doctest/doctest.h>

#include <filesystem>

namespace muster::e2e {

TEST_CASE("-p names the project, before COMPOSE_PROJECT_NAME and before the file") {
    Sandbox box("services:\n" + running("web"));
    const std::string by_flag = box.other_project("flag");
    const std::string by_variable = box.other_project("variable");
    const std::string by_file = box.other_project("file");
    box.write_compose("name: " + by_file + "\nservices:\n" + running("web"));
    succeed(box, {"up", "--no-start"});
    CHECK(box.engine().find_container(by_file + "-web-1"));
    succeed_with(box, {{"COMPOSE_PROJECT_NAME", by_variable}}, {"up", "--no-start"});
    CHECK(box.engine().find_container(by_variable + "-web-1"));
    succeed_with(box, {{"COMPOSE_PROJECT_NAME", by_variable}}, {"-p", by_flag, "up", "--no-start"});
    CHECK(box.engine().find_container(by_flag + "-web-1"));
    CHECK(box.container_names().empty());
}

TEST_CASE("a project name that cannot be one is refused") {
    Sandbox box("services:\n" + running("web"));
    for (const char* name : {"Upper", "_first", "with space"}) {
        CAPTURE(name);
        const auto refused = box.muster({"-p", name, "up", "-d"});
        CHECK(refused.exit_code == 1);
        CHECK(refused.err == containing(name));
    }
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("two projects of one file live side by side") {
    Sandbox box("services:\n" + running("web", "volumes: ['data:/data']") + "volumes: {data: }\n");
    const std::string second = box.other_project("second");
    succeed(box, {"up", "-d"});
    succeed(box, {"-p", second, "up", "-d"});
    const auto before = box.container_states();
    succeed(box, {"-p", second, "down", "-v"});
    CHECK(box.container_states() == before);
    CHECK(box.volume_names() == std::vector{box.project() + "_data"});
    CHECK_FALSE(box.engine().find_container(second + "-web-1"));
    CHECK_FALSE(box.engine().find_volume(second + "_data"));
}

TEST_CASE("verbs work from anywhere when the project is named") {
    Sandbox box("services:\n" + running("db") + job("web", "echo hello; sleep 600", "depends_on: [db]"));
    succeed(box, {"up", "-d"});
    const std::vector<std::string> project{"-p", box.project()};
    const auto from_root = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), project.begin(), project.end());
        const auto result = muster_in(box, "/", arguments);
        CHECK_MESSAGE(result.exit_code == 0, result.err);
        return result.out;
    };
    CHECK(from_root({"ps", "--services"}) == "db\nweb\n");
    CHECK(from_root({"exec", "-T", "web", "echo", "hi"}) == "hi\n");
    CHECK(from_root({"top", "web"}) == containing("sleep 600"));
    CHECK(from_root({"logs", "--no-log-prefix", "web"}) == "hello\n");
    from_root({"stop", "web"});
    CHECK_FALSE(is_running(box, "web"));
    CHECK(is_running(box, "db"));
    from_root({"start"});
    CHECK(is_running(box, "web"));
    from_root({"restart", "-t", "0", "web"});
    from_root({"kill"});
    CHECK_FALSE(is_running(box, "db"));
    from_root({"rm", "-f"});
    CHECK(box.container_names().empty());
}

TEST_CASE("a named project is taken down whole from the folder of another one") {
    Sandbox box("services:\n" + running("web") + running("db", "volumes: ['data:/data']") +
                "volumes: {data: }\n");
    succeed(box, {"up", "-d"});
    box.write("elsewhere/compose.yaml", "services:\n" + running("unrelated"));
    const auto down = muster_in(box, box.path("elsewhere"), {"-p", box.project(), "down", "-v", "-t", "0"});
    CHECK_MESSAGE(down.exit_code == 0, down.err);
    CHECK(box.container_names().empty());
    CHECK(box.network_names().empty());
    CHECK(box.volume_names().empty());
}

TEST_CASE("a verb for a project that does not exist has nothing to do") {
    Sandbox box("services:\n" + running("web"));
    const auto down = muster_in(box, "/", {"-p", box.project(), "down"});
    CHECK(down.exit_code == 0);
    CHECK(down.err == containing(box.project()));
    CHECK(succeed(box, {"ps", "-q"}).out.empty());
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("the file is found from a folder below") {
    Sandbox box("services:\n" + running("web"));
    box.write("deep/down/note.txt", "");
    const auto up = muster_in(box, box.path("deep/down"), {"up", "-d"});
    CHECK_MESSAGE(up.exit_code == 0, up.err);
    CHECK(is_running(box, "web"));
}

TEST_CASE("several files are laid over each other in their order") {
    Sandbox box("services:\n" + running("web", "environment: {A: base, B: base}"));
    box.write("second.yaml", "services:\n  web:\n    environment: {B: second, C: second}\n");
    box.write("third.yaml", "services:\n  web:\n    environment: {C: third}\n  extra:\n    image: IMAGE\n");
    succeed(box, {"-f", "compose.yaml", "-f", "second.yaml", "-f", "third.yaml", "up", "-d"});
    CHECK(inside(box, "web", "echo $A $B $C") == "base second third\n");
    CHECK(box.container_names() == names_of(box, {"extra-1", "web-1"}));
    CHECK(box.container("web").spec.labels.at("com.docker.compose.project.config_files") ==
          box.path("compose.yaml") + "," + box.path("second.yaml") + "," + box.path("third.yaml"));
}

TEST_CASE("an override file beside the first is used without being named, unless -f names the first") {
    Sandbox box("services:\n" + running("web", "environment: {A: base}"));
    box.write("compose.override.yaml", "services:\n  web:\n    environment: {A: override}\n");
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "web", "echo $A") == "override\n");
    succeed(box, {"-f", "compose.yaml", "up", "-d"});
    CHECK(inside(box, "web", "echo $A") == "base\n");
}

TEST_CASE("COMPOSE_FILE names the files") {
    Sandbox box("services:\n" + running("web", "environment: {A: base}"));
    box.write("more.yaml", "services:\n  web:\n    environment: {A: more}\n");
    succeed_with(box, {{"COMPOSE_FILE", "compose.yaml:more.yaml"}}, {"up", "-d"});
    CHECK(inside(box, "web", "echo $A") == "more\n");
}

TEST_CASE("a compose file can come in on standard input") {
    Sandbox box("services: {}\n");
    const std::string compose =
        "services:\n  web:\n    image: muster-test/busybox:1\n    command: sleep 600\n"
        "    init: true\n    volumes: ['./data:/data']\n";
    box.write("data/note", "from the folder");
    const auto up = muster_with_input(box, compose, {"-f", "-", "up", "-d"});
    CHECK_MESSAGE(up.exit_code == 0, up.err);
    const std::string web = box.project() + "-web-1";
    CHECK(box.container_names() == std::vector{web});
    CHECK(succeed(box, {"-p", box.project(), "exec", "-T", "web", "cat", "/data/note"}).out ==
          "from the folder");
}

TEST_CASE("--project-directory is where relative paths begin, .env lies and the name comes from") {
    Sandbox box("services:\n" + running("web"));
    const std::string name = box.other_project("-there");
    box.write("compose/app.yaml", "services:\n" + running("web", "environment: {A: \"$A\"}\n"
                                                                 "volumes: ['./data:/data']"));
    box.write(name + "/.env", "A=from there\n");
    box.write(name + "/data/note", "");
    succeed(box, {"-f", "compose/app.yaml", "--project-directory", name, "up", "-d"});
    const auto web = box.engine().find_container(name + "-web-1");
    REQUIRE(web);
    CHECK(web->mounts.at(0).source == box.path(name + "/data"));
    const auto shown = succeed(box, {"-p", name, "exec", "-T", "web", "sh", "-c", "echo $A; ls /data"});
    CHECK(shown.out == "from there\nnote\n");
}

TEST_CASE("an included project keeps its own folder and its own .env") {
    Sandbox box("include: [parts/db/compose.yaml]\nservices:\n" + running("web", "depends_on: [db]"));
    box.write("parts/db/compose.yaml",
              "services:\n" + running("db", "environment: {A: \"$A\"}\nvolumes: ['./seed:/seed']"));
    box.write("parts/db/.env", "A=of the part\n");
    box.write("parts/db/seed/rows", "42");
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "db", "echo $A; cat /seed/rows") == "of the part\n42");
    CHECK(box.container_names() == names_of(box, {"db-1", "web-1"}));
}

TEST_CASE("a service extends one of another file, whose paths are relative to that file") {
    Sandbox box("services:\n  web:\n    extends: {file: common/base.yaml, service: base}\n"
                "    environment: {B: own}\n");
    box.write("common/base.yaml", "services:\n" + running("base", "environment: {A: base, B: base}\n"
                                                                  "env_file: base.env"));
    box.write("common/base.env", "C=base\n");
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "web", "echo $A $B $C") == "base own base\n");
    CHECK(box.container_names() == names_of(box, {"web-1"}));
}

TEST_CASE("the compatibility mode puts underscores into names, and finds them again") {
    Sandbox box("services:\n" + running("web"));
    succeed(box, {"--compatibility", "up", "-d"});
    CHECK(box.container_names() == std::vector{box.project() + "_web_1"});
    box.proxy().forget();
    succeed(box, {"--compatibility", "up", "-d"});
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("container_name is the container's name as it is written") {
    Sandbox box("services:\n" + running("client"));
    const std::string own = box.project() + "-my.own_name";
    box.write_compose("services:\n" + running("web", "container_name: " + own) + running("client"));
    succeed(box, {"up", "-d"});
    const auto web = box.engine().find_container(own);
    REQUIRE(web);
    CHECK(web->spec.labels.at("com.docker.compose.service") == "web");
    CHECK(inside(box, "client", "ping -c 1 -W 2 " + own) == containing("1 packets received"));
    CHECK(succeed(box, {"ps", "--format", "{{.Name}}", "web"}).out == own + "\n");
}

TEST_CASE("a container name that somebody else has is refused in the engine's words") {
    Sandbox box("services:\n" + running("web"));
    const std::string taken = box.project() + "-taken";
    const std::string other = box.other_project("other");
    box.write_compose("services:\n" + running("web", "container_name: " + taken));
    succeed(box, {"-p", other, "up", "-d"});
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing(taken));
    CHECK(refused.err == containing("already in use"));
}

TEST_CASE("a folder without a compose file is told so") {
    Sandbox box("services: {}\n");
    std::filesystem::remove(box.path("compose.yaml"));
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("compose.yaml"));
}

} // namespace muster::e2e
