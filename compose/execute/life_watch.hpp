#pragma once

#include "base/error.hpp"
#include "compose/execute/container_end.hpp"
#include "compose/reconcile/observed.hpp"
#include "engine-client/engine.hpp"

#include <functional>
#include <string>
#include <thread>

namespace muster::compose::execute {

/// Reports the containers of a project when they start (new replicas, replacements, and stopped ones that
/// start again) and when they end. Of their summary only id, name and labels are known.
class LifeWatch {
  public:
    using Container = reconcile::ObservedContainer;

    struct Callbacks {
        std::function<void(const Container&)> on_start;
        std::function<void(const Container&, const ContainerEnd&)> on_end = nullptr; ///< optional
        std::function<void(const Error&)> on_lost; ///< the engine tells nothing any more
    };

    /// Returns once nothing can be missed. The callbacks come from a thread of its own.
    LifeWatch(engine::Engine& engine, const std::string& project_name, Callbacks callbacks);

  private:
    void on_event(const engine::Event& event);
    void report_end(const Container& container, const engine::Event& event);

    engine::Engine& engine_;
    const Callbacks callbacks_;
    std::jthread listener_;
};

} // namespace muster::compose::execute
