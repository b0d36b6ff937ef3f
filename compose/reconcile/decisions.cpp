#include "compose/reconcile/decisions.hpp"

#include "base/text.hpp"
#include "compose/graph/order.hpp"
#include "compose/reconcile/diff.hpp"
#include "compose/reconcile/donors.hpp"
#include "compose/reconcile/plan_builder.hpp"
#include "compose/translate/container_spec.hpp"
#include "compose/translate/granted_files.hpp"
#include "compose/translate/labels.hpp"
#include "compose/translate/names.hpp"

#include <algorithm>

namespace muster::compose::reconcile {

namespace label = translate::label;

namespace {

constexpr std::size_t shown_id_length = 19; // "sha256:" and twelve digits

std::vector<std::string> service_path(const Service& service, std::vector<std::string> rest = {}) {
    std::vector<std::string> path{"services", service.name};
    path.insert(path.end(), rest.begin(), rest.end());
    return path;
}

void append_new(Conditions& conditions, const Conditions& more) {
    for (const ImageChange& change : more)
        if (std::find(conditions.begin(), conditions.end(), change) == conditions.end())
            conditions.push_back(change);
}

class Decider {
  public:
    explicit Decider(const DecisionInput& input) : input_(input) {}

    std::map<std::string, ServiceDecisions> run() {
        // Containers of services that were left out (--no-deps) are still there to be shared.
        for (const ObservedContainer& container : input_.seen.containers)
            if (container.kind == ContainerKind::replica &&
                !input_.project.services.contains(container.service))
                containers_of_[container.service].emplace(container.number, container.summary.id);
        const auto order = graph::dependency_order(input_.project);
        for (const std::string& name : order) decide_service(input_.project.services.at(name));
        for (auto name = order.rbegin(); name != order.rend(); ++name) leave_finished_jobs(*name);
        for (const std::string& name : order) restart_dependents_of(name);
        return std::move(decisions_);
    }

  private:
    struct Candidate {
        const ObservedContainer* container;
        std::vector<Reason> stale; ///< why it must be replaced; empty: up to date
        bool has_final_name;
    };

    void decide_service(const Service& service) {
        ServiceDecisions& out = decisions_[service.name];
        const auto wanted = static_cast<std::size_t>(replica_count(service));
        std::int64_t highest = 0;
        std::set<std::int64_t> taken;
        for (Candidate& candidate : ranked_candidates(service)) {
            const std::int64_t number = candidate.container->number;
            highest = std::max(highest, number);
            if (taken.contains(number))
                out.removals.push_back(
                    {candidate.container, number, {"left over from an interrupted run", {}}});
            else if (out.replicas.size() == wanted)
                out.removals.push_back({candidate.container, number, surplus_reason(service)});
            else
                out.replicas.push_back(decide_replica(service, candidate));
            taken.insert(number);
        }
        while (out.replicas.size() < wanted) out.replicas.push_back(new_replica(service, ++highest));
        std::sort(out.replicas.begin(), out.replicas.end(),
                  [](const auto& a, const auto& b) { return a.number < b.number; });
        for (const ReplicaDecision& replica : out.replicas)
            if (replica.existing) containers_of_[service.name][replica.number] = replica.existing->summary.id;
    }

    Reason surplus_reason(const Service& service) const {
        return {"the service asks for " +
                    counted(static_cast<std::size_t>(replica_count(service)), "container"),
                service_path(service, {"scale"})};
    }

    ReplicaDecision new_replica(const Service& service, std::int64_t number) const {
        return {.decision = Decision::create,
                .number = number,
                .name = translate::container_name(input_.project, service, number),
                .existing = nullptr,
                .reasons = {{"it does not exist", service_path(service)}},
                .only_if = {},
                .start_if = {}};
    }

    /// Up-to-date ones first, then low numbers, then those that have their final name.
    std::vector<Candidate> ranked_candidates(const Service& service) {
        std::vector<Candidate> candidates;
        for (const ObservedContainer* container : replicas_of(input_.seen, service.name))
            candidates.push_back({container, reasons_to_recreate(service, *container),
                                  !has_temporary_name(service, *container)});
        std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
            const auto rank = [](const Candidate& c) {
                return std::tuple(!c.stale.empty(), c.container->number, !c.has_final_name);
            };
            return rank(a) < rank(b);
        });
        return candidates;
    }

