#include "cmd/engine_flags.hpp"

#include "base/text.hpp"
#include "cmd/command_line.hpp"
#include "cmd/plugin.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;

namespace {

engine::EngineChoice choice_of(std::vector<std::string> arguments) {
    const std::vector<Command> commands = all_commands();
    arguments.emplace_back("version");
    return engine_choice(parse_command_line(arguments, commands).globals, {});
}

/// What a plugin called by the Docker CLI with these words reads.
std::string as_plugin(const std::string& words) {
    return join(without_plugin_name("/x/cli-plugins/docker-compose", split(words, ' ')), " ");
}

} // namespace

TEST_CASE("the Docker CLI's own flags choose the engine") {
    const engine::EngineChoice none = choice_of({});
    CHECK(none.hosts.empty());
    CHECK(!none.tls);
    CHECK(!none.tls_verify);
    CHECK(choice_of({"-c", "box"}).context == "box");
    CHECK(choice_of({"--context=box", "-D", "-l", "debug"}).context == "box");
    CHECK(choice_of({"-H", "tcp://a:1"}).hosts == std::vector<std::string>{"tcp://a:1"});
    CHECK(choice_of({"--config", "/c"}).config_directory == "/c");
    const engine::EngineChoice tls = choice_of(
        {"--tls", "--tlsverify=false", "--tlscacert", "/ca", "--tlscert=/cert", "--tlskey", "/key"});
    CHECK(tls.tls == true);
    CHECK(tls.tls_verify == false);
    CHECK(tls.authorities_file == "/ca");
    CHECK(tls.certificate_file == "/cert");
    CHECK(tls.key_file == "/key");
}

TEST_CASE("the Docker CLI puts its own flags and the plugin's name in front of the verb") {
    CHECK(as_plugin("compose up -d") == "up -d");
    CHECK(as_plugin("--context box compose -f a.yaml up") == "--context box -f a.yaml up");
    CHECK(as_plugin("-c compose compose up") == "-c compose up");
    CHECK(as_plugin("--context=box -D --tls compose up") == "--context=box -D --tls up");
    CHECK(as_plugin("-f compose up") == "-f compose up");
    CHECK(as_plugin("up compose") == "up compose");
    CHECK(as_plugin("--context box") == "--context box");
    CHECK(join(without_plugin_name("/bin/muster", {"compose"}), " ") == "compose");
}
