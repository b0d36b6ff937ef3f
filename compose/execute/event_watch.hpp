#pragma once

#include "compose/execute/executor.hpp"
#include "engine-client/engine.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace muster::compose::execute {

/// Follows the states of containers through the engine's event stream.
///
/// A container is inspected once when following it begins, after the stream has opened, so that no change
/// falls between the two; from then on every inspection answers an event. There is no polling.
class EventWatch {
  public:
    using Report = std::function<void(Incoming)>;

    EventWatch(engine::Engine& engine, std::string project_name, Report report);
    ~EventWatch();

    /// Reports the container's state now and whenever it changes, under the given name.
    void follow(const std::string& name, const std::string& id);

  private:
    void listen(std::stop_token stop);
    void on_open();
    void on_event(const engine::Event& event);
    void inspect(const std::string& name, const std::string& id);

    engine::Engine& engine_;
    const std::string project_name_;
    const Report report_;
    std::mutex mutex_;
    bool is_open_ = false;
    std::map<std::string, std::string> followed_; ///< names by container id
    std::jthread listener_;                       ///< started by the first follow()
};

} // namespace muster::compose::execute
