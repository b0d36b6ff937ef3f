#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/graph/order.hpp"
#include "compose/reconcile/gates.hpp"
#include "compose/reconcile/plan_providers.hpp"
#include "compose/reconcile/planners.hpp"

namespace muster::compose::reconcile {

namespace {

std::set<std::string> selection(const Project& project, const std::set<std::string>& named) {
    if (!named.empty()) return named;
    std::set<std::string> all;
    for (const auto& [name, service] : project.services) all.insert(name);
    return all;
}

void require_containers(const ObservedState& seen, const std::set<std::string>& named) {
    for (const std::string& name : named)
        if (replicas_of(seen, name).empty())
            throw Error(ErrorKind::not_found, "service " + quoted(name) + " has no container to start")
                .suggest("'muster up " + name + "' creates it");
}

} // namespace

Plan plan_start(const Project& project, const ObservedState& seen, const LifecycleOptions& options) {
    require_containers(seen, options.services);
    PlanBuilder plan(project);
    Gates gates(plan);
    const auto selected = graph::with_dependencies(project, selection(project, options.services));
    for (const std::string& name : graph::dependency_order(project)) {
        if (!selected.contains(name)) continue;
        for (const ObservedContainer* container : replicas_of(seen, name)) {
            const PlanBuilder::Target target = target_of(*container, {});
            Gates::Replica replica{target.container, container, std::nullopt};
            if (is_active(*container))
                plan.keep(container_subject(container->summary.name), state_words(*container));
            else
                replica.ready = plan.add_start(target, gates.before_start(project.services.at(name)));
            gates.add_replica(name, replica);
        }
        if (options.wait) gates.add_waits(name, Goal::running_or_healthy);
    }
    return plan.take();
}

Plan plan_stop(const Project& project, const ObservedState& seen, const LifecycleOptions& options) {
    PlanBuilder plan(project);
    const auto selected = selection(project, options.services);
    std::map<std::string, std::vector<StepId>> stops;
    const auto order = graph::dependency_order(project);
    for (auto name = order.rbegin(); name != order.rend(); ++name) {
        if (!selected.contains(*name)) continue;
        std::vector<StepId> after;
        for (const std::string& dependent : graph::dependents_of(project, *name))
            append(after, stops[dependent]);
        for (const ObservedContainer* container : replicas_of(seen, *name))
            append(stops[*name],
                   plan.add_stop(*container, target_of(*container, {}), options.timeout, after));
        if (project.services.at(*name).provider)
            append(stops[*name], plan.add(provider_step(*name, ProviderVerb::stop, std::move(after))));
    }
    return plan.take();
}

namespace {

/// The named services and, where they asked for it, those that depend on them.
std::set<std::string> restarted_services(const Project& project, const LifecycleOptions& options) {
    std::set<std::string> selected = selection(project, options.services);
    if (options.dependents == LifecycleOptions::Dependents::leave) return selected;
    for (const std::string& name : graph::dependency_order(project))
        for (const auto& [dependency, terms] : project.services.at(name).depends_on)
            if (terms.restart && selected.contains(dependency)) selected.insert(name);
    return selected;
}

} // namespace

Plan plan_restart(const Project& project, const ObservedState& seen, const LifecycleOptions& options) {
    PlanBuilder plan(project);
    Gates gates(plan);
    const auto selected = restarted_services(project, options);
    for (const std::string& name : graph::dependency_order(project)) {
        if (!selected.contains(name)) continue;
        const Service& service = project.services.at(name);
        for (const ObservedContainer* container : replicas_of(seen, name)) {
            const PlanBuilder::Target target = target_of(*container, {});
            std::vector<StepId> after;
            append(after, plan.add_stop(*container, target, options.timeout, {}));
            append(after, gates.before_start(service));
            gates.add_replica(name, {target.container, container, plan.add_start(target, std::move(after))});
        }
    }
    return plan.take();
}

} // namespace muster::compose::reconcile
