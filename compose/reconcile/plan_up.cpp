#include "base/digest.hpp"
#include "base/text.hpp"
#include "compose/graph/declared.hpp"
#include "compose/graph/order.hpp"
#include "compose/reconcile/decisions.hpp"
#include "compose/reconcile/donors.hpp"
#include "compose/reconcile/gates.hpp"
#include "compose/reconcile/handovers.hpp"
#include "compose/reconcile/network_replacement.hpp"
#include "compose/reconcile/resource_steps.hpp"
#include "compose/reconcile/stops.hpp"
#include "compose/reconcile/volume_renewal.hpp"
#include "compose/translate/names.hpp"

#include <algorithm>

namespace muster::compose::reconcile {

namespace {

class UpPlanner {
  public:
    UpPlanner(const Project& project, const ObservedState& seen, const UpOptions& options)
        : project_(project), seen_(seen), options_(options), plan_(project), gates_(plan_),
          stops_(plan_, resources_, options.timeout), diverged_(diverged_networks(project, seen)),
          networks_(plan_, stops_, {project, seen, diverged_, leaving_, resources_}) {}

    Plan run() {
        check_externals(project_, seen_);
        networks_.check_strangers();
        add_images(plan_, resources_, project_, seen_, options_);
        decisions_ = decide({project_, seen_, options_, fetched_services(), diverged_});
        if (options_.one_off) decisions_[options_.one_off->service] = {};
        find_leaving();
        free_names();
        const auto removed = networks_.remove();
        add_networks(plan_, resources_, project_, seen_, removed);
        networks_.reconnect();
        removed_first_ =
            renew_volumes(plan_, stops_, resources_, {project_, seen_, options_, leaving_, networks_});
        add_volumes(plan_, resources_, project_, seen_);
        plan_orphans();
        if (options_.starting == Starting::start)
            handovers_ = plan_handovers({project_, seen_, options_, decisions_, resources_}, stops_);
        plan_removals();
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

    /// The containers that the plan removes, with or without putting others in their place.
    void find_leaving() {
        for (const auto& [name, decided] : decisions_) {
            for (const Removal& removal : decided.removals) leaving_.insert(removal.container->summary.id);
            for (const ReplicaDecision& replica : decided.replicas)
                if (replica.decision == Decision::recreate && replica.only_if.empty())
                    leaving_.insert(replica.existing->summary.id);
        }
        if (options_.orphans != Orphans::remove) return;
        for (const ObservedContainer* orphan : orphans_of(seen_, project_))
            leaving_.insert(orphan->summary.id);
    }

    /// Two services may swap their container names: a container whose name another one is to get gives it up
    /// at once and goes on running until its own turn comes, under a temporary name that its own replacement
    /// does not get.
    void free_names() {
        std::map<std::string, const ObservedContainer*> holders; // of a name that is theirs no longer
        for (const auto& [name, decided] : decisions_)
            for (const ReplicaDecision& replica : decided.replicas)
                if (replica.decision == Decision::recreate && replica.existing->summary.name != replica.name)
                    holders[replica.existing->summary.name] = replica.existing;
        for (const auto& [name, decided] : decisions_)
            for (const ReplicaDecision& replica : decided.replicas) {
                const auto holder = holders.find(replica.name);
                if (holder != holders.end()) free_name(*holder->second, replica.name, name);
            }
    }

    void free_name(const ObservedContainer& holder, const std::string& name, const std::string& service) {
        const std::string temporary = translate::temporary_name(sha256_hex(holder.summary.id), name);
        const StepId id =
            plan_.add({.action = RenameContainer{{temporary, holder.summary.id}, name},
                       .subject = container_subject(temporary),
                       .service = holder.service,
                       .after = {},
                       .reasons = {{"service " + quoted(service) + " is to have the name " + quoted(name),
                                    {"services", service, "container_name"}}},
                       .only_if = {}});
        stops_.rename(holder, temporary, id);
        removals_[name] = id;
    }

    void plan_service(const Service& service) {
        for (const ReplicaDecision& replica : decisions_.at(service.name).replicas)
            plan_replica(service, replica, cleared_[service.name]);
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

    /// They wait for nothing, and other services may wait for their names.
    void plan_removals() {
        for (const auto& [name, decided] : decisions_)
            for (const Removal& removal : decided.removals)
                cleared_[name][removal.number] = plan_removal(removal);
    }

    StepId plan_removal(const Removal& removal) {
        std::optional<StepId> known = find(removed_first_, removal.container->summary.id);
        if (known) return removals_[removal.container->summary.name] = *known;
        std::vector<StepId> after = networks_.steps_of(*removal.container);
        append(after, stops_.stop(*removal.container, {removal.reason}, {}, {}));
        return removals_[removal.container->summary.name] = stops_.remove(
                   *removal.container, {removal.reason}, AnonymousVolumes::keep, std::move(after));
    }

    /// The stops of those that are to be restarted once `name` has been replaced.
    std::vector<StepId> stop_dependents_of(const std::string& name, const std::vector<StepId>& after) {
        std::vector<StepId> stops;
        for (const auto& [other, service] : project_.services) {
            const auto dependency = service.depends_on.find(name);
            if (dependency == service.depends_on.end() || !dependency->second.restart) continue;
            for (const ReplicaDecision& replica : decisions_.at(other).replicas)
                if (replica.decision == Decision::restart)
                    append(stops, stops_.stop(*replica.existing, replica.reasons, replica.start_if, after));
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
        Gates::Replica known{ref_of(replica), replica.existing, std::nullopt};
        // Until it is connected again, it cannot be found.
        for (const StepId step : networks_.steps_of(*replica.existing)) known.ready = step;
        gates_.add_replica(service.name, known);
    }

    void start(const Service& service, const ReplicaDecision& replica, std::vector<StepId> after) {
        Gates::Replica known{ref_of(replica), replica.existing, std::nullopt};
        if (options_.starting == Starting::start) {
            append(after, gates_.before_start(service));
            append(after, handovers_[service.name]);
            if (replica.existing) append(after, networks_.steps_of(*replica.existing));
            known.ready = plan_.add_start({ref_of(replica), service.name, replica.reasons, replica.start_if},
                                          std::move(after));
        }
        gates_.add_replica(service.name, known);
    }

    void restart(const Service& service, const ReplicaDecision& replica) {
        std::vector<StepId> after;
        append(after, stops_.stop(*replica.existing, replica.reasons, replica.start_if, {}));
        start(service, replica, std::move(after));
    }

    void create(const Service& service, const ReplicaDecision& replica, std::optional<StepId> cleared) {
        start(service, replica, {add_create(service, replica, replica.name, cleared)});
    }

    // The replacement is made while the old container still serves; the old one and those that depend on it
    // stop only when everything that the new one waits for is ready.
    void recreate(const Service& service, const ReplicaDecision& replica, std::optional<StepId> cleared) {
        if (removed_first_.contains(replica.existing->summary.id)) return create(service, replica, cleared);
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
        if (replica.existing) append(step.after, find(removed_first_, replica.existing->summary.id));
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
        append(after, stops_.stop(*replica.existing, replica.reasons, replica.start_if, after));
        append(after, networks_.steps_of(*replica.existing));
        PlanBuilder::Target old = stops_.target(*replica.existing, replica.reasons);
        old.only_if = replica.only_if;
        return stops_.remove(*replica.existing, std::move(old), old_volumes(), std::move(after));
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
    std::set<std::string> leaving_; ///< ids of containers
    Stops stops_;
    const std::set<std::string> diverged_; ///< keys of networks
    NetworkReplacement networks_;
    std::map<std::string, StepId> removals_; ///< what frees a container's name, by that name
    /// By service and number: the removal of a leftover, which would be in the way of the next replacement.
    std::map<std::string, std::map<std::int64_t, StepId>> cleared_;
    std::map<std::string, StepId> removed_first_; ///< by id: before their replacements are made
    Handovers handovers_;
    std::map<std::string, std::vector<StepId>> creates_; ///< by service
};

} // namespace

Plan plan_up(const Project& project, const ObservedState& seen, const UpOptions& options) {
    graph::require_declared(project);
    return UpPlanner(project, seen, options).run();
}

} // namespace muster::compose::reconcile
