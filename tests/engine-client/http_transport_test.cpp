#include "engine-client/http_transport.hpp"

#include "base/error.hpp"
#include "http_server.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <doctest/doctest.h>
#include <future>
#include <latch>

using namespace muster;
using namespace muster::engine;
using namespace muster::engine::test;

namespace {

HttpTransport transport_to(const HttpServer& server) { return HttpTransport(parse_address(server.host())); }

Error error_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    return Error(ErrorKind::internal, "no error");
}

} // namespace

TEST_CASE("a request brings the answer's status, headers and body") {
    const HttpServer server([](const ReceivedRequest& request, const Peer& peer) {
        peer.send(
            answer(201, request.body + "|" + request.headers.at("content-type"), "Api-Version: 1.41\r\n"));
    });
    HttpTransport transport = transport_to(server);
    const Response response = transport.perform({Method::post, "/x?y=1", "{}"});
    CHECK(response.status == 201);
    CHECK(response.header("api-version") == "1.41");
    CHECK(response.body == "{}|application/json");
    CHECK(server.requests() == std::vector<std::string>{"POST /x?y=1 {}"});
}

TEST_CASE("no header is sent that was not asked for") {
    std::map<std::string, std::string> seen;
    const HttpServer server([&](const ReceivedRequest& request, const Peer& peer) {
        seen = request.headers;
        peer.send(answer(200, ""));
    });
    transport_to(server).perform({Method::remove, "/x", {}, {}, {{"X-Registry-Auth", "abc"}}});
    CHECK(seen == std::map<std::string, std::string>{{"content-length", "0"},
                                                     {"host", "localhost"},
                                                     {"user-agent", "muster"},
                                                     {"x-registry-auth", "abc"}});
}

TEST_CASE("requests one after the other share a connection") {
    const HttpServer server([](const ReceivedRequest&, const Peer& peer) { peer.send(answer(200, "ok")); });
    HttpTransport transport = transport_to(server);
    for (int i = 0; i < 5; ++i) {
        CHECK(transport.perform({Method::get, "/"}).body == "ok");
        CHECK(transport.perform({Method::post, "/", "{}"}).body == "ok");
    }
    CHECK(server.connections() == 1);
}

TEST_CASE("a kept connection that turns out to be closed") {
    const HttpServer server([](const ReceivedRequest& request, const Peer& peer) {
        const bool is_answered =
            request.line.ends_with("first") || (request.connection == 2 && request.line.ends_with("once"));
        if (is_answered)
            peer.send(answer(200, "ok"));
        else
            peer.close();
    });
    HttpTransport transport = transport_to(server);
    transport.perform({Method::get, "/first"});

    SUBCASE("a GET is sent again on a new one") {
        CHECK(transport.perform({Method::get, "/once"}).body == "ok");
        CHECK(server.requests() == std::vector<std::string>{"GET /first", "GET /once", "GET /once"});
    }
    SUBCASE("a GET is sent again once only") {
        const Error error = error_of([&] { transport.perform({Method::get, "/never"}); });
        CHECK(error.kind == ErrorKind::connection);
        CHECK(server.requests() == std::vector<std::string>{"GET /first", "GET /never", "GET /never"});
    }
    SUBCASE("a POST is not sent again, for it may have been carried out") {
        const Error error = error_of([&] { transport.perform({Method::post, "/once"}); });
        CHECK(error.kind == ErrorKind::connection);
        CHECK(error.message ==
              "the engine at '" + server.host() + "' closed the connection without an answer");
        CHECK(server.requests() == std::vector<std::string>{"GET /first", "POST /once"});
    }
}

TEST_CASE("a stream's pieces arrive as they are sent, and the head before them") {
    std::promise<void> head_seen;
    std::promise<void> piece_seen;
    const HttpServer server([&](const ReceivedRequest&, const Peer& peer) {
        peer.send(chunked_head());
        head_seen.get_future().wait();
        peer.send(chunk("one"));
        piece_seen.get_future().wait();
        peer.send(chunk("two") + last_chunk);
    });
    std::vector<std::string> seen;
    const auto on_head = [&](const Response& head) {
        seen.push_back(std::to_string(head.status));
        head_seen.set_value();
    };
    const auto on_bytes = [&](std::string_view bytes) {
        if (seen.size() == 1) piece_seen.set_value();
        seen.emplace_back(bytes);
    };
    const auto response = transport_to(server).stream({Method::get, "/"}, {on_head, on_bytes}, {});
    REQUIRE(response);
    CHECK(response->body.empty());
    CHECK(seen == std::vector<std::string>{"200", "one", "two"});
}

