#include "engine-client/address.hpp"

#include "base/error.hpp"
#include "engine-client/engine.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::engine;

namespace {

std::string picture(const std::string& host) {
    const Address address = parse_address(host);
    return address.socket_path + " " + address.base_url;
}

} // namespace

TEST_CASE("an engine's address is taken apart") {
    CHECK(picture("unix:///var/run/docker.sock") == "/var/run/docker.sock http://localhost");
    CHECK(picture("unix://relative.sock") == "relative.sock http://localhost");
    CHECK(picture("tcp://10.0.0.5:2376") == " http://10.0.0.5:2376");
    CHECK(picture("tcp://box") == " http://box:2375");
    CHECK(picture("tcp://[::1]:99/prefix/") == " http://[::1]:99/prefix");
    CHECK(picture("tcp://[::1]") == " http://[::1]:2375");
}

TEST_CASE("the environment chooses the engine") {
    CHECK(connection_from({}).host == "unix:///var/run/docker.sock");
    CHECK(connection_from({{"DOCKER_HOST", ""}}).host == "unix:///var/run/docker.sock");
    const Connection connection =
        connection_from({{"DOCKER_HOST", "tcp://box:1"}, {"DOCKER_API_VERSION", "1.44"}});
    CHECK(connection.host == "tcp://box:1");
    CHECK(connection.api_version == "1.44");
}

TEST_CASE("an address that cannot be used is reported") {
    const auto message_of = [](const std::string& host) {
        try {
            connection_from({{"DOCKER_HOST", host}});
        } catch (const Error& error) {
            CHECK(error.kind == ErrorKind::usage);
            CHECK(error.hint == "set DOCKER_HOST to 'unix:///path/to/docker.sock' or 'tcp://host:port'");
            return error.message;
        }
        return std::string();
    };
    CHECK(message_of("ssh://user@box") ==
          "the engine's address 'ssh://user@box' has a scheme that is not supported");
    CHECK(message_of("/var/run/docker.sock") ==
          "the engine's address '/var/run/docker.sock' has a scheme that is not supported");
    CHECK(message_of("unix://") == "the engine's address 'unix://' names no socket");
    CHECK(message_of("tcp://:2375") == "the engine's address 'tcp://:2375' names no host");
}

TEST_CASE("TLS is refused rather than left out") {
    const std::map<std::string, std::string> environment{{"DOCKER_HOST", "tcp://box:2376"},
                                                         {"DOCKER_TLS_VERIFY", "1"}};
    CHECK_THROWS_WITH(
        connection_from(environment),
        "TLS to the engine at 'tcp://box:2376' is not supported yet, but DOCKER_TLS_VERIFY asks for it");
    CHECK_NOTHROW(connection_from({{"DOCKER_TLS_VERIFY", "1"}}));
}
