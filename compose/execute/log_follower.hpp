#pragma once

#include "base/error.hpp"
#include "compose/execute/container_end.hpp"
#include "compose/execute/log_timestamps.hpp"
#include "engine-client/engine.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace muster::compose::execute {

/// Follows the output of several containers at once, each until it has stopped for good. The end of a
/// container's stream is what tells that it stopped; nothing is polled.
class LogFollower {
  public:
    /// Called from several threads, but for one container never at the same time.
    struct Callbacks {
        std::function<void(const std::string& name, engine::OutputStream, std::string_view)> on_output;
        std::function<void(const ContainerEnd&)> on_end;
        /// Following a container came to an end because the engine refused; optional.
        std::function<void(const std::string& name, const Error&)> on_error = nullptr;
    };

    LogFollower(engine::Engine& engine, Callbacks callbacks);
    ~LogFollower();

    /// Attaches to a container that is about to be started and returns once nothing can be missed.
    void attach_before_start(const std::string& name, const std::string& id);
    /// Follows a container that runs already, from now on or with the log so far as `options` says
    /// (`follow` is implied). Lines not later than `after` (nanoseconds since 1970) are left out.
    /// A container that is followed already is left alone; one whose following has ended is taken up where
    /// that ended.
    void follow_running(const std::string& name, const std::string& id, const engine::LogOptions& options,
                        std::int64_t after = 0);

    /// Blocks until every followed container has ended, or stop() was called.
    void wait();
    void stop();

  private:
    enum class Begin { attach, read };
    struct Source;

    // With the mutex held
    Source& source_of(const std::string& id);
    void begin(Source& source, Begin how);

    // On the source's own thread
    void run(Source& source, Begin how, std::stop_token stop);
    void follow(Source& source, Begin how, std::stop_token stop);
    void attach(Source& source, std::stop_token stop);
    void read(Source& source, std::stop_token stop);
    /// Looks at a container whose stream has ended, reports its end, and waits for its next run if there is
    /// to be one. Whether there is.
    bool goes_on(Source& source, Begin how, std::stop_token stop);
    void report_end(const Source& source, const std::optional<engine::ContainerDetails>& seen);
    std::int64_t last_logged_time(const Source& source);
    std::optional<engine::ContainerDetails> wait_for_change(const engine::ContainerDetails& seen,
                                                            std::stop_token stop);

    engine::Engine& engine_;
    const Callbacks callbacks_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t active_ = 0;
    bool stopped_ = false;
    std::vector<std::unique_ptr<Source>> sources_;
    std::vector<std::jthread> threads_; // last, so that they end before what they use
};

} // namespace muster::compose::execute
