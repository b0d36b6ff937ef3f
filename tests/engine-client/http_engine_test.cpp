#include "engine-client/http_engine.hpp"

#include "base/error.hpp"
#include "engine-client/connection.hpp"
#include "http_server.hpp"

#include <algorithm>
#include <atomic>
#include <doctest/doctest.h>
#include <thread>

// The specs name what they set; everything else is meant to be left out.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

using namespace muster;
using namespace muster::engine;
using namespace muster::engine::test;

namespace {

using Answers = std::map<std::string, std::string>;

/// An engine of the given API that gives prepared answers to "METHOD path" (without version and query), and
/// 204 to everything else.
class ScriptedEngine {
  public:
    /// `builder`: the builder it names as its choice, "1" or "2"; empty: none.
    explicit ScriptedEngine(const std::string& api, Answers answers = {}, const std::string& builder = "")
        : answers_(std::move(answers)),
          server_([this, api, builder](const ReceivedRequest& request, const Peer& peer) {
              const std::string choice = builder.empty() ? "" : "Builder-Version: " + builder + "\r\n";
              if (request.line == "GET /_ping")
                  peer.send(answer(200, "OK", "Api-Version: " + api + "\r\n" + choice));
              else
                  peer.send(answer_to(request.line));
          }) {}

    std::string host() const { return server_.host(); }

    /// What was asked, without the ping.
    std::vector<std::string> requests() const {
        std::vector<std::string> requests = server_.requests();
        std::erase(requests, "GET /_ping");
        return requests;
    }
    int pings() const {
        const std::vector<std::string> requests = server_.requests();
        return static_cast<int>(std::count(requests.begin(), requests.end(), "GET /_ping"));
    }

  private:
    std::string answer_to(const std::string& line) const {
        const std::size_t version_end = line.find('/', line.find('/') + 1);
        const std::string method = line.substr(0, line.find(' ') + 1);
        const std::string path = line.substr(version_end, line.find('?') - version_end);
        const auto found = answers_.find(method + path);
        return found == answers_.end() ? answer(204, "") : found->second;
    }

    Answers answers_;
    HttpServer server_;
};

std::unique_ptr<Engine> connect_to(const ScriptedEngine& server, const std::string& api_version = "") {
    return connect({server.host(), api_version});
}

/// "KIND: message"
std::string error_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        switch (error.kind) {
        case ErrorKind::unsupported: return "unsupported: " + error.message;
        case ErrorKind::not_found: return "not_found: " + error.message;
        case ErrorKind::conflict: return "conflict: " + error.message;
        case ErrorKind::engine: return "engine: " + error.message;
        case ErrorKind::usage: return "usage: " + error.message;
        case ErrorKind::connection: return "connection: " + error.message;
        default: return "another kind: " + error.message;
        }
    }
    return "no error";
}

std::string refused(int status, const std::string& words) {
    return answer(status, R"({"message":")" + words + R"("})");
}

using Requests = std::vector<std::string>;

} // namespace

TEST_CASE("the newest API that both sides speak is agreed on, once") {
    const auto agreed = [](const std::string& engine_api) {
        const ScriptedEngine server(engine_api);
        const auto engine = connect_to(server);
        CHECK(server.pings() == 0);
        const EngineInfo info = engine->info();
        CHECK(engine->info() == info);
        CHECK(server.pings() == 1);
        return to_string(info.api) + " of " + to_string(info.engine_api);
    };
    CHECK(agreed("1.41") == "1.41 of 1.41");
    CHECK(agreed("1.51") == "1.51 of 1.51");
    CHECK(agreed("1.55") == "1.51 of 1.55");
}

TEST_CASE("DOCKER_API_VERSION is used instead of what would be agreed on") {
    const ScriptedEngine server("1.51");
    CHECK(connect_to(server, "1.44")->info().api == ApiVersion{1, 44});
    CHECK(connect_to(server, "v1.45")->info().api == ApiVersion{1, 45});
    CHECK(error_of([&] { connect_to(server, "newest")->info(); }) ==
          "usage: DOCKER_API_VERSION is 'newest', expected a version like '1.51'");
    CHECK(error_of([&] { connect_to(server, "1.40")->info(); }) ==
          "unsupported: engine API 1.40 is not supported, 1.41 or newer is needed");
}

