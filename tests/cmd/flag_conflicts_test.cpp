#include "base/error.hpp"
#include "base/text.hpp"
#include "cmd/command_line.hpp"
#include "cmd/session.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace muster;
using namespace muster::cmd;

namespace {

namespace fs = std::filesystem;
using Environment = std::map<std::string, std::string>;

/// A folder with a project of two services and one that a profile enables, gone at the end.
class Folder {
  public:
    Folder() : path_(fs::temp_directory_path() / ("muster-conflicts-" + std::to_string(::getpid()))) {
        fs::create_directories(path_);
        std::ofstream(path_ / "compose.yaml") << "services:\n  web: {image: a, depends_on: [db]}\n  db: "
                                                 "{image: a}\n  tool: {image: a, profiles: [x]}\n";
        std::ofstream(path_ / "idle.yaml") << "services: {tool: {image: a, profiles: [x]}}\n";
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string path() const { return path_.string(); }

  private:
    fs::path path_;
};

/// What a user is told who types that; "accepted" where nothing is wrong but that no engine answers.
std::string told(const std::string& line, Environment environment = {}) {
    static const Folder folder;
    static const std::vector<Command> commands = all_commands();
    environment.emplace("DOCKER_HOST", "unix:///nonexistent/docker.sock");
    std::vector<std::string> arguments = split(line, ' ');
    arguments.insert(arguments.begin(), {"--project-directory", folder.path()});
    try {
        const Invocation invocation = parse_command_line(arguments, commands);
        Session session(invocation.globals, environment);
        invocation.command->run(session, invocation.flags);
    } catch (const LoadFailure& failure) {
        return failure.errors.front().message;
    } catch (const Error& error) {
        return error.kind == ErrorKind::connection ? "accepted" : error.message;
    }
    return "done";
}

} // namespace

TEST_CASE("flags of up that contradict each other are an error") {
    CHECK(told("up -d") == "accepted");
    CHECK(told("up --abort-on-container-failure --abort-on-container-exit") ==
          "--abort-on-container-failure cannot be combined with --abort-on-container-exit");
    CHECK(told("up --wait --abort-on-container-exit") ==
          "--wait cannot be combined with --abort-on-container-exit");
    CHECK(told("up --wait --attach web") == "--wait cannot be combined with --attach");
    CHECK(told("up --wait --attach-dependencies") == "--wait cannot be combined with --attach-dependencies");
    CHECK(told("up -d --abort-on-container-exit") ==
          "--detach cannot be combined with --abort-on-container-exit");
    CHECK(told("up -d --abort-on-container-failure") ==
          "--detach cannot be combined with --abort-on-container-failure");
    CHECK(told("up -d --attach web") == "--detach cannot be combined with --attach");
    CHECK(told("up -d --attach-dependencies") == "--detach cannot be combined with --attach-dependencies");
    CHECK(told("up --build --no-build") == "--build and --no-build are incompatible");
    CHECK(told("up --no-recreate -V") == "--no-recreate and --renew-anon-volumes are incompatible");
    CHECK(told("up --force-recreate --no-recreate") == "--force-recreate and --no-recreate are incompatible");
    CHECK(told("up --always-recreate-deps --no-recreate") ==
          "--always-recreate-deps and --no-recreate are incompatible");
    CHECK(told("up --attach web --attach-dependencies") ==
          "--attach cannot be combined with --attach-dependencies");
    CHECK(told("up --build --no-build=false") == "accepted");
}

TEST_CASE("values that up cannot do anything with are an error") {
    CHECK(told("up --attach tool") == "cannot attach to services not included in up: tool");
    CHECK(told("up --pull sometimes") == "invalid --pull option 'sometimes'");
    CHECK(told("up -d --pull if_not_present") == "accepted");
    CHECK(told("up --scale web") == "invalid --scale option 'web': expected SERVICE=NUMBER");
    CHECK(told("up --scale web=-1") == "invalid --scale option 'web=-1': expected SERVICE=NUMBER");
    CHECK(told("up --wait --wait-timeout -5") == "--wait-timeout must be a non-negative integer");
    CHECK(told("up -d --wait-timeout -5") == "accepted"); // nobody waits
    CHECK(told("scale web") == "invalid scale specifier 'web': expected SERVICE=NUMBER");
    CHECK(told("pull --policy never") == "invalid --policy 'never'");
    CHECK(told("down --rmi some") == "invalid value for --rmi: 'some'");
}

TEST_CASE("orphans cannot be removed and ignored at once") {
    const Environment ignored{{"COMPOSE_IGNORE_ORPHANS", "1"}};
    CHECK(told("up -d --remove-orphans", ignored) ==
          "COMPOSE_IGNORE_ORPHANS cannot be combined with --remove-orphans");
    CHECK(told("up -d", {{"COMPOSE_IGNORE_ORPHANS", "1"}, {"COMPOSE_REMOVE_ORPHANS", "1"}}) ==
          "COMPOSE_IGNORE_ORPHANS cannot be combined with COMPOSE_REMOVE_ORPHANS");
    CHECK(told("up -d", ignored) == "accepted");
    CHECK(told("up -d --remove-orphans=false", ignored) == "accepted");
}

TEST_CASE("flags of run that contradict each other are an error") {
    CHECK(told("run --service-ports --publish 80:80 web") ==
          "--service-ports and --publish are incompatible");
    CHECK(told("run --tty --no-tty web") == "--tty and --no-tty can't be used together");
    CHECK(told("run --tty -T web") == "--tty and --no-tty can't be used together");
    CHECK(told("run --label team web") == "label must be set as KEY=VALUE, found 'team'");
    CHECK(told("run -d web true") == "accepted");
}

TEST_CASE("flags in front of the command that contradict each other are an error") {
    CHECK(told("--ansi never --progress tty up -d") == "--progress tty cannot be combined with --ansi never");
    CHECK(told("--ansi always --progress plain up -d") ==
          "--progress plain cannot be combined with --ansi always");
    CHECK(told("--progress colourful up -d") ==
          "unsupported --progress value 'colourful': expected one of auto, tty, plain, json, quiet, none");
    CHECK(told("--ansi always --no-ansi up -d") ==
          "--no-ansi is an old name of --ansi: give only one of the two");
    CHECK(told("up -d", {{"COMPOSE_PARALLEL_LIMIT", "many"}}) ==
          "COMPOSE_PARALLEL_LIMIT must be a whole number, found 'many'");
    CHECK(told("--parallel 3 up -d", {{"COMPOSE_PARALLEL_LIMIT", "3"}}) == "accepted");
}
