#include "compose/execute/log_follower.hpp"

#include "tests/fakes/fake_engine.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>

using namespace muster;
using namespace muster::compose::execute;
using engine::OutputStream;

namespace {

/// Writes down what a LogFollower tells, and waits for it.
class Record {
  public:
    LogFollower::Callbacks callbacks() {
        return {.on_output = [this](const std::string& name, OutputStream stream,
                                    std::string_view bytes) { add_output(name, stream, bytes); },
                .on_end = [this](const ContainerEnd& end) { add_end(end); },
                .on_error = [this](const std::string& name,
                                   const Error& error) { add(name + " failed: " + error.message + "\n"); }};
    }

    std::string text() {
        const std::lock_guard lock(mutex_);
        return text_;
    }

    /// Fails the test when the text does not appear.
    void wait_for(const std::string& part) {
        std::unique_lock lock(mutex_);
        const bool came = changed_.wait_for(lock, std::chrono::seconds(20),
                                            [&] { return text_.find(part) != std::string::npos; });
        REQUIRE_MESSAGE(came, "waiting for '" << part << "' in:\n" << text_);
    }

  private:
    void add(const std::string& text) {
        const std::lock_guard lock(mutex_);
        text_ += text;
        changed_.notify_all();
    }

    void add_output(const std::string& name, OutputStream stream, std::string_view bytes) {
        const std::string mark = stream == OutputStream::standard_error ? "! " : "| ";
        add(name + mark + std::string(bytes));
    }

    void add_end(const ContainerEnd& end) {
        add(end.name + " ended with " + std::to_string(end.exit_code) + (end.restarts ? ", restarts" : "") +
            "\n");
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::string text_;
};

engine::LogOptions with_tail(const std::string& tail) {
    engine::LogOptions options;
    options.tail = tail;
    return options;
}

engine::LogOptions with_timestamps(const std::string& tail) {
    engine::LogOptions options = with_tail(tail);
    options.timestamps = true;
    return options;
}

struct Scene {
    fakes::FakeEngine engine;
    Record record;
    LogFollower follower{engine, record.callbacks()};

    std::string create(const std::string& name, const std::string& restart = "no") {
        engine.add_image("app");
        engine::ContainerSpec spec;
        spec.image = "app";
        spec.host.restart.name = restart;
        return engine.create_container(name, spec);
    }

    std::string run(const std::string& name, const std::string& restart = "no") {
        const std::string id = create(name, restart);
        engine.start_container(name);
        return id;
    }

    void print(const std::string& name, const std::string& text) {
        engine.print(name, OutputStream::standard_output, text);
    }

