#pragma once

#include "cmd/session.hpp"
#include "compose/reconcile/planners.hpp"

namespace muster::cmd {

using LifecyclePlanner = compose::reconcile::Plan (*)(const compose::Project&,
                                                      const compose::reconcile::ObservedState&,
                                                      const compose::reconcile::LifecycleOptions&);

/// What start, stop and restart have in common: load or observe the project, plan, carry out.
int run_lifecycle(Session& session, const std::string& verb, LifecyclePlanner planner,
                  const compose::reconcile::LifecycleOptions& options);

} // namespace muster::cmd
