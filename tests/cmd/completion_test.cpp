#include "cmd/completion.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "cmd/command_line.hpp"
#include "cmd/completion_scripts.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;

namespace {

const CompletionSources sources{.services =
                                    [] {
                                        return std::vector<std::string>{"cache", "db", "web"};
                                    },
                                .profiles =
                                    [] {
                                        return std::vector<std::string>{"debug", "demo"};
                                    },
                                .projects = [] { return std::vector<std::string>{"shop"}; }};

/// Candidates and directive on one line; "|" ends the typed line where the cursor is.
std::string answer(const std::string& line, Descriptions descriptions = Descriptions::without) {
    const std::string text =
        completion_text(complete(split(line, ' '), all_commands(), sources), descriptions);
    return join(split(text.substr(0, text.size() - 1), '\n'), " ");
}

} // namespace

TEST_CASE("verbs are offered where none stands yet, with what they do") {
    CHECK(answer("un") == "unpause :4");
    CHECK(answer("--ansi never stat") == "stats :4");
    CHECK(answer("st", Descriptions::with) ==
          "start\tStart existing containers, dependencies first stats\tShow what the containers use: "
          "processors, memory, networks, devices stop\tStop running containers, dependents first :4");
    CHECK(answer("help ex") == "exec export :4");
    CHECK(answer("frobnicate ") == ":4");
}

TEST_CASE("flags are offered by their beginning, those of lists again, others once") {
    CHECK(answer("--pro") == "--profile --progress --project-directory --project-name :4");
    CHECK(answer("up --pu") == "--pull :4");
    CHECK(answer("up --build --no-b") == "--no-build :4");
    CHECK(answer("up --no-build --no-b") == ":4");
    CHECK(answer("up -dV --renew") == ":4");
    CHECK(answer("--profile a --profi") == "--profile :4");
    CHECK(answer("stop --ti", Descriptions::with) ==
          "--timeout\tSeconds a container has to stop before it is killed :4");
    CHECK(answer("stop -") == "--timeout -t --dry-run --help -h :4");
    CHECK(answer("down --volume") == "--volumes :4"); // --volume is an old name
    CHECK(answer("exec web --") == ":0");             // the command's own
    CHECK(answer("up -- --") == ":4");
}

TEST_CASE("values are offered for flags that have a choice of them") {
    CHECK(answer("--progress ") == "auto tty plain json quiet :4");
    CHECK(answer("--progress=p") == "plain :4");
    CHECK(answer("--profile d") == "debug demo :4");
    CHECK(answer("-p ") == "shop :4");
    CHECK(answer("ps --format ") == "table json :4");
    CHECK(answer("up --pull m") == "missing :4");
    CHECK(answer("up --exit-code-from w") == "web :4");
    CHECK(answer("up --scale w") == "web= :6");
    CHECK(answer("ps --filter ") == "status= :6");
    CHECK(answer("up --timeout ") == ":4");
    CHECK(answer("up --no-such-flag=") == ":4");
}

TEST_CASE("files and directories are left to the shell") {
    CHECK(answer("-f ") == "yaml yml :8");
    CHECK(answer("--file=com") == "yaml yml :8");
    CHECK(answer("--env-file ") == ":0");
    CHECK(answer("--project-directory ") == ":16");
    CHECK(answer("exec web ") == ":0");
    CHECK(answer("run web l") == ":0");
}

TEST_CASE("services are offered where services are named, each once") {
    CHECK(answer("up ") == "cache db web :4");
    CHECK(answer("up db ") == "cache web :4");
    CHECK(answer("logs -f --tail 3 w") == "web :4");
    CHECK(answer("exec -e A=1 d") == "db :4");
    CHECK(answer("port web ") == ":4");
    CHECK(answer("stats web ") == ":4");
    CHECK(answer("scale ") == "cache= db= web= :6");
    CHECK(answer("cp d") == "db: :2");
    CHECK(answer("cp ./file w") == "web: :2");
    CHECK(answer("version ") == ":4");
    CHECK(answer("completion ") == "bash zsh fish :4");
    CHECK(answer("up -- w") == "web :4");
}

TEST_CASE("what stands in front of the verb says which project is meant") {
    using Words = std::vector<std::string>;
    CHECK(arguments_in_front({"-f", "a.yml", "up", "-d", ""}) == Words{"-f", "a.yml"});
    CHECK(arguments_in_front({"-f", "a.yml", "--profile", ""}) == Words{"-f", "a.yml"});
    CHECK(arguments_in_front({"--profile", ""}).empty());
    CHECK(arguments_in_front({""}).empty());
    CHECK(arguments_in_front({}).empty());
}

TEST_CASE("each shell's script asks the program") {
    for (const char* shell : {"bash", "zsh", "fish"})
        CHECK(completion_script(shell).find("__complete") != std::string::npos);
    CHECK_THROWS_WITH_AS(completion_script("tcsh"), "no completion for the shell 'tcsh'", Error);
}