TEST_CASE("an engine that is too old, or none at all, is refused") {
    const ScriptedEngine old("1.40");
    CHECK(error_of([&] { connect_to(old)->list_volumes({}); }) ==
          "unsupported: engine API 1.40 is not supported, 1.41 or newer is needed");
    const ScriptedEngine other("");
    CHECK(error_of([&] { connect_to(other)->info(); }) ==
          "connection: '" + other.host() +
              "' does not answer as a Docker engine: its answer to /_ping names no API version");
}

TEST_CASE("a failed start of the conversation is tried again by the next call") {
    int pings = 0;
    const HttpServer server([&](const ReceivedRequest&, const Peer& peer) {
        if (++pings == 1)
            peer.send(refused(503, "starting"));
        else
            peer.send(answer(200, "OK", "Api-Version: 1.41\r\nBuilder-Version: 2\r\n"));
    });
    const auto engine = connect({server.host(), ""});
    CHECK(error_of([&] { engine->info(); }) == "engine: the engine says: starting");
    CHECK(engine->info().has_buildkit);
}

TEST_CASE("threads that begin at the same time share one conversation") {
    const ScriptedEngine server("1.41", {{"GET /volumes", answer(200, R"({"Volumes":[{"Name":"v"}]})")}});
    const auto engine = connect_to(server);
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] { right += static_cast<int>(engine->list_volumes({}).size()); });
    }
    CHECK(right == 8);
    CHECK(server.pings() == 1);
}

TEST_CASE("below API 1.44 further endpoints are connected one by one") {
    const ScriptedEngine server("1.41", {{"POST /containers/create", answer(201, R"({"Id":"c1"})")}});
    ContainerSpec spec{.platform = "linux/amd64"};
    spec.host.network_mode = "b";
    spec.endpoints = {{"a", {.aliases = {"x"}}}, {"b", {}}, {"c", {}}};
    CHECK(connect_to(server)->create_container("web-1", spec) == "c1");
    CHECK(server.requests() ==
          Requests{"POST /v1.41/containers/create?name=web-1&platform=linux%2Famd64 "
                   R"({"AttachStderr":true,"AttachStdout":true,"HostConfig":{"NetworkMode":"b"},)"
                   R"("NetworkingConfig":{"EndpointsConfig":{"b":{}}}})",
                   R"(POST /v1.41/networks/a/connect {"Container":"c1","EndpointConfig":{"Aliases":["x"]}})",
                   R"(POST /v1.41/networks/c/connect {"Container":"c1"})"});
}

TEST_CASE("from API 1.44 on all endpoints go with the container") {
    const ScriptedEngine server("1.44", {{"POST /containers/create", answer(201, R"({"Id":"c1"})")}});
    ContainerSpec spec;
    spec.endpoints = {{"a", {}}, {"b", {}}};
    CHECK(connect_to(server)->create_container("web-1", spec) == "c1");
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a container whose endpoints cannot be connected is removed, and the reason is told") {
    const ScriptedEngine server("1.41", {{"POST /containers/create", answer(201, R"({"Id":"c1"})")},
                                         {"POST /networks/b/connect", refused(404, "network b not found")},
                                         {"DELETE /containers/c1", refused(500, "device busy")}});
    ContainerSpec spec;
    spec.endpoints = {{"a", {}}, {"b", {}}};
    CHECK(error_of([&] { connect_to(server)->create_container("web-1", spec); }) ==
          "not_found: the engine says: network b not found");
    CHECK(server.requests().back() == "DELETE /v1.41/containers/c1?force=1&v=1");
}

TEST_CASE("what the engine is too old for is named, with the API it needs, before anything is created") {
    const ScriptedEngine server("1.41");
    const auto engine = connect_to(server);
    const auto refusal_of = [&](const ContainerSpec& spec) {
        return error_of([&] { engine->create_container("c", spec); });
    };
    const std::string rest = ", but the engine was addressed with 1.41";
    CHECK(refusal_of({.host = {.annotations = {{"a", "b"}}}}) ==
          "unsupported: 'annotations' needs engine API 1.43" + rest);
    CHECK(refusal_of({.healthcheck = HealthcheckSpec{.start_interval = 1}}) ==
          "unsupported: 'healthcheck.start_interval' needs engine API 1.44" + rest);
    CHECK(refusal_of({.host = {.mounts = {{.volume_subpath = "s"}}}}) ==
          "unsupported: 'volumes.volume.subpath' needs engine API 1.45" + rest);
    CHECK(refusal_of({.host = {.mounts = {{.type = "image"}}}}) ==
          "unsupported: 'volumes.type: image' needs engine API 1.48" + rest);
    CHECK(refusal_of({.host = {.mounts = {{.bind_read_only_force_recursive = true}}}}) ==
          "unsupported: 'volumes.bind.recursive: readonly' needs engine API 1.44" + rest);
    CHECK(refusal_of({.endpoints = {{"net", {.gw_priority = 1}}}}) ==
          "unsupported: 'networks.net.gw_priority' needs engine API 1.48" + rest);
    CHECK(refusal_of({.endpoints = {{"a", {}}, {"b", {.mac_address = "m"}}}}) ==
          "unsupported: 'networks.b.mac_address' needs engine API 1.44" + rest);
    CHECK(error_of([&] { engine->create_network({.name = "n", .enable_ipv4 = false}); }) ==
          "unsupported: 'networks.n.enable_ipv4' needs engine API 1.48" + rest);
    CHECK(server.requests().empty());
}