    void wait_for_call(const std::string& call) {
        for (;;) {
            const auto calls = engine.calls();
            if (std::ranges::find(calls, call) != calls.end()) return;
            std::this_thread::yield();
        }
    }
};

} // namespace

TEST_CASE("everything that a container prints from its start on is told, and its end") {
    Scene scene;
    const std::string id = scene.create("web");
    scene.follower.attach_before_start("web", id);
    scene.engine.start_container("web");
    scene.print("web", "hello\n");
    scene.engine.print("web", OutputStream::standard_error, "oops\n");
    scene.engine.exit("web", 3);
    scene.follower.wait();
    CHECK(scene.record.text() == "web| hello\nweb! oops\nweb ended with 3\n");
}

TEST_CASE("following goes on until the last of several containers has ended") {
    Scene scene;
    for (const char* name : {"web", "db"}) {
        scene.follower.attach_before_start(name, scene.create(name));
        scene.engine.start_container(name);
    }
    scene.engine.exit("web", 0);
    scene.record.wait_for("web ended with 0\n");
    scene.print("db", "still here\n");
    scene.engine.exit("db", 0);
    scene.follower.wait();
    CHECK(scene.record.text() == "web ended with 0\ndb| still here\ndb ended with 0\n");
}

TEST_CASE("a running container is followed with its log so far, or from now on") {
    Scene scene;
    const std::string id = scene.run("web");
    scene.print("web", "before\n");
    SUBCASE("all of it") {
        scene.follower.follow_running("web", id, {});
        scene.record.wait_for("before");
    }
    SUBCASE("from now on") {
        scene.follower.follow_running("web", id, with_tail("0"));
        scene.wait_for_call("read_logs web");
        scene.print("web", "after\n");
        scene.record.wait_for("after");
        CHECK(scene.record.text() == "web| after\n");
    }
}

TEST_CASE("lines that were printed before are left out, to the nanosecond") {
    Scene scene;
    const std::string id = scene.run("web");
    std::int64_t second_line = 0;
    scene.print("web", "one\ntwo\n");
    scene.engine.read_logs("web", with_timestamps("1"), false,
                           [&](OutputStream, std::string_view line) {
                               second_line = *parse_timestamp(line.substr(0, line.find(' ')));
                           },
                           {});
    scene.print("web", "three\n");
    scene.follower.follow_running("web", id, {}, second_line);
    scene.engine.exit("web", 0);
    scene.follower.wait();
    CHECK(scene.record.text() == "web| three\nweb ended with 0\n");
}

TEST_CASE("timestamps are passed on when they are asked for") {
    Scene scene;
    const std::string id = scene.run("web");
    scene.print("web", "hello\n");
    scene.engine.exit("web", 0);
    scene.follower.follow_running("web", id, with_timestamps("all"));
    scene.follower.wait();
    CHECK(scene.record.text().starts_with("web| 2023-11-14T22:13:20."));
    CHECK(scene.record.text().ends_with("000Z web| hello\nweb ended with 0\n"));
}

TEST_CASE("a container that its policy restarts is followed into its next run, without repeating a line") {
    Scene scene;
    const std::string id = scene.create("web", "always");
    SUBCASE("attached") {
        scene.follower.attach_before_start("web", id);
        scene.engine.start_container("web");
    }
    SUBCASE("read from its log") {
        scene.engine.start_container("web");
        scene.follower.follow_running("web", id, {});
    }
    scene.print("web", "first run\n");
    scene.record.wait_for("first run");
    scene.engine.exit("web", 1);
    scene.record.wait_for("restarts");
    scene.print("web", "second run\n");
    scene.record.wait_for("second run");
    scene.engine.stop_container("web", std::nullopt);
    scene.follower.wait();
    CHECK(scene.record.text() ==
          "web| first run\nweb ended with 0, restarts\nweb| second run\nweb ended with 143\n");
}

TEST_CASE("while a container waits for its next run nothing is polled") {
    Scene scene;
    const std::string id = scene.run("web");
    scene.follower.follow_running("web", id, {});
    scene.print("web", "first run\n");
    scene.record.wait_for("first run");
    std::atomic<bool> is_to_restart = true;
    scene.engine.before("find_container web", [&] {
        if (is_to_restart.exchange(false)) scene.engine.set_state("web", engine::ContainerState::restarting);
    });
    scene.engine.exit("web", 7);
    scene.record.wait_for("web ended with 7, restarts\n");
    scene.wait_for_call("watch_events");
    CHECK(std::ranges::count(scene.engine.calls(), "read_logs web") == 1);

    scene.engine.set_state("web", engine::ContainerState::running);
    scene.engine.set_health("web", engine::Health::starting);
    scene.print("web", "second run\n");
    scene.record.wait_for("second run\n");
    scene.engine.exit("web", 0);
    scene.follower.wait();
}

TEST_CASE("an ended container is taken up again where following it ended") {
    Scene scene;
    const std::string id = scene.run("web");
    scene.print("web", "one\n");
    scene.follower.follow_running("web", id, {});
    scene.record.wait_for("one");
    scene.engine.exit("web", 0);
    scene.follower.wait();
    scene.engine.start_container("web");
    scene.print("web", "two\n");
    scene.follower.follow_running("web", id, {});
    scene.record.wait_for("two");
    scene.engine.exit("web", 0);
    scene.follower.wait();
    CHECK(scene.record.text() == "web| one\nweb ended with 0\nweb| two\nweb ended with 0\n");
}

TEST_CASE("a container that is followed already is not followed twice") {
    Scene scene;
    const std::string id = scene.run("web");
    scene.follower.follow_running("web", id, {});
    scene.follower.follow_running("web", id, {});
    scene.print("web", "once\n");
    scene.engine.exit("web", 0);
    scene.follower.wait();
    CHECK(scene.record.text() == "web| once\nweb ended with 0\n");
}

TEST_CASE("a refusal of the engine ends the source, and nothing else") {
    Scene scene;
    const std::string refused = scene.run("web");
    const std::string followed = scene.run("db");
    scene.engine.fail_on("read_logs web", Error(ErrorKind::engine, "no reading"));
    scene.follower.follow_running("web", refused, {});
    scene.record.wait_for("web failed: no reading\n");
    scene.follower.follow_running("db", followed, {});
    scene.engine.exit("db", 0);
    scene.follower.wait();
    CHECK(scene.record.text() == "web failed: no reading\ndb ended with 0\n");
}

TEST_CASE("attaching to a container that is not there returns, and says so") {
    Scene scene;
    scene.follower.attach_before_start("web", "gone");
    scene.follower.wait();
    CHECK(scene.record.text() == "web failed: container 'gone' does not exist\n");
}

TEST_CASE("a removed container has ended") {
    Scene scene;
    const std::string id = scene.run("web");
    scene.follower.follow_running("web", id, {});
    scene.print("web", "hello\n");
    scene.record.wait_for("hello");
    scene.engine.remove_container("web", engine::Engine::RemoveVolumes::no);
    scene.follower.wait();
    CHECK(scene.record.text() == "web| hello\nweb ended with 0\n");
}

TEST_CASE("stop ends the wait at once") {
    Scene scene;
    scene.follower.attach_before_start("web", scene.create("web"));
    std::jthread stopper([&] { scene.follower.stop(); });
    scene.follower.wait();
    CHECK(scene.record.text().empty());
}
