#pragma once

#include "base/error.hpp"
#include "compose/reconcile/observed.hpp"
#include "engine-client/engine.hpp"

#include <functional>
#include <string>
#include <thread>

namespace muster::compose::execute {

/// Reports the containers of a project when they are started: new replicas, replacements, and stopped ones
/// that start again. Of their summary only id, name and labels are known.
class StartWatch {
  public:
    struct Callbacks {
        std::function<void(const reconcile::ObservedContainer&)> on_start;
        std::function<void(const Error&)> on_lost; ///< the engine tells nothing any more
    };

    /// Returns once no start can be missed. The callbacks come from a thread of its own.
    StartWatch(engine::Engine& engine, const std::string& project_name, Callbacks callbacks);

  private:
    void on_event(const engine::Event& event);

    const Callbacks callbacks_;
    std::jthread listener_;
};

} // namespace muster::compose::execute
