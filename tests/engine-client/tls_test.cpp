// Requests and streams through real TLS: a program with certificates made here stands in front of a server
// whose answers are written by hand.
#include "base/error.hpp"
#include "engine-client/address.hpp"
#include "engine-client/hijack.hpp"
#include "engine-client/http_transport.hpp"
#include "http_server.hpp"
#include "tls_front.hpp"

#include <array>
#include <doctest/doctest.h>
#include <functional>
#include <poll.h>

using namespace muster;
using namespace muster::engine;
using namespace muster::engine::test;

namespace {

constexpr char upgraded[] = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

TlsOptions trusting(const std::string& authority) {
    return {Certificates::get().file(authority + ".pem"), std::nullopt, std::nullopt};
}

TlsOptions with_certificate(TlsOptions tls) {
    tls.certificate = Certificates::get().file("client.pem");
    tls.key = Certificates::get().file("client-key.pem");
    return tls;
}

Address address_behind(const TlsFront& front, TlsOptions tls) {
    return address_of({.host = front.host(), .api_version = "", .tls = std::move(tls)});
}

void answer_ok(const ReceivedRequest&, const Peer& peer) { peer.send(answer(200, "ok")); }

std::string read_to_end(Hijacked& stream) {
    std::string all;
    std::array<char, 4096> buffer{};
    for (std::size_t count = stream.read(buffer); count > 0; count = stream.read(buffer))
        all.append(buffer.data(), count);
    return all;
}

/// Of a request to that address; a stream must fail with the same hint. The words may differ: where the
/// engine resets the connection, the reason that it gave may be lost.
Error error_to(const Address& address) {
    const auto error_of = [](const std::function<void()>& action) {
        try {
            action();
        } catch (const Error& error) {
            return error;
        }
        return Error(ErrorKind::internal, "no error");
    };
    const Error error = error_of([&] { HttpTransport(address).perform({Method::get, "/"}); });
    const Error of_stream = error_of([&] { hijack(address, "/", "{}"); });
    CHECK(error.kind == ErrorKind::connection);
    CHECK(of_stream.hint == error.hint);
    return error;
}

} // namespace

TEST_CASE("a request goes through TLS to an engine that is trusted, and shows our certificate") {
    const HttpServer server(answer_ok);
    const TlsFront front(server.host(), "server", TlsFront::Clients::signed_ones);
    HttpTransport transport(address_behind(front, with_certificate(trusting("ca"))));
    CHECK(transport.perform({Method::get, "/a"}).body == "ok");
    CHECK(transport.perform({Method::post, "/b", "{}"}).body == "ok");
    CHECK(server.requests() == std::vector<std::string>{"GET /a", "POST /b {}"});
    CHECK(server.connections() == 1);
}

TEST_CASE("a stream through TLS carries bytes both ways, and its input ends before its output") {
    const HttpServer server([](const ReceivedRequest& request, const Peer& peer) {
        CHECK(request.headers.at("x-own") == "1");
        peer.send(upgraded + std::string("straight behind the head|"));
        peer.send("input was: " + peer.read_to_end());
        peer.close();
    });
    const TlsFront front(server.host(), "server", TlsFront::Clients::signed_ones);
    Address address = address_behind(front, with_certificate(trusting("ca")));
    address.headers = {{"X-Own", "1"}};
    const auto stream = hijack(address, "/exec/e/start", "{}");
    stream->write("typed");
    stream->close_input();
    CHECK(read_to_end(*stream) == "straight behind the head|input was: typed");
}

