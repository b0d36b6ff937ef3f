#include "engine-client/errors.hpp"

#include "engine-client/curl_library.hpp"

#include <array>
#include <cerrno>
#include <doctest/doctest.h>

using namespace muster;
using namespace muster::engine;

namespace {

/// "KIND: message | hint"
std::string picture(const Error& error) {
    const char* kind = error.kind == ErrorKind::not_found    ? "not_found"
                       : error.kind == ErrorKind::conflict   ? "conflict"
                       : error.kind == ErrorKind::engine     ? "engine"
                       : error.kind == ErrorKind::connection ? "connection"
                                                             : "another kind";
    return std::string(kind) + ": " + error.message + (error.hint.empty() ? "" : " | " + error.hint);
}

std::string refusal_picture(int status, std::string body) {
    return picture(refusal({status, {}, std::move(body)}));
}

std::string connection_picture(const std::string& host, const TransferFailure& failure) {
    return picture(connection_error(parse_address(host), failure));
}

constexpr char default_host[] = "unix:///var/run/docker.sock";

} // namespace

TEST_CASE("a refusal quotes the engine, and its status decides the kind") {
    CHECK(refusal_picture(404, R"({"message":"No such container: web"})") ==
          "not_found: the engine says: No such container: web");
    CHECK(refusal_picture(409, R"({"message":"Conflict. The name is in use"})") ==
          "conflict: the engine says: Conflict. The name is in use");
    CHECK(refusal_picture(500, R"({"cause":"x","message":"port is already allocated","response":500})") ==
          "engine: the engine says: port is already allocated");
    CHECK(refusal_picture(400, "Client sent an HTTP request to an HTTPS server.\n") ==
          "engine: the engine says: Client sent an HTTP request to an HTTPS server.");
    CHECK(refusal_picture(502, "") == "engine: the engine says: HTTP status 502");
    CHECK(refusal_picture(500, R"({"message":null})") == R"(engine: the engine says: {"message":null})");
}

TEST_CASE("an engine that cannot be reached is reported with what to do") {
    using Kind = TransferFailure::Kind;
    CHECK(
        connection_picture(default_host, {Kind::cannot_connect, ENOENT, "Couldn't connect"}) ==
        "connection: cannot connect to the engine at 'unix:///var/run/docker.sock': No such file or directory"
        " | is the Docker daemon running?");
    CHECK(connection_picture(default_host, {Kind::cannot_connect, EACCES, "Couldn't connect"}) ==
          "connection: cannot connect to the engine at 'unix:///var/run/docker.sock': Permission denied"
          " | add your user to the 'docker' group or use sudo");
    CHECK(connection_picture("tcp://nowhere:2375",
                             {Kind::cannot_connect, 0, "Could not resolve host: nowhere"}) ==
          "connection: cannot connect to the engine at 'tcp://nowhere:2375': Could not resolve host: nowhere"
          " | is the Docker daemon running?");
    CHECK(connection_picture("tcp://box:2376", {Kind::no_answer, 0, "Empty reply"}) ==
          "connection: the engine at 'tcp://box:2376' closed the connection without an answer"
          " | it may have been stopped, or it may expect TLS");
    CHECK(connection_picture(default_host, {Kind::lost, 0, "transfer closed with 6 bytes remaining"}) ==
          "connection: the connection to the engine at 'unix:///var/run/docker.sock' was lost: "
          "transfer closed with 6 bytes remaining");
}

TEST_CASE("whoever chose an engine that cannot be reached is named") {
    Address address = parse_address("tcp://nowhere:2375");
    address.chosen_by = "the context 'box'";
    CHECK(connection_error(address, {TransferFailure::Kind::cannot_connect, ECONNREFUSED, ""}).hint ==
          "is the Docker daemon running? its address is chosen by the context 'box'");
}

TEST_CASE("what TLS fails for is reported with the files and settings it has to do with") {
    using Kind = TransferFailure::Kind;
    const TlsFile ca{"/certs/ca.pem", "DOCKER_CERT_PATH"};
    const TlsFile certificate{"/certs/cert.pem", "DOCKER_CERT_PATH"};
    Address address = parse_address("tcp://box:2376");
    address.tls = TlsOptions{ca, std::nullopt, std::nullopt};
    CHECK(picture(connection_error(address, {Kind::untrusted, 0, "self-signed certificate"})) ==
          "connection: the engine at 'tcp://box:2376' is not trusted: self-signed certificate"
          " | its certificate is checked against '/certs/ca.pem' (DOCKER_CERT_PATH)");
    CHECK(picture(connection_error(address, {Kind::tls_failed, 0, "alert certificate required"})) ==
          "connection: no TLS connection to the engine at 'tcp://box:2376': alert certificate required"
          " | it may want a certificate of us: cert.pem and key.pem in DOCKER_CERT_PATH, or --tlscert and "
          "--tlskey");
    CHECK(picture(connection_error(address, {Kind::tls_failed, 0, "error: wrong version number"})) ==
          "connection: the engine at 'tcp://box:2376' does not speak TLS"
          " | DOCKER_TLS_VERIFY, DOCKER_TLS or --tls ask for it, or docker's context does");
    address.tls = TlsOptions{std::nullopt, certificate, std::nullopt};
    CHECK(connection_error(address, {Kind::untrusted, 0, "x"}).hint ==
          "its certificate is checked against the authorities that this system trusts; --tlscacert names "
          "others");
    CHECK(connection_error(address, {Kind::tls_failed, 0, "x"}).hint ==
          "there is no key to the certificate '/certs/cert.pem' (DOCKER_CERT_PATH)");
}

TEST_CASE("a missing libcurl is reported with what to install") {
    const std::array<const char*, 2> names{"libcurl-nowhere.so.4", "libcurl-never.so.4"};
    try {
        load_curl(names);
        FAIL("an error was expected");
    } catch (const Error& error) {
        CHECK(error.kind == ErrorKind::connection);
        CHECK(
            error.message ==
            "libcurl could not be loaded: libcurl-nowhere.so.4: cannot open shared object file: No such file "
            "or directory; libcurl-never.so.4: cannot open shared object file: No such file or directory");
        CHECK(error.hint == "install libcurl 7.68 or newer (Debian: libcurl4, Fedora: libcurl)");
    }
}

TEST_CASE("a library that is not libcurl is not taken for it") {
    const std::array<const char*, 1> names{"libc.so.6"};
    CHECK_THROWS_WITH(load_curl(names), "libcurl could not be loaded: it has no function 'curl_global_init'");
}
