#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/graph/declared.hpp"
#include "compose/graph/order.hpp"
#include "compose/reconcile/claims.hpp"
#include "compose/reconcile/decisions.hpp"
#include "compose/reconcile/donors.hpp"
#include "compose/reconcile/gates.hpp"
#include "compose/reconcile/resource_steps.hpp"
#include "compose/translate/names.hpp"

#include <algorithm>

namespace muster::compose::reconcile {

namespace {

class UpPlanner {
  public:
    UpPlanner(const Project& project, const ObservedState& seen, const UpOptions& options)
        : project_(project), seen_(seen), options_(options), plan_(project), gates_(plan_) {}

    Plan run() {
        check_externals(project_, seen_);
        const std::set<std::string> diverged = diverged_networks(project_, seen_);
        add_images(plan_, resources_, project_, seen_, options_);
        decisions_ = decide({project_, seen_, options_, fetched_services(), diverged});
        if (options_.one_off) decisions_[options_.one_off->service] = {};
        const auto removed = remove_networks(diverged);
        add_networks(plan_, resources_, project_, seen_, removed);
        add_volumes(plan_, resources_, project_, seen_);
        plan_orphans();
        if (options_.starting == Starting::start) plan_handovers();
        for (const std::string& name : graph::dependency_order(project_))
            plan_service(project_.services.at(name));
        if (options_.wait && options_.starting == Starting::start) plan_waits();
        return plan_.take();
    }

  private:
    std::set<std::string> fetched_services() const {
        std::set<std::string> names;
        for (const auto& [name, service] : project_.services)
            if (resources_.images.contains(translate::image_name(project_, service))) names.insert(name);
        return names;
    }

    // A network can only be replaced once nothing is attached to it: its containers stop and let go of it
    // first, and are recreated afterwards.
    std::map<std::string, StepId> remove_networks(const std::set<std::string>& diverged) {
        std::map<std::string, StepId> removed;
        for (const std::string& key : diverged) {
            const engine::NetworkSummary& network = seen_.networks.at(key);
            const Reason reason{"its settings changed", {"networks", key}};
            removed[key] = plan_.add({.action = RemoveNetwork{network.id},
                                      .subject = "Network " + network.name,
                                      .service = "",
                                      .after = disconnect_all(network, reason),
                                      .reasons = {reason},
                                      .only_if = {}});
        }
        return removed;
    }

    std::vector<StepId> disconnect_all(const engine::NetworkSummary& network, const Reason& reason) {
        std::vector<StepId> disconnects;
        for (const ObservedContainer& container : seen_.containers) {
            if (!container.summary.networks.contains(network.name)) continue;
            std::vector<StepId> after;
            append(after, stop(container, {reason}, {}, {}));
            disconnects.push_back(
                disconnects_[container.summary.id] =
                    plan_.add({.action = DisconnectNetwork{network.id, target_of(container, {}).container},
                               .subject = container_subject(container.summary.name),
                               .service = container.service,
                               .after = std::move(after),
                               .reasons = {reason},
                               .only_if = {}}));
        }
        return disconnects;
    }

    /// Each container is stopped once, whatever the number of reasons.
    std::optional<StepId> stop(const ObservedContainer& container, std::vector<Reason> reasons,
                               Conditions only_if, std::vector<StepId> after) {
        const auto known = stops_.find(container.summary.id);
        if (known != stops_.end()) return known->second;
        PlanBuilder::Target target = target_of(container, std::move(reasons));
        for (const ImageChange& change : only_if) append(after, find(resources_.images, change.reference));
        target.only_if = std::move(only_if);
        const auto id = plan_.add_stop(container, std::move(target), options_.timeout, std::move(after));
        if (id) stops_[container.summary.id] = *id;
        return id;
    }