    bool has_temporary_name(const Service& service, const ObservedContainer& container) const {
        const auto final_name = translate::final_name_of(container.summary.name);
        return final_name &&
               *final_name == translate::container_name(input_.project, service, container.number);
    }

    ReplicaDecision decide_replica(const Service& service, Candidate& candidate) const {
        const ObservedContainer& container = *candidate.container;
        ReplicaDecision out{.decision = Decision::keep,
                            .number = container.number,
                            .name = translate::container_name(input_.project, service, container.number),
                            .existing = &container,
                            .reasons = std::move(candidate.stale),
                            .only_if = conditions_to_recreate(service, container),
                            .start_if = {}};
        if (!out.reasons.empty()) {
            out.decision = Decision::recreate;
            out.only_if.clear();
        } else if (!candidate.has_final_name) {
            // Whether a pull or build makes it out of date is not known: it cannot simply be taken over.
            out.decision = out.only_if.empty() ? Decision::take_over : Decision::recreate;
            out.reasons = {{"an interrupted run left it under a temporary name", {}}};
            out.only_if.clear();
        } else if (!out.only_if.empty()) {
            out.decision = Decision::recreate;
            out.reasons = {condition_reason(service, out.only_if)};
            if (is_active(container)) out.start_if = out.only_if;
        } else {
            out.name = container.summary.name;
            if (is_active(container)) return out;
            out.decision = Decision::start;
            out.reasons = {{"it is " + engine::to_string(container.summary.state), {}}};
        }
        return out;
    }

    static Reason condition_reason(const Service& service, const Conditions& conditions) {
        std::vector<std::string> images;
        for (const ImageChange& change : conditions) images.push_back(quoted(change.reference));
        return {"if image " + join(images, " or ") + " turns out to have changed",
                service_path(service, {"image"})};
    }

    ImageChange image_change(const Service& service, const ObservedContainer& container) const {
        return {translate::image_name(input_.project, service),
                translate::find_label(container.summary.labels, label::image)};
    }

    Recreate recreate_mode(const Service& service) const {
        const UpOptions& options = input_.options;
        const bool targeted = options.services.empty() || options.services.contains(service.name);
        return targeted ? options.recreate : options.recreate_dependencies;
    }

    std::vector<Reason> reasons_to_recreate(const Service& service, const ObservedContainer& container) {
        const Recreate mode = recreate_mode(service);
        if (auto reasons = renewal_reasons(service, container); !reasons.empty()) return reasons;
        if (mode == Recreate::never) return {};
        if (mode == Recreate::always) return {{"a recreate was asked for", {}}};
        std::vector<Reason> reasons;
        add_donor_reasons(reasons, service);
        // A replaced donor changes the hash through its id; saying so twice would not help.
        if (reasons.empty()) add_config_reasons(reasons, service, container);
        add_file_reasons(reasons, service, container);
        add_image_reason(reasons, service, container);
        add_network_reasons(reasons, service, container);
        add_volume_reasons(reasons, service, container);
        if (container.summary.state == engine::ContainerState::dead) reasons.push_back({"it is dead", {}});
        return reasons;
    }

    /// A volume cannot be removed while there is a container that has it.
    std::vector<Reason> renewal_reasons(const Service& service, const ObservedContainer& container) const {
        std::vector<Reason> reasons;
        for (const std::string& key : input_.options.renewed_volumes)
            if (has_mounted(container, input_.project.volumes.at(key).name))
                reasons.push_back({"volume " + quoted(input_.project.volumes.at(key).name) + " is made anew",
                                   service_path(service, {"volumes"})});
        return reasons;
    }

    void add_donor_reasons(std::vector<Reason>& reasons, const Service& service) {
        for (const auto& [donor, attribute] : donors_of(service)) {
            const ReplicaDecision* shared = shared_replica(donor);
            if (shared && gets_new_container(*shared) && shared->only_if.empty())
                reasons.push_back({attribute + ": service " + quoted(donor) + " gets a new container",
                                   service_path(service, {attribute})});
        }
    }

