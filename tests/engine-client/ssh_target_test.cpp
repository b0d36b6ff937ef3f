#include "engine-client/ssh_target.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::engine;

namespace {

/// The arguments of ssh that lead to the engine.
std::string picture(const std::string& host) {
    const SshTarget target = parse_ssh_target(host);
    return join(destination_arguments(target), " ") + " " + remote_command(target);
}

std::string problem_with(const std::string& host) {
    try {
        parse_ssh_target(host);
    } catch (const Error& error) {
        CHECK(error.kind == ErrorKind::usage);
        CHECK(error.hint ==
              "expected 'ssh://user@host:port/path/to/docker.sock'; user, port and path may be left out");
        return error.message;
    }
    return "none";
}

} // namespace

TEST_CASE("an address behind ssh becomes ssh's arguments") {
    CHECK(picture("ssh://box") == "-- box docker system dial-stdio");
    CHECK(picture("ssh://me@box:2222") == "-l me -p 2222 -- box docker system dial-stdio");
    CHECK(picture("ssh://box/") == "-- box docker system dial-stdio");
    CHECK(picture("ssh://box/run/user/1000/docker.sock") ==
          "-- box docker --host unix:///run/user/1000/docker.sock system dial-stdio");
    CHECK(picture("ssh://me%40corp@[fe80::1]:22") == "-l me@corp -p 22 -- fe80::1 docker system dial-stdio");
    CHECK(picture("ssh://-oProxyCommand=x") == "-- -oProxyCommand=x docker system dial-stdio");
}

TEST_CASE("the other machine's shell sees a path as one word") {
    CHECK(remote_command(parse_ssh_target("ssh://box/a%20b;rm")) ==
          "docker --host 'unix:///a b;rm' system dial-stdio");
    CHECK(remote_command(parse_ssh_target("ssh://box/it's")) ==
          R"(docker --host 'unix:///it'\''s' system dial-stdio)");
}

TEST_CASE("an address that ssh cannot use is refused, and its password not repeated") {
    CHECK(problem_with("ssh://") == "the engine's address 'ssh://' names no host");
    CHECK(problem_with("ssh://me@:22") == "the engine's address 'ssh://me@:22' names no host");
    CHECK(problem_with("ssh://box:ssh") ==
          "the engine's address 'ssh://box:ssh' has a port that is no number: 'ssh'");
    CHECK(problem_with("ssh://box?x=1") ==
          "the engine's address 'ssh://box?x=1' has a query or a fragment, which mean nothing to ssh");
    CHECK(problem_with("ssh://me:secret@box") ==
          "the engine's address 'ssh://me:...' contains a password, which ssh does not take");
}