TEST_CASE("what is already so is a success") {
    const ScriptedEngine server("1.41", {{"POST /containers/c/start", answer(304, "")},
                                         {"POST /containers/c/stop", answer(304, "")},
                                         {"DELETE /containers/gone", refused(404, "No such container")}});
    const auto engine = connect_to(server);
    engine->start_container("c");
    engine->stop_container("c", std::nullopt);
    engine->remove_container("gone", Engine::RemoveVolumes::no);
    CHECK(server.requests() == Requests{"POST /v1.41/containers/c/start", "POST /v1.41/containers/c/stop",
                                        "DELETE /v1.41/containers/gone?force=1&v=0"});
}

TEST_CASE("a removal that is already under way is waited for") {
    const ScriptedEngine server(
        "1.41", {{"DELETE /containers/c", refused(409, "removal of container c is already in progress")},
                 {"POST /containers/c/wait", answer(200, R"({"StatusCode":0})")}});
    connect_to(server)->remove_container("c", Engine::RemoveVolumes::anonymous);
    CHECK(server.requests().back() == "POST /v1.41/containers/c/wait?condition=removed");
}

TEST_CASE("times, signals and names are sent as parameters") {
    const ScriptedEngine server("1.41");
    const auto engine = connect_to(server);
    engine->stop_container("c", 0);
    engine->restart_container("c", 5);
    engine->kill_container("c", "SIGHUP");
    engine->rename_container("c", "d e");
    engine->resize_exec("x", {24, 80});
    CHECK(server.requests() ==
          Requests{"POST /v1.41/containers/c/stop?t=0", "POST /v1.41/containers/c/restart?t=5",
                   "POST /v1.41/containers/c/kill?signal=SIGHUP",
                   "POST /v1.41/containers/c/rename?name=d%20e", "POST /v1.41/exec/x/resize?h=24&w=80"});
}

TEST_CASE("containers are paused, resized and made into images") {
    const ScriptedEngine server("1.41", {{"POST /commit", answer(201, R"({"Id":"sha256:1"})")}});
    const auto engine = connect_to(server);
    engine->pause_container("c");
    engine->unpause_container("c");
    engine->resize_container("c", {24, 80});
    CHECK(engine->commit_container("c", {.reference = "localhost:5000/app",
                                         .author = "Ann",
                                         .message = "why",
                                         .changes = {"CMD a", "USER b"},
                                         .pause = false}) == "sha256:1");
    engine->commit_container("c", {});
    CHECK(server.requests() ==
          Requests{"POST /v1.41/containers/c/pause", "POST /v1.41/containers/c/unpause",
                   "POST /v1.41/containers/c/resize?h=24&w=80",
                   "POST /v1.41/commit?container=c&pause=0&repo=localhost%3A5000%2Fapp&tag=latest&"
                   "comment=why&author=Ann&changes=CMD%20a&changes=USER%20b",
                   "POST /v1.41/commit?container=c&pause=1"});
}