    void plan_service(const Service& service) {
        const ServiceDecisions& decided = decisions_.at(service.name);
        std::map<std::int64_t, StepId> removed;
        for (const Removal& removal : decided.removals) {
            const StepId id = plan_removal(removal);
            // A leftover under the temporary name would be in the way of the next replacement.
            removed[removal.number] = id;
        }
        for (const ReplicaDecision& replica : decided.replicas) plan_replica(service, replica, removed);
        if (options_.one_off && options_.one_off->service == service.name) run_once(service);
    }

    /// It is made only once everything it depends on is ready.
    void run_once(const Service& service) {
        const OneOffContainer& wanted = *options_.one_off;
        std::vector<StepId> after = before_create(service);
        append(after, gates_.before_start(service));
        append(after, handovers_[service.name]);
        CreateContainer action{.service = service.name,
                               .number = 0,
                               .final_name = wanted.name,
                               .created_name = wanted.name,
                               .replaces_id = "",
                               .one_off = wanted.details};
        const StepId created = plan_.add({.action = std::move(action),
                                          .subject = container_subject(wanted.name),
                                          .service = service.name,
                                          .after = std::move(after),
                                          .reasons = {},
                                          .only_if = {}});
        plan_.add_start(
            {.container = {wanted.name, ""}, .service = service.name, .reasons = {}, .only_if = {}},
            {created});
    }

    StepId plan_removal(const Removal& removal) {
        std::vector<StepId> after;
        append(after, stop(*removal.container, {removal.reason}, {}, {}));
        append(after, find(disconnects_, removal.container->summary.id));
        return removals_[removal.container->summary.name] = plan_.add_remove(
                   target_of(*removal.container, {removal.reason}), AnonymousVolumes::keep, std::move(after));
    }

    /// The stops of those that are to be restarted once `name` has been replaced.
    std::vector<StepId> stop_dependents_of(const std::string& name, const std::vector<StepId>& after) {
        std::vector<StepId> stops;
        for (const auto& [other, service] : project_.services) {
            const auto dependency = service.depends_on.find(name);
            if (dependency == service.depends_on.end() || !dependency->second.restart) continue;
            for (const ReplicaDecision& replica : decisions_.at(other).replicas)
                if (replica.decision == Decision::restart)
                    append(stops, stop(*replica.existing, replica.reasons, replica.start_if, after));
        }
        return stops;
    }

    void plan_replica(const Service& service, const ReplicaDecision& replica,
                      const std::map<std::int64_t, StepId>& removed) {
        const auto leftover = removed.find(replica.number);
        const std::optional<StepId> cleared =
            leftover == removed.end() ? std::nullopt : std::optional(leftover->second);
        switch (replica.decision) {
        case Decision::keep: return keep(service, replica);
        case Decision::start: return start(service, replica, {});
        case Decision::restart: return restart(service, replica);
        case Decision::create: return create(service, replica, cleared);
        case Decision::recreate: return recreate(service, replica, cleared);
        case Decision::take_over: return take_over(service, replica, cleared);
        }
    }

    void keep(const Service& service, const ReplicaDecision& replica) {
        plan_.keep(container_subject(replica.name), state_words(*replica.existing));
        gates_.add_replica(service.name, {ref_of(replica), replica.existing, std::nullopt});
    }

    void start(const Service& service, const ReplicaDecision& replica, std::vector<StepId> after) {
        Gates::Replica known{ref_of(replica), replica.existing, std::nullopt};
        if (options_.starting == Starting::start) {
            append(after, gates_.before_start(service));
            append(after, handovers_[service.name]);
            known.ready = plan_.add_start({ref_of(replica), service.name, replica.reasons, replica.start_if},
                                          std::move(after));
        }
        gates_.add_replica(service.name, known);
    }

    void restart(const Service& service, const ReplicaDecision& replica) {
        std::vector<StepId> after;
        append(after, stop(*replica.existing, replica.reasons, replica.start_if, {}));
        start(service, replica, std::move(after));
    }

    void create(const Service& service, const ReplicaDecision& replica, std::optional<StepId> cleared) {
        start(service, replica, {add_create(service, replica, replica.name, cleared)});
    }