TEST_CASE("a refusal of a stream comes whole, past the sinks") {
    const HttpServer server(
        [](const ReceivedRequest&, const Peer& peer) { peer.send(answer(404, "{\"message\":\"no\"}")); });
    int calls = 0;
    const auto response = transport_to(server).stream(
        {Method::get, "/"}, {[&](const Response&) { ++calls; }, [&](std::string_view) { ++calls; }}, {});
    REQUIRE(response);
    CHECK(response->status == 404);
    CHECK(response->body == "{\"message\":\"no\"}");
    CHECK(calls == 0);
}

TEST_CASE("stopping a silent stream ends it at once and closes the connection") {
    std::promise<void> closed;
    const HttpServer server([&](const ReceivedRequest&, const Peer& peer) {
        peer.send(chunked_head());
        peer.read_to_end();
        closed.set_value();
    });
    HttpTransport transport = transport_to(server);
    std::stop_source source;
    std::promise<void> opened;
    auto ended = std::async(std::launch::async, [&] {
        return transport.stream({Method::get, "/"}, {[&](const Response&) { opened.set_value(); }, {}},
                                source.get_token());
    });
    opened.get_future().wait();
    const auto start = std::chrono::steady_clock::now();
    source.request_stop();
    CHECK_FALSE(ended.get());
    const std::chrono::duration<double, std::milli> latency = std::chrono::steady_clock::now() - start;
    MESSAGE("stopped after ", latency.count(), " ms");
    CHECK(latency.count() < 500);
    closed.get_future().wait();
}

TEST_CASE("stopping takes effect before the first byte, and when it came before the start") {
    const HttpServer server([](const ReceivedRequest&, const Peer& peer) { peer.read_to_end(); });
    HttpTransport transport = transport_to(server);
    std::stop_source source;
    SUBCASE("before the start") { source.request_stop(); }
    const std::jthread stopper([&] { source.request_stop(); });
    CHECK_FALSE(transport.stream({Method::post, "/wait"}, {}, source.get_token()));
}

TEST_CASE("a slow reader holds up its own stream only, and loses nothing") {
    constexpr std::size_t size = 16UL << 20;
    const HttpServer server([](const ReceivedRequest& request, const Peer& peer) {
        peer.send(answer(200, request.line == "GET /big" ? std::string(size, 'x') : "small"));
    });
    HttpTransport transport = transport_to(server);
    std::latch reading(1);
    std::latch may_go_on(1);
    std::size_t received = 0;
    std::size_t largest = 0;
    auto slow = std::async(std::launch::async, [&] {
        const auto on_bytes = [&](std::string_view bytes) {
            if (received == 0) reading.count_down();
            may_go_on.wait();
            received += bytes.size();
            largest = std::max(largest, bytes.size());
        };
        transport.stream({Method::get, "/big"}, {{}, on_bytes}, {});
    });
    reading.wait();
    CHECK(transport.perform({Method::get, "/small"}).body == "small");
    may_go_on.count_down();
    slow.get();
    CHECK(received == size);
    CHECK(largest < 2UL << 20);
}

TEST_CASE("many open streams leave room for short requests") {
    constexpr int streams = 120;
    const HttpServer server([](const ReceivedRequest& request, const Peer& peer) {
        if (request.line == "GET /short")
            peer.send(answer(200, "ok"));
        else
            peer.send(chunked_head());
    });
    HttpTransport transport = transport_to(server);
    std::stop_source source;
    std::latch open(streams);
    std::vector<std::jthread> readers;
    for (int i = 0; i < streams; ++i)
        readers.emplace_back([&] {
            transport.stream({Method::get, "/stream"}, {[&](const Response&) { open.count_down(); }, {}},
                             source.get_token());
        });
    open.wait();
    CHECK(transport.perform({Method::get, "/short"}).body == "ok");
    source.request_stop();
}