    /// The replica whose namespaces are shared: the first. Null when the donor has none.
    const ReplicaDecision* shared_replica(const std::string& donor) const {
        const auto decided = decisions_.find(donor);
        if (decided == decisions_.end() || decided->second.replicas.empty()) return nullptr;
        return &decided->second.replicas.front();
    }

    static bool gets_new_container(const ReplicaDecision& replica) {
        return replica.decision == Decision::create || replica.decision == Decision::recreate;
    }

    /// The image changes for which the service, or one whose namespaces it shares, is to be replaced.
    Conditions conditions_to_recreate(const Service& service, const ObservedContainer& container) const {
        Conditions conditions;
        if (recreate_mode(service) == Recreate::never) return conditions;
        if (input_.fetched.contains(service.name)) conditions.push_back(image_change(service, container));
        for (const auto& [donor, attribute] : donors_of(service))
            if (const ReplicaDecision* shared = shared_replica(donor))
                append_new(conditions, shared->only_if);
        return conditions;
    }

    void add_config_reasons(std::vector<Reason>& reasons, const Service& service,
                            const ObservedContainer& container) const {
        if (translate::resolved_config_hash(service, containers_of_) == container.config_hash) return;
        for (Reason& reason : explain_difference(service, container)) {
            reason.path = service_path(service, reason.path);
            reasons.push_back(std::move(reason));
        }
        if (reasons.empty()) reasons.push_back({"its configuration changed", service_path(service)});
    }

    std::vector<Reason> explain_difference(const Service& service, const ObservedContainer& container) const {
        const auto details = input_.seen.details.find(container.summary.id);
        if (details == input_.seen.details.end()) return {};
        const auto image = input_.seen.image_details.find(details->second.image_id);
        const translate::ContainerRequest request{.number = container.number,
                                                  .name = container.summary.name,
                                                  .image_id = "",
                                                  .replaces = "",
                                                  .inherited_mounts = {},
                                                  .containers_of = containers_of_};
        return diff_container(details->second.spec,
                              translate::container_spec(input_.project, service, request),
                              image == input_.seen.image_details.end() ? nullptr : &image->second);
    }

    void add_file_reasons(std::vector<Reason>& reasons, const Service& service,
                          const ObservedContainer& container) const {
        const std::string recorded = translate::find_label(container.summary.labels, label::files);
        for (const auto& file : translate::changed_files(input_.project, service, container.number, recorded))
            reasons.push_back(
                {file.kind + " " + quoted(file.name) + " changed", {file.kind + "s", file.name}});
    }

    void add_image_reason(std::vector<Reason>& reasons, const Service& service,
                          const ObservedContainer& container) const {
        const auto current = input_.seen.images.find(translate::image_name(input_.project, service));
        const std::string made_from = translate::find_label(container.summary.labels, label::image);
        if (current == input_.seen.images.end() || made_from.empty() || made_from == current->second) return;
        const bool is_explained = std::any_of(reasons.begin(), reasons.end(), [](const Reason& reason) {
            return reason.text.starts_with("image: ");
        });
        if (is_explained) return;
        reasons.push_back({"image " + quoted(current->first) +
                               " changed: " + made_from.substr(0, shown_id_length) + " -> " +
                               current->second.substr(0, shown_id_length),
                           service_path(service, {"image"})});
    }

    void add_network_reasons(std::vector<Reason>& reasons, const Service& service,
                             const ObservedContainer& container) const {
        for (const auto& [key, endpoint] : service.networks) {
            const Network& network = input_.project.networks.at(key);
            const auto attachment = container.summary.networks.find(network.name);
            const auto path = service_path(service, {"networks", key});
            if (input_.diverged.contains(key))
                reasons.push_back({"network " + quoted(network.name) + " is replaced", path});
            else if (attachment == container.summary.networks.end() || is_stale(key, attachment->second))
                reasons.push_back({"it is not connected to network " + quoted(network.name), path});
        }
    }

    /// Whether a container belongs to an earlier network of the same name. A stopped one could not even
    /// start.
    bool is_stale(const std::string& key, const engine::NetworkAttachment& attachment) const {
        const auto network = input_.seen.networks.find(key);
        if (network == input_.seen.networks.end()) return true;
        return !attachment.network_id.empty() && attachment.network_id != network->second.id;
    }

