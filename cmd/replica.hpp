#pragma once

#include "cmd/session.hpp"
#include "compose/reconcile/observed.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::cmd {

/// Which container of a service is meant.
struct ReplicaChoice {
    std::string service;
    std::optional<int> index; ///< --index; nothing or 0: the first
    enum class State { running, any } state = State::running;
    enum class OneOff { last, none } one_off = OneOff::last; ///< whether `run`'s containers count
};

/// All that may be meant, the first one first: those that run before those that do not, replicas in the
/// order of their numbers, then one-off ones. Throws Error (not_found) when there is none.
std::vector<compose::reconcile::ObservedContainer>
get_replicas(Session& session, const compose::Project& project, const ReplicaChoice& choice);

/// The first of them.
compose::reconcile::ObservedContainer get_replica(Session& session, const compose::Project& project,
                                                  const ReplicaChoice& choice);

/// For a verb that does one thing with one container, running or not: that of the service it names first,
/// with the number of --index. Nothing for --dry-run, which only says "would `action` demo-web-1".
std::optional<compose::reconcile::ObservedContainer> choose_replica(Session& session, const Flags& flags,
                                                                    const std::string& action);

} // namespace muster::cmd
