#include "cmd/session.hpp"

#include "base/error.hpp"
#include "cmd/command_line.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace muster;
using namespace muster::cmd;

namespace {

namespace fs = std::filesystem;

/// A folder with a `.env` file, gone at the end.
class Folder {
  public:
    explicit Folder(const std::string& settings)
        : path_(fs::temp_directory_path() / ("muster-session-" + std::to_string(::getpid()))) {
        fs::create_directories(path_);
        std::ofstream(path_ / ".env") << settings;
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string path() const { return path_.string(); }

  private:
    fs::path path_;
};

using Environment = std::map<std::string, std::string>;

Flags globals(std::vector<std::string> arguments) {
    const std::vector<Command> commands = all_commands();
    arguments.emplace_back("version");
    return parse_command_line(arguments, commands).globals;
}

Session session_in(const Folder& folder, const Environment& environment = {},
                   std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.begin(), {"--project-directory", folder.path()});
    return Session(globals(std::move(arguments)), environment);
}

/// Why no project could be loaded with these settings; nothing when one could.
std::string refusal(Session session) {
    try {
        session.load_request();
        return {};
    } catch (const Error& error) {
        return error.message;
    }
}

} // namespace

TEST_CASE("settings of the project's .env count where neither flag nor variable says otherwise") {
    const Folder folder("COMPOSE_PARALLEL_LIMIT=3\nOTHER=1\n");
    CHECK(session_in(folder).parallel() == 3);
    CHECK(session_in(folder, {{"COMPOSE_PARALLEL_LIMIT", "5"}}).parallel() == 5);
    CHECK(session_in(folder, {{"COMPOSE_PARALLEL_LIMIT", "5"}}, {"--parallel", "7"}).parallel() == 7);
    CHECK(session_in(folder).settings() == Environment{{"COMPOSE_PARALLEL_LIMIT", "3"}});
    CHECK(session_in(folder).environment().empty());
}

TEST_CASE("a limit that is no number is told when a project is needed, and not before") {
    const Folder folder("COMPOSE_PARALLEL_LIMIT=many\n");
    CHECK(refusal(session_in(folder)) == "COMPOSE_PARALLEL_LIMIT must be a whole number, found 'many'");
    CHECK(refusal(session_in(folder, {{"COMPOSE_PARALLEL_LIMIT", "-1"}})).empty());
}

TEST_CASE(
    "progress that needs escape sequences does not go with their absence, nor plain with their presence") {
    const Folder folder("COMPOSE_ANSI=never\nCOMPOSE_PROGRESS=tty\n");
    CHECK(refusal(session_in(folder)).empty()); // COMPOSE_PROGRESS counts as a variable of the process only
    CHECK(refusal(session_in(folder, {}, {"--progress", "tty"})) ==
          "--progress tty cannot be combined with COMPOSE_ANSI=never");
    CHECK(refusal(session_in(folder, {{"COMPOSE_PROGRESS", "plain"}}, {"--ansi", "always"})) ==
          "COMPOSE_PROGRESS=plain cannot be combined with --ansi always");
}

TEST_CASE("a .env that cannot be read is left to those who load the project") {
    const Folder folder("COMPOSE_PARALLEL_LIMIT=many\n!!\n");
    CHECK(session_in(folder).settings().empty());
}

TEST_CASE("status goes to standard output when COMPOSE_STATUS_STDOUT asks for it") {
    const Folder folder("COMPOSE_STATUS_STDOUT=true\n");
    Session session = session_in(folder);
    CHECK(&session.status() == &session.out());
    Session usual = session_in(folder, {{"COMPOSE_STATUS_STDOUT", "0"}});
    CHECK(&usual.status() == &usual.err());
}

TEST_CASE("a project that is named without its files is the engine's, whatever lies in the folder") {
    const Folder folder("COMPOSE_PROJECT_NAME=here\n");
    std::ofstream(folder.path() + "/compose.yaml") << "services: {web: {image: nginx}}\n";
    const Environment no_engine{{"DOCKER_HOST", "unix://" + folder.path() + "/none.sock"}};
    CHECK(session_in(folder, no_engine).load_or_observe().name == "here");
    CHECK(session_in(folder, no_engine, {"-p", "other", "-f", folder.path() + "/compose.yaml"})
              .load_or_observe()
              .name == "other");
    Session named = session_in(folder, no_engine, {"-p", "other"});
    CHECK_THROWS_AS(named.load_or_observe(), Error);
}
