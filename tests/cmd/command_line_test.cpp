#include "cmd/command_line.hpp"

#include "base/render_error.hpp"
#include "base/text.hpp"
#include "cmd/exit_code.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;

namespace {

/// The command line without the program's name, read as Muster reads it.
Invocation read(const std::string& line, const std::vector<Command>& commands) {
    return parse_command_line(line.empty() ? std::vector<std::string>() : split(line, ' '), commands);
}

/// What a user is told; "accepted" when there is nothing to tell.
std::string told(const std::string& line) {
    try {
        read(line, all_commands());
        return "accepted";
    } catch (const Error& error) {
        CHECK(exit_code_for(error.kind) == exit_code::failure);
        return render_error(error, SourceMap(), Color::off);
    }
}

bool gives_help(const std::string& line) { return read(line, all_commands()).help.has_value(); }

} // namespace

TEST_CASE("a flag without its value is an error, with or without a command") {
    CHECK(told("-f") == "error: the flag '-f' needs a value\nhint: write -f FILE\n");
    CHECK(told("--file") == "error: the flag '--file' needs a value\nhint: write --file FILE\n");
    CHECK(told("--profile a --profile") ==
          "error: the flag '--profile' needs a value\nhint: write --profile PROFILE\n");
    CHECK(told("up --timeout") ==
          "error: the flag '--timeout' of 'up' needs a value\nhint: write --timeout SECONDS\n");
    CHECK(told("config --hash") ==
          "error: the flag '--hash' of 'config' needs a value\nhint: write --hash SERVICES\n");
    CHECK(told("down -vt") == "error: the flag '-t' of 'down' needs a value\nhint: write -t SECONDS\n");
}

TEST_CASE("an unknown flag is an error, with the one that was meant") {
    CHECK(told("--bogus") == "error: unknown flag '--bogus'\n");
    CHECK(told("--profle x ps") == "error: unknown flag '--profle'\nhint: did you mean '--profile'?\n");
    CHECK(told("up --detac") == "error: unknown flag '--detac' of 'up'\nhint: did you mean '--detach'?\n");
    CHECK(told("config --bogus=5") == "error: unknown flag '--bogus' of 'config'\n");
    CHECK(told("config -qx") == "error: unknown flag '-x' of 'config'\n");
}

TEST_CASE("what Docker Compose has and Muster has not is refused with the reason") {
    CHECK(told("watch") == "error: 'watch' is not supported: files are not watched yet\n");
    CHECK(told("bridge convert") ==
          "error: 'bridge' is not supported: it runs transformer images that are made for Docker Compose\n");
    CHECK(told("up --watch") == "error: '--watch' of 'up' is not supported: files are not watched yet\n");
    CHECK(told("up -w") == "error: '-w' of 'up' is not supported: files are not watched yet\n");
    CHECK(told("build --push=true") ==
          "error: '--push' of 'build' is not supported: images are not pushed yet\n");
    CHECK(
        told("--insecure-registry x ps") ==
        "error: '--insecure-registry' is not supported: projects are not read from registries or written to "
        "them yet\n");
}

TEST_CASE("the version may be asked for with a flag") {
    const std::vector<Command> commands = all_commands();
    for (const char* line : {"-v", "--version", "-f x.yaml --version up"})
        CHECK(read(line, commands).command->name == "version");
}

TEST_CASE("an unknown command is an error, with the one that was meant") {
    CHECK(told("conifg") == "error: unknown command 'conifg'\nhint: did you mean 'config'?\n");
    CHECK(told("frobnicate") ==
          "error: unknown command 'frobnicate'\nhint: 'muster --help' lists the commands\n");
    CHECK(told("help dwon") == "error: unknown command 'dwon'\nhint: did you mean 'down'?\n");
}

TEST_CASE("a value that is not of the flag's kind is an error, whether the command looks at it or not") {
    CHECK(told("up --timeout soon") ==
          "error: invalid value 'soon' for --timeout: expected a whole number\n");
    CHECK(told("--parallel x config") ==
          "error: invalid value 'x' for --parallel: expected a whole number\n");
    CHECK(told("config --services --quiet=maybe") ==
          "error: invalid value 'maybe' for --quiet: expected true or false\n");
    CHECK(told("config --quiet=F") == "accepted");
}

TEST_CASE("arguments that a command has no use for, or lacks, are an error") {
    CHECK(told("version extra") == "error: 'version' takes no arguments, but got 'extra'\n");
    CHECK(told("exec") == "error: 'exec' needs a service and a command to run in it\n");
    CHECK(told("exec web") == "error: 'exec' needs a service and a command to run in it\n");
}

TEST_CASE("help is given when it is asked for, or when there is no command") {
    CHECK(gives_help(""));
    CHECK(gives_help("--help"));
    CHECK(gives_help("-f x"));
    CHECK(gives_help("-f x -h config"));
    CHECK(gives_help("up --detach --help"));
    CHECK_FALSE(gives_help("-f --help config")); // the name of a file
    CHECK_FALSE(gives_help("exec web ls --help"));
}
