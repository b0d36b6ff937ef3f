#pragma once

#include "compose/reconcile/planners.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace muster::compose::reconcile {

/// What becomes of one replica of a service.
enum class Decision {
    keep,     ///< up to date and running (or done)
    start,    ///< up to date, but stopped
    restart,  ///< up to date, but something it depends on is replaced
    create,   ///< there is none
    recreate, ///< there is one, but not as declared
    take_over ///< there is one under a temporary name, left by an interrupted recreate: finish it
};

struct ReplicaDecision {
    Decision decision = Decision::keep;
    std::int64_t number = 0;
    std::string name;                            ///< the final name
    const ObservedContainer* existing = nullptr; ///< null for `create`
    std::vector<Reason> reasons;
    Conditions only_if;  ///< of a recreate: what a pull or build must bring for it to be needed
    Conditions start_if; ///< of its stop and start
};

struct Removal {
    const ObservedContainer* container = nullptr;
    std::int64_t number = 0;
    Reason reason;
};

struct ServiceDecisions {
    std::vector<ReplicaDecision> replicas;
    std::vector<Removal> removals; ///< surplus replicas and leftovers of interrupted runs

    bool replaces_any() const;
};

/// What the decisions are based on. `fetched` are the services whose image the plan pulls or builds,
/// `diverged` the keys of networks that are replaced.
struct DecisionInput {
    const Project& project;
    const ObservedState& seen;
    const UpOptions& options;
    std::set<std::string> fetched;
    std::set<std::string> diverged;
};

/// The decisions for all services, in an order that lets a change reach those that depend on it.
std::map<std::string, ServiceDecisions> decide(const DecisionInput& input);

} // namespace muster::compose::reconcile