    // The replacement is made while the old container still serves; the old one and those that depend on it
    // stop only when everything that the new one waits for is ready.
    void recreate(const Service& service, const ReplicaDecision& replica, std::optional<StepId> cleared) {
        const std::string temporary = translate::temporary_name(replica.existing->summary.id, replica.name);
        std::vector<StepId> after{add_create(service, replica, temporary, cleared)};
        if (options_.starting == Starting::start) append(after, gates_.before_start(service));
        append(after, stop_dependents_of(service.name, after));
        const StepId removed = remove_existing(replica, after);
        start(service, replica, {rename(service, replica, temporary, {removed})});
    }

    void take_over(const Service& service, const ReplicaDecision& replica, std::optional<StepId> cleared) {
        std::vector<StepId> after;
        append(after, cleared);
        const StepId renamed = rename(service, replica, replica.existing->summary.name, std::move(after));
        if (!is_active(*replica.existing)) return start(service, replica, {renamed});
        gates_.add_replica(service.name, {ref_of(replica), replica.existing, renamed});
    }

    StepId add_create(const Service& service, const ReplicaDecision& replica, const std::string& name,
                      std::optional<StepId> cleared) {
        CreateContainer action{.service = service.name,
                               .number = replica.number,
                               .final_name = replica.name,
                               .created_name = name,
                               .replaces_id = replica.existing ? replica.existing->summary.id : "",
                               .volumes = old_volumes()};
        Step step{.action = std::move(action),
                  .subject = container_subject(replica.name),
                  .service = service.name,
                  .after = before_create(service),
                  .reasons = replica.reasons,
                  .only_if = replica.only_if};
        append(step.after, cleared);
        append(step.after, find(removals_, name));
        const StepId id = plan_.add(std::move(step));
        creates_[service.name].push_back(id);
        return id;
    }

    std::vector<StepId> before_create(const Service& service) const {
        std::vector<StepId> after;
        append(after, find(resources_.images, translate::image_name(project_, service)));
        for (const auto& [key, endpoint] : service.networks) append(after, find(resources_.networks, key));
        for (const Mount& mount : service.volumes) append(after, find(resources_.volumes, mount.source));
        for (const std::string& donor : named_in(service)) {
            const auto steps = creates_.find(donor);
            if (steps != creates_.end()) append(after, steps->second);
        }
        return after;
    }

    static std::optional<StepId> find(const std::map<std::string, StepId>& steps, const std::string& key) {
        const auto step = steps.find(key);
        return step == steps.end() ? std::nullopt : std::optional(step->second);
    }

    /// Services whose containers must exist before this one's can be created, for it refers to them.
    static std::set<std::string> named_in(const Service& service) {
        std::set<std::string> names;
        for (const auto& [donor, attribute] : donors_of(service)) names.insert(donor);
        for (const std::string& entry : service.links) names.insert(split(entry, ':')[0]);
        return names;
    }

    StepId remove_existing(const ReplicaDecision& replica, std::vector<StepId> after) {
        append(after, stop(*replica.existing, replica.reasons, replica.start_if, after));
        PlanBuilder::Target old = target_of(*replica.existing, replica.reasons);
        old.only_if = replica.only_if;
        return plan_.add_remove(std::move(old), old_volumes(), std::move(after));
    }

    /// What becomes of a replaced container's anonymous volumes.
    AnonymousVolumes old_volumes() const {
        const bool renew = options_.anonymous_volumes == AnonymousVolumesOnRecreate::renew;
        return renew ? AnonymousVolumes::remove : AnonymousVolumes::keep;
    }

    StepId rename(const Service& service, const ReplicaDecision& replica, const std::string& from,
                  std::vector<StepId> after) {
        append(after, find(removals_, replica.name));
        return plan_.add({.action = RenameContainer{ref_of(replica), from},
                          .subject = container_subject(replica.name),
                          .service = service.name,
                          .after = std::move(after),
                          .reasons = replica.reasons,
                          .only_if = replica.only_if});
    }