TEST_CASE("files in containers are looked at and copied as archives") {
    // {"name":"etc","size":4096,"mode":2147484141,"linkTarget":""}
    const std::string directory =
        "X-Docker-Container-Path-Stat: "
        "eyJuYW1lIjoiZXRjIiwic2l6ZSI6NDA5NiwibW9kZSI6MjE0NzQ4NDE0MSwibGlua1RhcmdldCI6IiJ9\r\n";
    const ScriptedEngine server("1.41", {{"HEAD /containers/c/archive", answer(200, "", directory)},
                                         {"HEAD /containers/d/archive", answer(404, "")},
                                         {"GET /containers/c/archive", answer(200, "tar")},
                                         {"GET /containers/c/export", answer(200, "all")}});
    const auto engine = connect_to(server);
    CHECK(engine->find_path("c", "/etc") == PathStat{"etc", PathStat::Kind::directory, 4096, ""});
    CHECK(engine->find_path("d", "/none") == std::nullopt);
    std::string bytes;
    const auto sink = [&](std::string_view piece) { bytes += piece; };
    engine->download_archive("c", "/etc", sink, {});
    engine->export_container("c", sink, {});
    CHECK(bytes == "tarall");
    CHECK(server.requests() == Requests{"HEAD /v1.41/containers/c/archive?path=%2Fetc",
                                        "HEAD /v1.41/containers/d/archive?path=%2Fnone",
                                        "GET /v1.41/containers/c/archive?path=%2Fetc",
                                        "GET /v1.41/containers/c/export"});
}

TEST_CASE("lists are filtered by the engine") {
    const ScriptedEngine server("1.41", {{"GET /containers/json", answer(200, "[]")},
                                         {"GET /networks", answer(200, "[]")},
                                         {"GET /volumes", answer(200, "{}")}});
    const auto engine = connect_to(server);
    engine->list_containers({"a", "b=c"});
    engine->list_networks({});
    engine->list_volumes({"a"});
    const std::string filter = "filters=%7B%22label%22%3A%5B%22a%22";
    CHECK(server.requests() == Requests{"GET /v1.41/containers/json?all=1&" + filter + "%2C%22b%3Dc%22%5D%7D",
                                        "GET /v1.41/networks", "GET /v1.41/volumes?" + filter + "%5D%7D"});
}

TEST_CASE("what is not there is nothing, any other refusal an error") {
    const ScriptedEngine server("1.41", {{"GET /containers/a/json", refused(404, "No such container: a")},
                                         {"GET /images/a/b:1/json", refused(404, "No such image: a/b:1")},
                                         {"GET /volumes/a", refused(500, "driver failed")},
                                         {"GET /networks/abc", answer(200, R"({"Id":"abcdef","Name":"n"})")},
                                         {"GET /networks/n", answer(200, R"({"Id":"abcdef","Name":"n"})")}});
    const auto engine = connect_to(server);
    CHECK_FALSE(engine->find_container("a"));
    CHECK_FALSE(engine->find_image("a/b:1"));
    CHECK(error_of([&] { engine->find_volume("a"); }) == "engine: the engine says: driver failed");
    CHECK_FALSE(engine->find_network("abc"));
    CHECK(engine->find_network("n")->id == "abcdef");
}

TEST_CASE("a network that containers are connected to is a conflict") {
    const ScriptedEngine server(
        "1.41", {{"DELETE /networks/n", refused(403, "network n id abc has active endpoints")}});
    CHECK(error_of([&] { connect_to(server)->remove_network("n"); }) ==
          "conflict: the engine says: network n id abc has active endpoints");
}

TEST_CASE("images are listed by reference or by label, each kind with one call") {
    const ScriptedEngine server("1.41", {{"GET /images/json", answer(200, R"([{"Id":"i"}])")}});
    const auto engine = connect_to(server);
    CHECK(engine->list_images({"docker.io/library/nginx:1", "a/b"}, {}).size() == 1);
    CHECK(server.requests().back() ==
          "GET /v1.41/images/json?filters=%7B%22reference%22%3A%5B%22nginx%3A1%22%2C%22a%2Fb%22%5D%7D");
    CHECK(engine->list_images({"nginx"}, {"l"}).size() == 1);
    CHECK(server.requests().back() == "GET /v1.41/images/json?filters=%7B%22label%22%3A%5B%22l%22%5D%7D");
    CHECK(server.requests().size() == 3);
}

TEST_CASE("a registry's digest is asked for through the engine") {
    const std::string path = "/distribution/example.com:5000/a/b:1/json";
    const ScriptedEngine server(
        "1.41", {{"GET " + path, answer(200, R"({"Descriptor":{"digest":"sha256:ab","size":1}})")},
                 {"GET /distribution/c/json", answer(200, "{}")},
                 {"GET /distribution/d/json", refused(403, "denied")}});
    const auto engine = connect_to(server);
    CHECK(engine->get_registry_digest("example.com:5000/a/b:1", "") == "sha256:ab");
    CHECK(server.requests() == Requests{"GET /v1.41" + path});
    CHECK(error_of([&] { engine->get_registry_digest("c", ""); }) ==
          "engine: the engine's answer has no digest");
    CHECK(error_of([&] { engine->get_registry_digest("d", ""); }) == "engine: the engine says: denied");
}