    void add_volume_reasons(std::vector<Reason>& reasons, const Service& service,
                            const ObservedContainer& container) const {
        for (const Mount& mount : service.volumes) {
            const auto volume = input_.project.volumes.find(mount.source);
            if (mount.type != "volume" || volume == input_.project.volumes.end()) continue;
            if (!has_mounted(container, volume->second.name))
                reasons.push_back({"volume " + quoted(volume->second.name) + " is not mounted in it",
                                   service_path(service, {"volumes"})});
        }
    }

    /// A job that others wait for (service_completed_successfully) and that has succeeded runs again only
    /// when one of them is going to start.
    void leave_finished_jobs(const std::string& name) {
        if (!is_awaited_job(name) || has_starting_dependent(name)) return;
        for (ReplicaDecision& replica : decisions_.at(name).replicas) {
            const bool is_done = replica.existing && replica.existing->summary.exit_code == 0;
            if (is_done && replica.decision == Decision::recreate) replica.start_if = replica.only_if;
            if (!is_done || replica.decision != Decision::start) continue;
            replica.decision = Decision::keep;
            replica.reasons.clear();
        }
    }

    bool is_awaited_job(const std::string& name) const {
        for (const auto& [other, service] : input_.project.services) {
            const auto dependency = service.depends_on.find(name);
            if (dependency != service.depends_on.end() &&
                dependency->second.condition == Condition::service_completed_successfully)
                return true;
        }
        return false;
    }

    bool has_starting_dependent(const std::string& name) const {
        for (const auto& [other, service] : input_.project.services) {
            if (!service.depends_on.contains(name)) continue;
            for (const ReplicaDecision& replica : decisions_.at(other).replicas)
                if (replica.decision != Decision::keep && replica.start_if.empty()) return true;
        }
        return false;
    }

    /// Source: Compose spec, depends_on.restart.
    void restart_dependents_of(const std::string& name) {
        const ServiceDecisions& decided = decisions_.at(name);
        if (!decided.replaces_any()) return;
        const Conditions conditions = conditions_of_replacing(decided);
        for (const auto& [other, service] : input_.project.services) {
            const auto dependency = service.depends_on.find(name);
            if (dependency == service.depends_on.end() || !dependency->second.restart) continue;
            const Reason reason{"it depends on " + quoted(name) + ", which is replaced, with 'restart: true'",
                                service_path(service, {"depends_on", name})};
            for (ReplicaDecision& replica : decisions_.at(other).replicas)
                add_restart(replica, reason, conditions);
        }
    }

    static void add_restart(ReplicaDecision& replica, const Reason& reason, const Conditions& conditions) {
        const bool is_kept = replica.decision == Decision::keep && is_active(*replica.existing);
        if (is_kept) {
            replica.decision = Decision::restart;
            replica.start_if = conditions;
        } else if (replica.start_if.empty()) {
            return; // it starts, or starts anew, in any case
        } else if (conditions.empty()) {
            replica.start_if.clear();
        } else {
            append_new(replica.start_if, conditions);
        }
        replica.reasons.push_back(reason);
    }

    /// The conditions under which any of a service's containers is replaced; none when that is certain.
    static Conditions conditions_of_replacing(const ServiceDecisions& decided) {
        Conditions conditions;
        for (const ReplicaDecision& replica : decided.replicas) {
            if (replica.decision != Decision::recreate) continue;
            if (replica.only_if.empty()) return {};
            append_new(conditions, replica.only_if);
        }
        return conditions;
    }

    const DecisionInput& input_;
    translate::ContainersOf containers_of_; ///< those that are kept or replaced
    std::map<std::string, ServiceDecisions> decisions_;
};

} // namespace

bool ServiceDecisions::replaces_any() const {
    return std::any_of(replicas.begin(), replicas.end(),
                       [](const ReplicaDecision& replica) { return replica.decision == Decision::recreate; });
}

std::map<std::string, ServiceDecisions> decide(const DecisionInput& input) { return Decider(input).run(); }

} // namespace muster::compose::reconcile
