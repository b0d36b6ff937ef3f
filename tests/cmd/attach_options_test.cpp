#include "cmd/attach_options.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "cmd/command_line.hpp"
#include "tests/fakes/compose/loaded_text.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;

namespace {

constexpr char text[] = R"(
services:
  web: {image: web, depends_on: [db]}
  db: {image: db}
  log: {image: log, attach: false}
)";

Flags flags_of(const std::vector<std::string>& arguments) {
    static const std::vector<Command> commands = all_commands();
    std::vector<std::string> words{"up"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return parse_command_line(words, commands).flags;
}

std::string listed(const std::set<std::string>& names) { return join({names.begin(), names.end()}, " "); }

AttachOptions options(const std::vector<std::string>& arguments) {
    return attach_options(flags_of(arguments), fakes::load_text(text));
}

std::string problem(const std::vector<std::string>& arguments) {
    try {
        if (is_detached(flags_of(arguments))) return "detached";
        options(arguments);
        return "attached";
    } catch (const Error& error) {
        return error.message;
    }
}

} // namespace

TEST_CASE("what an attached up shows follows from the services that were named and the flags") {
    struct Row {
        std::vector<std::string> arguments;
        std::string shown;
        std::string watched;
    };
    const std::vector<Row> rows{
        {{}, "db web", "db log web"},
        {{"web"}, "web", "web"},
        {{"web", "--attach-dependencies"}, "db web", "web"},
        {{"--attach", "log", "--attach", "db"}, "db log", "db log web"},
        {{"--no-attach", "db"}, "web", "db log web"},
        {{"log"}, "", "log"},
        {{"web", "--exit-code-from", "db"}, "web", "db web"},
    };
    for (const Row& row : rows) {
        CAPTURE(join(row.arguments, " "));
        const AttachOptions found = options(row.arguments);
        CHECK(listed(found.shown) == row.shown);
        CHECK(listed(found.watched) == row.watched);
    }
}

TEST_CASE("a session ends with its last container, or with the first on request") {
    CHECK(options({}).end == SessionEnd::all_ended);
    CHECK(options({"--abort-on-container-exit"}).end == SessionEnd::first_end);
    CHECK(options({"--abort-on-container-failure"}).end == SessionEnd::first_failure);
    CHECK(options({"--exit-code-from", "web"}).end == SessionEnd::first_end);
    CHECK(options({"--exit-code-from", "web", "--abort-on-container-failure"}).end ==
          SessionEnd::first_failure);
}

TEST_CASE("flags about attaching that contradict each other are refused") {
    CHECK(problem({}) == "attached");
    CHECK(problem({"-d"}) == "detached");
    CHECK(problem({"--wait"}) == "detached");
    CHECK(problem({"--no-start"}) == "detached");
    CHECK(problem({"-d", "--abort-on-container-exit"}) ==
          "--detach cannot be combined with --abort-on-container-exit");
    CHECK(problem({"-d", "--abort-on-container-exit=false"}) == "detached");
    CHECK(problem({"--wait", "--attach", "web"}) == "--wait cannot be combined with --attach");
    CHECK(problem({"-d", "--exit-code-from", "web"}) == "--detach cannot be combined with --exit-code-from");
    CHECK(problem({"--abort-on-container-failure", "--abort-on-container-exit"}) ==
          "--abort-on-container-failure cannot be combined with --abort-on-container-exit");
    CHECK(problem({"--attach", "web", "--attach-dependencies"}) ==
          "--attach cannot be combined with --attach-dependencies");
    CHECK(problem({"--attach", "cache"}) == "cannot attach to services not included in up: cache");
    CHECK(problem({"--exit-code-from", "wbe"}) == "no such service: 'wbe'");
}
