#pragma once

#include "cmd/session.hpp"
#include "compose/reconcile/planners.hpp"

#include <chrono>
#include <functional>
#include <optional>

namespace muster::cmd {

/// A verb that acts on the containers a project has.
struct LifecycleVerb {
    std::string name;
    std::vector<std::string> services; ///< those named; empty: all
    std::function<compose::reconcile::Plan(const compose::Project&, const compose::reconcile::ObservedState&)>
        planner;
    std::optional<std::chrono::seconds> deadline = std::nullopt; ///< for waits
    enum class Locking {
        lock, ///< others that would change the project wait
        none  ///< for signals, which must also help when another run hangs
    } locking = Locking::lock;
    /// Asked before anything is done, if there is anything to do: whether to go on.
    std::function<bool(const compose::reconcile::Plan&)> confirm = nullptr;
};

/// What they have in common: load or observe the project, plan, carry out.
int run_lifecycle(Session& session, const LifecycleVerb& verb);

} // namespace muster::cmd
