#include "compose/reconcile/handovers.hpp"

#include "compose/reconcile/claims.hpp"

#include <algorithm>

namespace muster::compose::reconcile {

namespace {

class HandoverPlanner {
  public:
    HandoverPlanner(const HandoverInput& input, Stops& stops) : input_(input), stops_(stops) {}

    Handovers run() {
        for (const auto& [name, decided] : input_.decisions) {
            for (const Removal& removal : decided.removals)
                hand_over(*removal.container, {removal.reason}, claims_of(*removal.container));
            for (const ReplicaDecision& replica : decided.replicas) hand_over_from(name, replica);
        }
        if (input_.options.orphans == Orphans::remove)
            for (const ObservedContainer* orphan : orphans_of(input_.seen, input_.project))
                hand_over(*orphan, {orphan_reason(*orphan)}, claims_of(*orphan));
        return std::move(handovers_);
    }

  private:
    void hand_over_from(const std::string& service, const ReplicaDecision& replica) {
        if (replica.decision != Decision::recreate || !replica.only_if.empty()) return;
        Claims claims = claims_of(*replica.existing);
        for (const std::string& kept : claims_of(input_.project.services.at(service))) claims.erase(kept);
        hand_over(*replica.existing, replica.reasons, claims);
    }

    void hand_over(const ObservedContainer& holder, const std::vector<Reason>& reasons,
                   const Claims& claims) {
        for (const auto& [name, service] : input_.project.services) {
            const Claims wanted = claims_of(service);
            const bool is_taken = std::any_of(claims.begin(), claims.end(), [&](const std::string& claim) {
                return wanted.contains(claim);
            });
            if (!is_taken) continue;
            std::vector<StepId> after;
            append(after, input_.resources.image_of(input_.project, name));
            append(handovers_[name], stops_.stop(holder, reasons, {}, std::move(after)));
        }
    }

    const HandoverInput& input_;
    Stops& stops_;
    Handovers handovers_;
};

} // namespace

Handovers plan_handovers(const HandoverInput& input, Stops& stops) {
    return HandoverPlanner(input, stops).run();
}

} // namespace muster::compose::reconcile
