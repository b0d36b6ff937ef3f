#include "engine-client/address.hpp"

#include "base/error.hpp"
#include "tests/fakes/temporary_directory.hpp"

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

TEST_CASE("what an address leaves out is what the Docker CLI fills in") {
    CHECK(picture("unix://") == "/var/run/docker.sock http://localhost");
    CHECK(picture("tcp://") == " http://localhost:2375");
    CHECK(picture("tcp://:99") == " http://localhost:99");
    CHECK(picture("box") == " http://box:2375");
    CHECK(picture("box:99") == " http://box:99");
    CHECK(picture(":99") == " http://localhost:99");
}

TEST_CASE("an address that cannot be used is reported") {
    const auto problem_with = [](const std::string& host) {
        try {
            address_of({host, ""});
        } catch (const Error& error) {
            CHECK(error.kind == ErrorKind::usage);
            return error.message + " | " + error.hint;
        }
        return std::string();
    };
    const std::string expected =
        " | expected 'unix:///path/to/docker.sock', 'tcp://host:port' or 'ssh://user@host'";
    CHECK(problem_with("http://box:1") ==
          "the engine's address 'http://box:1' has a scheme that is not supported" + expected);
    CHECK(problem_with("TCP://box:1") ==
          "the engine's address 'TCP://box:1' has a scheme that is not supported" + expected);
    CHECK(problem_with("/var/run/docker.sock") ==
          "the engine's address '/var/run/docker.sock' has no scheme | for a socket, write "
          "'unix:///var/run/docker.sock'");
    CHECK(problem_with("ssh://").starts_with("the engine's address 'ssh://' names no host | "));
}

TEST_CASE("TLS is spoken over tcp only") {
    const TlsOptions tls{TlsFile{"/ca.pem", "--tlscacert"}, std::nullopt, std::nullopt};
    const Address secure = address_of({.host = "tcp://box:2376/prefix", .api_version = "", .tls = tls});
    CHECK(secure.base_url == "https://box:2376/prefix");
    CHECK(secure.tls == tls);
    const Address local = address_of({.host = "unix:///run/docker.sock", .api_version = "", .tls = tls});
    CHECK(local.base_url == "http://localhost");
    CHECK(!local.tls);
}

TEST_CASE("an engine is known by its address, whichever way that is written") {
    CHECK(identify({"tcp://box", ""}) == "tcp://box:2375");
    CHECK(identify({"box:2375/", ""}) == "tcp://box:2375");
    CHECK(identify({"ssh://me@box:22/run/d.sock", ""}) == "ssh://me@box:22/run/d.sock");
    CHECK(identify({"ssh://box/", ""}) == "ssh://box");
    const fakes::TemporaryDirectory directory;
    const std::string real = directory.write("real/engine.sock");
    std::filesystem::create_symlink(directory.path() / "real", directory.path() / "link");
    CHECK(identify({"unix://" + (directory.path() / "link/engine.sock").string(), ""}) ==
          "unix://" + std::filesystem::canonical(real).string());
}