TEST_CASE("a pull asks for one image and reports its progress") {
    const ScriptedEngine server(
        "1.41",
        {{"POST /images/create",
          answer(200, "{\"status\":\"Pulling\",\"id\":\"1\"}\r\n{\"status\":\"Done\",\"id\":\"1\"}\r\n")}});
    const auto engine = connect_to(server);
    std::string seen;
    const auto progress = [&](const PullProgress& step) { seen += step.id + ":" + step.status + " "; };
    engine->pull_image("nginx", "linux/arm64", "", progress, {});
    engine->pull_image("localhost:5000/a/b:1.2", "", "", progress, {});
    engine->pull_image("nginx@sha256:" + std::string(64, 'a'), "", "", progress, {});
    CHECK(seen == "1:Pulling 1:Done 1:Pulling 1:Done 1:Pulling 1:Done ");
    CHECK(server.requests() ==
          Requests{"POST /v1.41/images/create?fromImage=nginx&tag=latest&platform=linux%2Farm64",
                   "POST /v1.41/images/create?fromImage=localhost%3A5000%2Fa%2Fb&tag=1.2",
                   "POST /v1.41/images/create?fromImage=nginx&tag=sha256%3A" + std::string(64, 'a')});
}

TEST_CASE("a failure inside a stream that began well is an error") {
    const std::string lines = "{\"status\":\"Pulling\"}\n{\"errorDetail\":{\"message\":\"no space left\"}}\n";
    const ScriptedEngine server("1.41", {{"POST /images/create", answer(200, lines)}});
    CHECK(error_of([&] { connect_to(server)->pull_image("nginx", "", "", {}, {}); }) ==
          "engine: the engine says: no space left");
}

TEST_CASE("a classic build reports its steps and gives the image") {
    const std::string lines = "{\"stream\":\"Step 1/1 : FROM scratch\"}\n{\"stream\":\"\\n\"}\n"
                              "{\"aux\":{\"ID\":\"sha256:1\"}}\n{\"stream\":\"Successfully built 1\\n\"}\n";
    const ScriptedEngine server("1.41", {{"POST /build", answer(200, lines)}}, "1");
    const BuildSpec spec{.tags = {"a:1", "b"},
                         .args = {{"A", "1"}, {"B", std::nullopt}},
                         .labels = {{"l", "1"}},
                         .cache_from = {"c"},
                         .extra_hosts = {"h:1.2.3.4"},
                         .target = "t",
                         .shm_size = 9,
                         .no_cache = true,
                         .pull = true};
    bool sent = false;
    const ByteSource context = [&](std::span<char> buffer) -> std::size_t {
        if (std::exchange(sent, true)) return 0;
        buffer[0] = 'T';
        return 1;
    };
    std::string started;
    const auto progress = [&](const BuildProgress& step) {
        if (step.kind == BuildProgress::Kind::started) started += step.step;
    };
    CHECK(connect_to(server)->build_image(spec, context, progress, {}) == "sha256:1");
    CHECK(started == "Step 1/1 : FROM scratch");
    CHECK(
        server.requests() ==
        Requests{"POST /v1.41/build?version=1&rm=1&t=a%3A1&t=b&extrahosts=h%3A1.2.3.4&dockerfile=Dockerfile"
                 "&target=t&buildargs=%7B%22A%22%3A%221%22%2C%22B%22%3Anull%7D&labels=%7B%22l%22%3A%221%22%7D"
                 "&cachefrom=%5B%22c%22%5D&shmsize=9&nocache=1&pull=1 T"});
}

TEST_CASE("a build that fails, or ends without an image, is an error") {
    const ScriptedEngine failing(
        "1.41",
        {{"POST /build", answer(200, "{\"stream\":\"Step 1/1 : RUN x\\n\"}\n{\"error\":\"exit 1\"}\n")}});
    std::string failed;
    const auto progress = [&](const BuildProgress& step) {
        if (step.kind == BuildProgress::Kind::failed) failed += step.step + ": " + step.text;
    };
    CHECK(error_of([&] { connect_to(failing)->build_image({.remote = "http://x"}, {}, progress, {}); }) ==
          "engine: the engine says: exit 1");
    CHECK(failed == "Step 1/1 : RUN x: exit 1");
    const ScriptedEngine silent("1.41", {{"POST /build", answer(200, "")}});
    CHECK(error_of([&] { connect_to(silent)->build_image({.remote = "http://x"}, {}, {}, {}); }) ==
          "engine: the engine ended the build without an image");
}

