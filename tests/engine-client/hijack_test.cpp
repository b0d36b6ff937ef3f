#include "engine-client/hijack.hpp"

#include "base/error.hpp"
#include "http_server.hpp"

#include <array>
#include <doctest/doctest.h>

using namespace muster;
using namespace muster::engine;
using namespace muster::engine::test;

namespace {

constexpr char upgraded[] = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

std::string read_to_end(Hijacked& stream) {
    std::string all;
    std::array<char, 16> buffer{};
    for (std::size_t count = stream.read(buffer); count > 0; count = stream.read(buffer))
        all.append(buffer.data(), count);
    return all;
}

Error error_of(const std::string& host) {
    try {
        hijack(parse_address(host), "/exec/e/start", "{}");
    } catch (const Error& error) {
        return error;
    }
    return Error(ErrorKind::internal, "no error");
}

} // namespace

TEST_CASE("an upgraded connection carries bytes both ways until either side closes") {
    ReceivedRequest received;
    const HttpServer server([&](const ReceivedRequest& request, const Peer& peer) {
        received = request;
        peer.send(upgraded + std::string("straight behind the head|"));
        peer.send("input was: " + peer.read_to_end());
        peer.close();
    });
    const auto stream = hijack(parse_address(server.host()), "/v1.41/exec/e/start", R"({"Tty":true})");
    CHECK(stream->descriptor() >= 0);
    stream->write("typed");
    stream->close_input();
    CHECK(read_to_end(*stream) == "straight behind the head|input was: typed");
    CHECK(received.line == "POST /v1.41/exec/e/start");
    CHECK(received.body == R"({"Tty":true})");
    CHECK(received.headers.at("upgrade") == "tcp");
    CHECK(received.headers.at("content-type") == "application/json");
}

TEST_CASE("an engine that does not upgrade may answer 200 and stream all the same") {
    const HttpServer server([](const ReceivedRequest&, const Peer& peer) {
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nbytes");
        peer.close();
    });
    CHECK(read_to_end(*hijack(parse_address(server.host()), "/", "{}")) == "bytes");
}

TEST_CASE("a large input is written whole to a slow reader") {
    constexpr std::size_t size = 4UL << 20;
    const HttpServer server([](const ReceivedRequest&, const Peer& peer) {
        peer.send(upgraded);
        peer.send(std::to_string(peer.read_to_end().size()));
        peer.close();
    });
    const auto stream = hijack(parse_address(server.host()), "/", "{}");
    stream->write(std::string(size, 'x'));
    stream->close_input();
    CHECK(read_to_end(*stream) == std::to_string(size));
}

TEST_CASE("a refusal is an error that quotes the engine") {
    const std::string words = R"({"message":"No such exec instance: e"})";
    std::string sent;
    SUBCASE("of known length, on a connection that stays open") { sent = answer(404, words); }
    SUBCASE("in chunks") {
        sent = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(words.substr(0, 9)) +
               chunk(words.substr(9) + "\n") + last_chunk;
    }
    const HttpServer server([&](const ReceivedRequest&, const Peer& peer) { peer.send(sent); });
    const Error error = error_of(server.host());
    CHECK(error.kind == ErrorKind::not_found);
    CHECK(error.message == "the engine says: No such exec instance: e");
}

TEST_CASE("a refusal without a length ends with the connection") {
    const HttpServer server([](const ReceivedRequest&, const Peer& peer) {
        peer.send("HTTP/1.1 409 Conflict\r\n\r\n{\"message\":\"container is paused\"}");
        peer.close();
    });
    CHECK(error_of(server.host()).message == "the engine says: container is paused");
}

TEST_CASE("a connection that closes before the head ends is no answer") {
    const HttpServer server([](const ReceivedRequest&, const Peer& peer) {
        peer.send("HTTP/1.1 101 UPGR");
        peer.close();
    });
    const Error error = error_of(server.host());
    CHECK(error.kind == ErrorKind::connection);
    CHECK(error.message == "the engine at '" + server.host() + "' closed the connection without an answer");
    CHECK(error_of("unix:///nonexistent/docker.sock").message ==
          "cannot connect to the engine at 'unix:///nonexistent/docker.sock': No such file or directory");
}