    static ContainerRef ref_of(const ReplicaDecision& replica) {
        return {replica.name, replica.existing ? replica.existing->summary.id : ""};
    }

    void plan_orphans() {
        const auto orphans = orphans_of(seen_, project_);
        if (orphans.empty() || options_.orphans == Orphans::ignore) return;
        if (options_.orphans == Orphans::remove) return remove_orphans(orphans);
        std::vector<std::string> names;
        for (const ObservedContainer* orphan : orphans) names.push_back(orphan->summary.name);
        plan_.warn("found orphan containers (" + join(names, ", ") +
                   ") for this project; if their services were removed or renamed in the compose file, "
                   "--remove-orphans cleans them up");
    }

    void remove_orphans(const std::vector<const ObservedContainer*>& orphans) {
        for (const ObservedContainer* orphan : orphans)
            plan_removal({orphan, orphan->number, orphan_reason(*orphan)});
    }

    /// A container that gives up what another one asks for has to stop before that one starts. It stops
    /// early, for nothing that it would otherwise wait for may in turn wait for the other.
    void plan_handovers() {
        for (const auto& [name, decided] : decisions_) {
            for (const Removal& removal : decided.removals)
                hand_over(*removal.container, {removal.reason}, claims_of(*removal.container));
            for (const ReplicaDecision& replica : decided.replicas) {
                if (replica.decision != Decision::recreate || !replica.only_if.empty()) continue;
                Claims claims = claims_of(*replica.existing);
                for (const std::string& kept : claims_of(project_.services.at(name))) claims.erase(kept);
                hand_over(*replica.existing, replica.reasons, claims);
            }
        }
        if (options_.orphans == Orphans::remove)
            for (const ObservedContainer* orphan : orphans_of(seen_, project_))
                hand_over(*orphan, {orphan_reason(*orphan)}, claims_of(*orphan));
    }

    void hand_over(const ObservedContainer& holder, const std::vector<Reason>& reasons,
                   const Claims& claims) {
        for (const auto& [name, service] : project_.services) {
            const Claims wanted = claims_of(service);
            const bool is_taken = std::any_of(claims.begin(), claims.end(), [&](const std::string& claim) {
                return wanted.contains(claim);
            });
            if (!is_taken) continue;
            std::vector<StepId> after;
            append(after, find(resources_.images, translate::image_name(project_, service)));
            append(handovers_[name], stop(holder, reasons, {}, std::move(after)));
        }
    }

    void plan_waits() {
        for (const auto& [name, service] : project_.services) gates_.add_waits(name, wait_goal(name));
    }

    /// A service that others wait to complete is done when it has completed.
    Goal wait_goal(const std::string& name) const {
        for (const auto& [other, service] : project_.services) {
            const auto dependency = service.depends_on.find(name);
            if (dependency != service.depends_on.end() &&
                dependency->second.condition == Condition::service_completed_successfully)
                return Goal::completed_successfully;
        }
        return Goal::running_or_healthy;
    }

    const Project& project_;
    const ObservedState& seen_;
    const UpOptions& options_;
    PlanBuilder plan_;
    Gates gates_;
    ResourceSteps resources_;
    std::map<std::string, ServiceDecisions> decisions_;
    std::map<std::string, StepId> stops_;                  ///< by container id
    std::map<std::string, StepId> disconnects_;            ///< by container id
    std::map<std::string, StepId> removals_;               ///< of surplus and orphan containers, by name
    std::map<std::string, std::vector<StepId>> handovers_; ///< by service: what its starts come after
    std::map<std::string, std::vector<StepId>> creates_;   ///< by service
};

} // namespace

Plan plan_up(const Project& project, const ObservedState& seen, const UpOptions& options) {
    graph::require_declared(project);
    return UpPlanner(project, seen, options).run();
}

} // namespace muster::compose::reconcile