TEST_CASE("logs are split into the two streams, those of a terminal are not") {
    const std::string frames("\1\0\0\0\0\0\0\2hi\2\0\0\0\0\0\0\1!", 19);
    const ScriptedEngine server("1.41", {{"GET /containers/c/logs", answer(200, frames)},
                                         {"GET /containers/t/logs", answer(200, "raw")},
                                         {"POST /containers/c/attach", answer(200, frames)}});
    const auto engine = connect_to(server);
    std::string seen;
    const LogSink sink = [&](OutputStream stream, std::string_view bytes) {
        seen += (stream == OutputStream::standard_output ? "out:" : "err:") + std::string(bytes) + " ";
    };
    engine->read_logs("c", {.since = "2024-02-29T12:34:56Z", .tail = "5"}, false, sink, {});
    engine->read_logs("t", {.follow = true, .timestamps = true}, true, sink, {});
    engine->attach_output("c", false, [&] { seen += "open "; }, sink, {});
    CHECK(seen == "out:hi err:! out:raw open out:hi err:! ");
    CHECK(server.requests() ==
          Requests{
              "GET /v1.41/containers/c/logs?stdout=1&stderr=1&follow=0&timestamps=0&since=1709210096&tail=5",
              "GET /v1.41/containers/t/logs?stdout=1&stderr=1&follow=1&timestamps=1&tail=all",
              "POST /v1.41/containers/c/attach?stream=1&stdout=1&stderr=1"});
}

TEST_CASE("events are reported after the stream has opened") {
    const std::string lines =
        "{\"Type\":\"container\",\"Action\":\"start\"}\n{\"Type\":\"network\",\"Action\":\"x\"}\n";
    const ScriptedEngine server("1.41", {{"GET /events", answer(200, lines)}});
    const auto engine = connect_to(server);
    std::string seen;
    const auto on_event = [&](const Event& event) { seen += event.type + ":" + event.action + " "; };
    engine->watch_events({.since = "1", .until = "2", .labels = {"l"}, .actions = {"start"}},
                         [&] { seen += "open "; }, on_event, {});
    CHECK(seen == "open container:start network:x ");
    CHECK(error_of([&] { engine->watch_events({}, {}, on_event, {}); }) ==
          "connection: the engine ended its stream of events");
    CHECK(server.requests() == Requests{"GET /v1.41/events?since=1&until=2&filters="
                                        "%7B%22event%22%3A%5B%22start%22%5D%2C%22label%22%3A%5B%22l%22%5D%7D",
                                        "GET /v1.41/events"});
}

TEST_CASE("waiting gives the exit code, and -1 when it is stopped") {
    const ScriptedEngine server("1.41", {{"POST /containers/c/wait", answer(200, R"({"StatusCode":7})")}});
    const auto engine = connect_to(server);
    CHECK(engine->wait_container("c", {}) == 7);
    std::stop_source stopped;
    stopped.request_stop();
    CHECK(engine->wait_container("c", stopped.get_token()) == -1);
    CHECK(server.requests().front() == "POST /v1.41/containers/c/wait?condition=next-exit");
    bool is_open = false;
    engine->wait_container("c", {}, Engine::WaitFor::not_running, [&] { is_open = true; });
    CHECK(is_open);
    CHECK(server.requests().back() == "POST /v1.41/containers/c/wait?condition=not-running");
}

TEST_CASE("an exec is made, run and asked about") {
    const ScriptedEngine server("1.41",
                                {{"POST /containers/c/exec", answer(201, R"({"Id":"x"})")},
                                 {"GET /exec/x/json", answer(200, R"({"Running":false,"ExitCode":3})")}});
    const auto engine = connect_to(server);
    const std::string exec =
        engine->create_exec("c", {.command = {"ls"}, .attach_stdout = false, .attach_stderr = false});
    engine->start_exec_detached(exec);
    CHECK(engine->find_exec_exit_code(exec) == 3);
    CHECK(server.requests() == Requests{R"(POST /v1.41/containers/c/exec {"Cmd":["ls"]})",
                                        R"(POST /v1.41/exec/x/start {"Detach":true,"Tty":false})",
                                        "GET /v1.41/exec/x/json"});
}
