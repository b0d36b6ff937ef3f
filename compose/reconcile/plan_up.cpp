#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/graph/order.hpp"
#include "compose/reconcile/decisions.hpp"
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
        const auto removed = remove_networks(diverged);
        add_networks(plan_, resources_, project_, seen_, removed);
        add_volumes(plan_, resources_, project_, seen_);
        for (const std::string& name : graph::dependency_order(project_))
            plan_service(project_.services.at(name));
        plan_orphans();
        if (options_.wait) plan_waits();
        return plan_.take();
    }

  private:
    std::set<std::string> fetched_services() const {
        std::set<std::string> names;
        for (const auto& [name, step] : resources_.images) names.insert(name);
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
                                      .only_if = std::nullopt});
        }
        return removed;
    }

    std::vector<StepId> disconnect_all(const engine::NetworkSummary& network, const Reason& reason) {
        std::vector<StepId> disconnects;
        for (const ObservedContainer& container : seen_.containers) {
            if (!container.summary.networks.contains(network.name)) continue;
            std::vector<StepId> after;
            append(after, stop(container, {reason}, std::nullopt, {}));
            disconnects.push_back(
                plan_.add({.action = DisconnectNetwork{network.id, target_of(container, {}).container},
                           .subject = container_subject(container.summary.name),
                           .service = container.service,
                           .after = std::move(after),
                           .reasons = {reason},
                           .only_if = std::nullopt}));
        }
        return disconnects;
    }

    /// Each container is stopped once, whatever the number of reasons.
    std::optional<StepId> stop(const ObservedContainer& container, std::vector<Reason> reasons,
                               std::optional<ImageChange> only_if, const std::vector<StepId>& after) {
        const auto known = stops_.find(container.summary.id);
        if (known != stops_.end()) return known->second;
        PlanBuilder::Target target = target_of(container, std::move(reasons));
        target.only_if = std::move(only_if);
        const auto id = plan_.add_stop(container, std::move(target), options_.timeout, after);
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
        if (decided.replaces_any()) stop_dependents_of(service.name);
        for (const ReplicaDecision& replica : decided.replicas) plan_replica(service, replica, removed);
    }

    StepId plan_removal(const Removal& removal) {
        std::vector<StepId> after;
        append(after, stop(*removal.container, {removal.reason}, std::nullopt, {}));
        return plan_.add_remove(target_of(*removal.container, {removal.reason}), AnonymousVolumes::keep,
                                std::move(after));
    }

    void stop_dependents_of(const std::string& name) {
        for (const auto& [other, service] : project_.services) {
            const auto dependency = service.depends_on.find(name);
            if (dependency == service.depends_on.end() || !dependency->second.restart) continue;
            for (const ReplicaDecision& replica : decisions_.at(other).replicas)
                if (replica.decision == Decision::restart)
                    append(stopped_dependents_[name],
                           stop(*replica.existing, replica.reasons, replica.only_if, {}));
        }
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
            known.ready = plan_.add_start(target(service, replica), std::move(after));
        }
        gates_.add_replica(service.name, known);
    }

    void restart(const Service& service, const ReplicaDecision& replica) {
        std::vector<StepId> after;
        append(after, stop(*replica.existing, replica.reasons, replica.only_if, {}));
        start(service, replica, std::move(after));
    }

    void create(const Service& service, const ReplicaDecision& replica, std::optional<StepId> cleared) {
        start(service, replica, {add_create(service, replica, replica.name, cleared)});
    }

    // The replacement is made while the old container still serves; the old one stops only when everything
    // that the new one waits for is ready.
    void recreate(const Service& service, const ReplicaDecision& replica, std::optional<StepId> cleared) {
        const std::string temporary = translate::temporary_name(replica.existing->summary.id, replica.name);
        std::vector<StepId> after{add_create(service, replica, temporary, cleared)};
        if (options_.starting == Starting::start) append(after, gates_.before_start(service));
        append(after, stopped_dependents_[service.name]);
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
                               .replaces_id = replica.existing ? replica.existing->summary.id : ""};
        Step step{.action = std::move(action),
                  .subject = container_subject(replica.name),
                  .service = service.name,
                  .after = before_create(service),
                  .reasons = replica.reasons,
                  .only_if = replica.only_if};
        append(step.after, cleared);
        const StepId id = plan_.add(std::move(step));
        creates_[service.name].push_back(id);
        return id;
    }

    std::vector<StepId> before_create(const Service& service) const {
        std::vector<StepId> after;
        const auto need = [&](const std::map<std::string, StepId>& steps, const std::string& key) {
            const auto step = steps.find(key);
            if (step != steps.end()) after.push_back(step->second);
        };
        need(resources_.images, service.name);
        for (const auto& [key, endpoint] : service.networks) need(resources_.networks, key);
        for (const Mount& mount : service.volumes) need(resources_.volumes, mount.source);
        for (const std::string& donor : donors_of(service)) {
            const auto steps = creates_.find(donor);
            if (steps != creates_.end()) append(after, steps->second);
        }
        return after;
    }

    /// Services whose containers must exist before this one's can be created, for it refers to their ids.
    static std::set<std::string> donors_of(const Service& service) {
        std::set<std::string> donors;
        for (const std::string& mode : {service.network_mode, service.ipc, service.pid})
            if (mode.starts_with("service:")) donors.insert(mode.substr(8));
        for (const std::string& entry : service.volumes_from) donors.insert(split(entry, ':')[0]);
        for (const std::string& entry : service.links) donors.insert(split(entry, ':')[0]);
        return donors;
    }

    StepId remove_existing(const ReplicaDecision& replica, std::vector<StepId> after) {
        append(after, stop(*replica.existing, replica.reasons, replica.only_if, after));
        PlanBuilder::Target old = target_of(*replica.existing, replica.reasons);
        old.only_if = replica.only_if;
        const bool renew = options_.anonymous_volumes == AnonymousVolumesOnRecreate::renew;
        return plan_.add_remove(std::move(old), renew ? AnonymousVolumes::remove : AnonymousVolumes::keep,
                                std::move(after));
    }

    StepId rename(const Service& service, const ReplicaDecision& replica, const std::string& from,
                  std::vector<StepId> after) {
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

    PlanBuilder::Target target(const Service& service, const ReplicaDecision& replica) const {
        PlanBuilder::Target out{ref_of(replica), service.name, replica.reasons, replica.only_if};
        // A stopped container is started whether or not it is replaced before.
        if (replica.existing && !is_active(*replica.existing)) out.only_if.reset();
        return out;
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
            plan_removal({orphan,
                          orphan->number,
                          {"no service of the project is called " + quoted(orphan->service), {}}});
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
    std::map<std::string, StepId> stops_; ///< by container id
    std::map<std::string, std::vector<StepId>> stopped_dependents_;
    std::map<std::string, std::vector<StepId>> creates_; ///< by service
};

} // namespace

Plan plan_up(const Project& project, const ObservedState& seen, const UpOptions& options) {
    return UpPlanner(project, seen, options).run();
}

} // namespace muster::compose::reconcile
