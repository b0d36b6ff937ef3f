#include "compose/execute/log_history.hpp"

#include "tests/fakes/fake_engine.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::compose::execute;
using engine::OutputStream;

namespace {

struct Scene {
    fakes::FakeEngine engine;
    std::vector<std::string> ids;
    std::string read;
    std::vector<std::string> errors;

    explicit Scene(std::size_t containers) {
        engine.add_image("app");
        for (std::size_t i = 0; i < containers; ++i) {
            const std::string name = "c" + std::to_string(i);
            engine::ContainerSpec spec;
            spec.image = "app";
            ids.push_back(engine.create_container(name, spec));
            engine.start_container(name);
        }
    }

    std::vector<std::int64_t> history(const engine::LogOptions& options = {}) {
        const auto on_piece = [this](std::size_t i, OutputStream, const LogPiece& piece) {
            read += std::to_string(i) + " " + std::string(piece.text);
        };
        const auto on_error = [this](std::size_t i, const Error& error) {
            errors.push_back(std::to_string(i) + " " + error.message);
        };
        return read_history(engine, ids, options, {on_piece, on_error});
    }
};

} // namespace

TEST_CASE("the lines of several containers come in the order of their times") {
    Scene scene(3);
    scene.engine.print("c2", OutputStream::standard_output, "first\n");
    scene.engine.print("c0", OutputStream::standard_error, "second\n");
    scene.engine.print("c2", OutputStream::standard_output, "third\n");
    scene.engine.print("c1", OutputStream::standard_output, "fourth\n");
    scene.engine.print("c0", OutputStream::standard_output, "fifth\n");
    const auto times = scene.history();
    CHECK(scene.read == "2 first\n0 second\n2 third\n1 fourth\n0 fifth\n");
    CHECK(times[2] < times[1]);
    CHECK(times[1] < times[0]);
}

TEST_CASE("a container that has printed nothing has no last time") {
    Scene scene(2);
    scene.engine.print("c1", OutputStream::standard_output, "alone\n");
    const auto times = scene.history();
    CHECK(times[0] == 0);
    CHECK(times[1] > 0);
}

TEST_CASE("each container's last lines are asked for, not the last of all") {
    Scene scene(2);
    scene.engine.print("c0", OutputStream::standard_output, "a\nb\n");
    scene.engine.print("c1", OutputStream::standard_output, "c\nd\n");
    engine::LogOptions last_line;
    last_line.tail = "1";
    scene.history(last_line);
    CHECK(scene.read == "0 b\n1 d\n");
}

TEST_CASE("logs much larger than what is held in memory come through whole") {
    Scene scene(2);
    std::string expected;
    for (int i = 0; i < 500; ++i) {
        const std::string line = std::to_string(i) + std::string(2000, 'x') + "\n";
        scene.engine.print("c" + std::to_string(i % 2), OutputStream::standard_output, line);
        expected += std::to_string(i % 2) + " " + line;
    }
    scene.history();
    CHECK(scene.read == expected);
}

TEST_CASE("a log that cannot be read is reported, the others are printed") {
    Scene scene(2);
    scene.engine.print("c0", OutputStream::standard_output, "lost\n");
    scene.engine.print("c1", OutputStream::standard_output, "kept\n");
    scene.engine.fail_on("read_logs c0",
                         Error(ErrorKind::engine, "configured logging driver does not support reading"));
    scene.history();
    CHECK(scene.read == "1 kept\n");
    REQUIRE(scene.errors.size() == 1);
    CHECK(scene.errors[0] == "0 configured logging driver does not support reading");
}

TEST_CASE("a container that has gone meanwhile has no log") {
    Scene scene(2);
    scene.engine.print("c1", OutputStream::standard_output, "kept\n");
    scene.engine.remove_container("c0", engine::Engine::RemoveVolumes::no);
    scene.history();
    CHECK(scene.read == "1 kept\n");
    CHECK(scene.errors.empty());
}