TEST_CASE("what waits on a stream through TLS makes its descriptor readable") {
    const HttpServer server([](const ReceivedRequest&, const Peer& peer) {
        peer.send(upgraded + std::string("one"));
        peer.read_to_end();
    });
    const TlsFront front(server.host(), "server", TlsFront::Clients::any);
    const auto stream = hijack(address_behind(front, trusting("ca")), "/", "{}");
    std::string seen;
    while (seen.size() < 3) {
        pollfd waiting{stream->descriptor(), POLLIN, 0};
        REQUIRE(::poll(&waiting, 1, 10'000) == 1);
        char byte = 0;
        REQUIRE(stream->read({&byte, 1}) == 1);
        seen += byte;
    }
    CHECK(seen == "one");
    pollfd waiting{stream->descriptor(), POLLIN, 0};
    CHECK(::poll(&waiting, 1, 0) == 0);
}

TEST_CASE("large input and output cross a stream through TLS whole") {
    constexpr std::size_t size = 4UL << 20;
    const HttpServer server([](const ReceivedRequest&, const Peer& peer) {
        peer.send(upgraded);
        peer.send(std::to_string(peer.read_to_end().size()) + std::string(size, 'y'));
        peer.close();
    });
    const TlsFront front(server.host(), "server", TlsFront::Clients::any);
    const auto stream = hijack(address_behind(front, trusting("ca")), "/", "{}");
    stream->write(std::string(size, 'x'));
    stream->close_input();
    CHECK(read_to_end(*stream) == std::to_string(size) + std::string(size, 'y'));
}

TEST_CASE("a stream that is given up while the engine sends ends at once") {
    const HttpServer server([](const ReceivedRequest&, const Peer& peer) {
        peer.send(upgraded);
        while (peer.send(std::string(1UL << 16, 'x'))) {
        }
    });
    const TlsFront front(server.host(), "server", TlsFront::Clients::any);
    auto stream = hijack(address_behind(front, trusting("ca")), "/", "{}");
    std::array<char, 16> buffer{};
    CHECK(stream->read(buffer) > 0);
    stream.reset();
}

TEST_CASE("an engine of another authority is not trusted") {
    const HttpServer server(answer_ok);
    const TlsFront front(server.host(), "server", TlsFront::Clients::any);
    const Error error = error_to(address_behind(front, trusting("other")));
    CHECK(error.message.starts_with("the engine at '" + front.host() + "' is not trusted: "));
    CHECK(error.message.find("certificate") != std::string::npos);
    CHECK(error.hint ==
          "its certificate is checked against '" + Certificates::get().path("other.pem") + "' (the test)");
    CHECK(server.requests().empty());
}

TEST_CASE("an engine whose certificate is for another host is not trusted") {
    const HttpServer server(answer_ok);
    const TlsFront front(server.host(), "stranger", TlsFront::Clients::any);
    const Error error = error_to(address_behind(front, trusting("ca")));
    CHECK(error.message.starts_with("the engine at '" + front.host() + "' is not trusted: "));
    CHECK(error.message.find("127.0.0.1") != std::string::npos);
    CHECK(server.requests().empty());
}

TEST_CASE("without a check, any engine is spoken to") {
    const HttpServer server(answer_ok);
    const TlsFront front(server.host(), "stranger", TlsFront::Clients::any);
    TlsOptions tls = trusting("other");
    tls.server_check = TlsOptions::ServerCheck::none;
    CHECK(HttpTransport(address_behind(front, tls)).perform({Method::get, "/"}).body == "ok");
}

TEST_CASE("an engine that wants a certificate says so, and the error says which to give") {
    const HttpServer server(answer_ok);
    const TlsFront front(server.host(), "server", TlsFront::Clients::signed_ones);
    const Error error = error_to(address_behind(front, trusting("ca")));
    CHECK(error.message.find("the engine at '" + front.host() + "'") != std::string::npos);
    CHECK(error.hint == "it may want a certificate of us: cert.pem and key.pem in DOCKER_CERT_PATH, or "
                        "--tlscert and --tlskey");
    CHECK(server.requests().empty());
}

TEST_CASE("an engine that does not know our certificate's authority refuses it") {
    const HttpServer server(answer_ok);
    const TlsFront front(server.host(), "server", TlsFront::Clients::signed_ones);
    TlsOptions tls = trusting("ca");
    tls.certificate = Certificates::get().file("other.pem");
    tls.key = Certificates::get().file("other-key.pem");
    const Error error = error_to(address_behind(front, tls));
    CHECK(error.message.find("the engine at '" + front.host() + "'") != std::string::npos);
    CHECK(error.hint == "our certificate is '" + Certificates::get().path("other.pem") +
                            "' (the test), its key '" + Certificates::get().path("other-key.pem") +
                            "' (the test)");
}