TEST_CASE("an upload is sent piece by piece while it is made") {
    constexpr std::size_t size = 3'000'000;
    std::string received;
    const HttpServer server([&](const ReceivedRequest& request, const Peer& peer) {
        received = request.headers.at("content-type") + request.body;
        peer.send(answer(200, "done"));
    });
    std::size_t made = 0;
    const std::thread::id caller = std::this_thread::get_id();
    const ByteSource source = [&](std::span<char> buffer) {
        CHECK(std::this_thread::get_id() == caller);
        const std::size_t count = std::min({buffer.size(), size - made, std::size_t{10'000}});
        for (std::size_t i = 0; i < count; ++i) buffer[i] = static_cast<char>('a' + (made + i) % 26);
        made += count;
        return count;
    };
    const Response response = transport_to(server).perform({Method::put, "/archive", {}, source});
    CHECK(response.body == "done");
    REQUIRE(received.size() == size + std::string_view("application/x-tar").size());
    CHECK(received.substr(0, 20) == "application/x-tarabc");
    CHECK(received.back() == static_cast<char>('a' + (size - 1) % 26));
}

TEST_CASE("an upload that is refused while it is being sent ends with the refusal") {
    const auto refuse = [](const ReceivedRequest&, const Peer& peer) {
        peer.send(answer(404, "no such container", "Connection: close\r\n"));
        peer.read_to_end();
    };
    const HttpServer server(refuse, HttpServer::Bodies::left);
    const ByteSource endless = [](std::span<char> buffer) {
        std::fill(buffer.begin(), buffer.end(), 'x');
        return buffer.size();
    };
    const Response response = transport_to(server).perform({Method::put, "/archive", {}, endless});
    CHECK(response.status == 404);
    CHECK(response.body == "no such container");
}

TEST_CASE("an exception of an upload or a sink ends the transfer and passes on") {
    const HttpServer server([](const ReceivedRequest& request, const Peer& peer) {
        if (request.line == "GET /") peer.send(chunked_head() + chunk("x"));
        peer.read_to_end();
    });
    HttpTransport transport = transport_to(server);
    const ByteSource broken = [](std::span<char>) -> std::size_t { throw std::runtime_error("disk"); };
    CHECK_THROWS_WITH(transport.perform({Method::put, "/", {}, broken}), "disk");
    const auto refuse = [](std::string_view) { throw std::runtime_error("terminal"); };
    CHECK_THROWS_WITH(transport.stream({Method::get, "/"}, {{}, refuse}, {}), "terminal");
}

TEST_CASE("an engine that goes away in the middle of an answer") {
    const HttpServer server([](const ReceivedRequest&, const Peer& peer) {
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        peer.close();
    });
    const Error error = error_of([&] { transport_to(server).perform({Method::get, "/"}); });
    CHECK(error.kind == ErrorKind::connection);
    CHECK(error.message.starts_with("the connection to the engine at '" + server.host() + "' was lost: "));
}

TEST_CASE("a socket that is not there") {
    HttpTransport transport(parse_address("unix:///nonexistent/docker.sock"));
    const Error error = error_of([&] { transport.perform({Method::get, "/"}); });
    CHECK(error.kind == ErrorKind::connection);
    CHECK(error.message ==
          "cannot connect to the engine at 'unix:///nonexistent/docker.sock': No such file or directory");
    CHECK(error.hint == "is the Docker daemon running?");
}

TEST_CASE("several threads may use one transport at once") {
    const HttpServer server(
        [](const ReceivedRequest& request, const Peer& peer) { peer.send(answer(200, request.line)); });
    HttpTransport transport = transport_to(server);
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread)
            threads.emplace_back([&, thread] {
                for (int i = 0; i < 50; ++i) {
                    const std::string path = "/" + std::to_string(thread) + "/" + std::to_string(i);
                    if (transport.perform({Method::get, path}).body == "GET " + path) ++right;
                }
            });
    }
    CHECK(right == 400);
}
