#include "cmd/stats_board.hpp"

#include "base/error.hpp"
#include "tests/fakes/fake_engine.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace muster;
using namespace muster::cmd;

namespace {

engine::ContainerSpec spec_of(const std::string& service, const std::string& project = "demo") {
    engine::ContainerSpec spec;
    spec.image = "app";
    spec.labels = {{"com.docker.compose.project", project},
                   {"com.docker.compose.service", service},
                   {"com.docker.compose.container-number", "1"},
                   {"com.docker.compose.config-hash", "hash"}};
    return spec;
}

bool all(const compose::reconcile::ObservedContainer&) { return true; }

/// "name memory", with "-" before the first sample.
std::string dump(const std::vector<StatsEntry>& entries) {
    std::string text;
    for (const StatsEntry& entry : entries)
        text += (text.empty() ? "" : ", ") + entry.container.name + " " +
                (entry.stats ? std::to_string(entry.stats->memory) : "-");
    return text;
}

/// The board as soon as it is what is expected; what it is instead when that takes too long.
std::string settled(const StatsBoard& board, const std::string& expected) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    std::string found = dump(board.entries());
    while (found != expected && std::chrono::steady_clock::now() < until) {
        std::this_thread::yield();
        found = dump(board.entries());
    }
    return found;
}

struct Scene {
    fakes::FakeEngine engine;

    Scene() { engine.add_image("app"); }
    void add(const std::string& service, std::int64_t memory) {
        const std::string name = "demo-" + service + "-1";
        engine.create_container(name, spec_of(service));
        engine::ContainerStats stats;
        stats.memory = memory;
        engine.set_stats(name, stats);
    }
    void start(const std::string& service, std::int64_t memory) {
        add(service, memory);
        engine.start_container("demo-" + service + "-1");
    }
};

} // namespace

TEST_CASE("one sample is taken of each chosen container, and none of what does not run") {
    Scene scene;
    scene.start("web", 7);
    scene.add("job", 5);
    scene.engine.create_container("other-web-1", spec_of("web", "other"));
    CHECK(dump(sample_once(scene.engine, "demo", all)) == "demo-job-1 0, demo-web-1 7");
    const auto only_web = [](const auto& container) { return container.service == "web"; };
    CHECK(dump(sample_once(scene.engine, "demo", only_web)) == "demo-web-1 7");
}

TEST_CASE("a container that is gone before its sample has none") {
    Scene scene;
    scene.start("web", 7);
    scene.engine.fail_on("get_stats demo-web-1", Error(ErrorKind::not_found, "gone"));
    CHECK(dump(sample_once(scene.engine, "demo", all)) == "demo-web-1 -");
}

TEST_CASE("the board shows the latest sample of each container") {
    Scene scene;
    scene.start("web", 7);
    scene.start("db", 8);
    const StatsBoard board(scene.engine, "demo", all);
    CHECK(settled(board, "demo-db-1 8, demo-web-1 7") == "demo-db-1 8, demo-web-1 7");
    engine::ContainerStats more;
    more.memory = 70;
    scene.engine.set_stats("demo-web-1", more);
    CHECK(settled(board, "demo-db-1 8, demo-web-1 70") == "demo-db-1 8, demo-web-1 70");
}

TEST_CASE("containers join the board, use nothing when they stop, and leave it when they are gone") {
    Scene scene;
    const StatsBoard board(scene.engine, "demo", all);
    CHECK(settled(board, "").empty());
    scene.start("web", 7);
    CHECK(settled(board, "demo-web-1 7") == "demo-web-1 7");
    scene.engine.stop_container("demo-web-1", 0);
    CHECK(settled(board, "demo-web-1 0") == "demo-web-1 0");
    scene.engine.start_container("demo-web-1");
    CHECK(settled(board, "demo-web-1 7") == "demo-web-1 7");
    scene.engine.remove_container("demo-web-1", engine::Engine::RemoveVolumes::no);
    CHECK(settled(board, "").empty());
}

TEST_CASE("a board on which nobody comes and goes any more says why") {
    Scene scene;
    scene.engine.fail_on("watch_events", Error(ErrorKind::connection, "the connection was lost"));
    const StatsBoard board(scene.engine, "demo", all);
    std::string message;
    try {
        settled(board, "never");
    } catch (const Error& error) {
        message = error.message;
    }
    CHECK(message == "the connection was lost");
}
