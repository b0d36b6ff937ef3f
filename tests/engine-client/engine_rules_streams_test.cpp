// What Docker engines do with events, output and execs, as scenarios that hold on the engine in memory and on
// a real one: they keep the fake honest.

#include "base/text.hpp"
#include "tests/engine-client/stage.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <future>
#include <thread>

using namespace muster;
using namespace muster::engine;

namespace {

/// Watches a stage's containers from now on, in a thread of its own, until it has seen an action so
/// often, or long enough.
class Watch {
  public:
    Watch(Stage& stage, std::string last_action, std::ptrdiff_t times = 1)
        : last_action_(std::move(last_action)), remaining_(times) {
        ended_ = std::async(std::launch::async, [this, &stage] {
            stage.engine.watch_events(
                {.labels = {stage.label()}}, [this] { opened_.set_value(); },
                [this](const Event& event) { note(event); }, stop_.get_token());
        });
        opened_.get_future().wait();
    }
    ~Watch() { stop_.request_stop(); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    /// "create, start, die 3".
    std::string seen() {
        constexpr auto patience = std::chrono::seconds(20);
        if (ended_.wait_for(patience) != std::future_status::ready) stop_.request_stop();
        ended_.get();
        return join(seen_, ", ");
    }

  private:
    /// Probes run execs, and attachments are told of at any time.
    static bool is_of_a_client(const std::string& action) {
        return action.starts_with("exec_") || action == "attach";
    }

    void note(const Event& event) {
        if (event.type != "container" || is_of_a_client(event.action)) return;
        const auto attribute = [&](const std::string& key) {
            const auto found = event.attributes.find(key);
            return found == event.attributes.end() ? "" : " " + found->second;
        };
        seen_.push_back(event.action + attribute("exitCode") + attribute("signal"));
        if (event.action == last_action_ && --remaining_ == 0) stop_.request_stop();
    }

    std::string last_action_;
    std::ptrdiff_t remaining_;
    std::vector<std::string> seen_;
    std::stop_source stop_;
    std::promise<void> opened_;
    std::future<void> ended_;
};

std::string read_all(Hijacked& stream) {
    std::string bytes;
    std::string block(4096, '\0');
    while (const std::size_t count = stream.read(block)) bytes.append(block, 0, count);
    return bytes;
}

/// "out: text" and "err: text", in order.
class OutputLines {
  public:
    LogSink sink() {
        return [this](OutputStream stream, std::string_view bytes) {
            text_ += (stream == OutputStream::standard_output ? "out: " : "err: ") + std::string(bytes);
        };
    }
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

} // namespace

TEST_CASE("the events tell a container's life") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a");
        Watch watch(stage, "destroy");
        start(stage, a, stage.lasting());
        stage.engine.rename_container(a, stage.name("b"));
        stage.engine.kill_container(stage.name("b"), "SIGKILL");
        stage.engine.remove_container(stage.name("b"), Engine::RemoveVolumes::no);
        CHECK(watch.seen() == "create, start, rename, kill 9, die 137, destroy");
    });
}

TEST_CASE("a healthy container says so, and is unhealthy once it has stopped") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a");
        Watch watch(stage, "health_status: healthy");
        start(stage, a, stage.healthy(a));
        CHECK(watch.seen() == "create, start, health_status: healthy");
        CHECK(summary_of(stage, a).health == Health::healthy);
        CHECK(summary_of(stage, a).status.ends_with(" (healthy)"));
        stage.engine.stop_container(a, 0);
        CHECK(summary_of(stage, a).health == Health::none);
        CHECK(stage.engine.find_container(a)->health == Health::unhealthy);
    });
}

TEST_CASE("a container that ends by itself leaves its exit code and its output") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a");
        stage.engine.create_container(a, stage.brief(a));
        OutputLines attached;
        std::promise<void> opened;
        std::jthread attachment([&](std::stop_token stop) {
            stage.engine.attach_output(
                a, false, [&] { opened.set_value(); }, attached.sink(), stop);
        });
        opened.get_future().wait();
        Watch watch(stage, "die");
        stage.engine.start_container(a);
        CHECK(watch.seen() == "start, die 3");
        attachment.join();
        CHECK(attached.text() == "out: hello\n");
        OutputLines logged;
        stage.engine.read_logs(a, {}, false, logged.sink(), {});
        CHECK(logged.text() == "out: hello\n");
        CHECK(summary_of(stage, a).exit_code == 3);
        CHECK(stage.engine.find_container(a)->exit_code == 3);
    });
}

TEST_CASE("waiting for a container ends with its next exit") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a");
        start(stage, a, stage.lasting());
        std::int64_t code = 0;
        std::jthread wait([&](std::stop_token stop) { code = stage.engine.wait_container(a, stop); });
        while (summary_of(stage, a).state == ContainerState::running) {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            stage.engine.kill_container(a, "SIGKILL");
        }
        wait.join();
        CHECK(code == 137);
    });
}

TEST_CASE("a container that is removed when it ends is gone with its anonymous volumes") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a");
        ContainerSpec spec = stage.brief(a);
        spec.host.auto_remove = true;
        spec.volumes = {"/anonymous"};
        stage.engine.create_container(a, spec);
        const std::string volume = summary_of(stage, a).mounts.at(0).name;
        Watch watch(stage, "destroy");
        stage.engine.start_container(a);
        CHECK(watch.seen() == "start, die 3, destroy");
        CHECK(!stage.engine.find_container(a));
        CHECK(!stage.engine.find_volume(volume));
    });
}

TEST_CASE("the restart policy starts a container again, as often as it says") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a");
        ContainerSpec spec = stage.brief(a);
        spec.host.restart = {"on-failure", 1};
        stage.engine.create_container(a, spec);
        Watch watch(stage, "die", 2);
        stage.engine.start_container(a);
        CHECK(watch.seen() == "start, die 3, start, die 3");
        CHECK(stage.engine.find_container(a)->restart_count == 1);
        CHECK(summary_of(stage, a).state == ContainerState::exited);
    });
}

TEST_CASE("an exec runs in a running container only, and leaves its output and exit code") {
    on_each_engine([](Stage& stage) {
        const std::string a = stage.name("a");
        const std::string id = stage.engine.create_container(a, stage.lasting());
        const ExecSpec spec = stage.noisy_exec(a);
        CHECK(problem_of([&] { stage.engine.create_exec(a, spec); }) ==
              "conflict: Container " + id + " is not running");
        stage.engine.start_container(a);
        const std::string exec = stage.engine.create_exec(a, spec);
        const auto stream = stage.engine.start_exec(exec, false);
        OutputLines lines;
        OutputDemultiplexer().feed(read_all(*stream), lines.sink());
        CHECK(lines.text() == "out: out\nerr: err\n");
        CHECK(stage.engine.find_exec_exit_code(exec) == 5);
    });
}
