#include "compose/reconcile/stops.hpp"

namespace muster::compose::reconcile {

void Stops::rename(const ObservedContainer& container, std::string name, StepId step) {
    renamed_[container.summary.id] = {std::move(name), step};
}

std::optional<StepId> Stops::renaming(const ObservedContainer& container) const {
    const auto renamed = renamed_.find(container.summary.id);
    return renamed == renamed_.end() ? std::nullopt : std::optional(renamed->second.step);
}

PlanBuilder::Target Stops::target(const ObservedContainer& container, std::vector<Reason> reasons) const {
    PlanBuilder::Target target = target_of(container, std::move(reasons));
    const auto renamed = renamed_.find(container.summary.id);
    if (renamed != renamed_.end()) target.container.name = renamed->second.name;
    return target;
}

std::optional<StepId> Stops::stop(const ObservedContainer& container, std::vector<Reason> reasons,
                                  Conditions only_if, std::vector<StepId> after) {
    const auto known = stops_.find(container.summary.id);
    if (known != stops_.end()) return known->second;
    PlanBuilder::Target stopped = target(container, std::move(reasons));
    append(after, renaming(container));
    for (const ImageChange& change : only_if) {
        const auto image = resources_.images.find(change.reference);
        if (image != resources_.images.end()) after.push_back(image->second);
    }
    stopped.only_if = std::move(only_if);
    const auto id = plan_.add_stop(container, std::move(stopped), timeout_, std::move(after));
    if (id) stops_[container.summary.id] = *id;
    return id;
}

StepId Stops::remove(const ObservedContainer& container, std::vector<Reason> reasons,
                     AnonymousVolumes volumes, std::vector<StepId> after) {
    return remove(container, target(container, std::move(reasons)), volumes, std::move(after));
}

StepId Stops::remove(const ObservedContainer& container, PlanBuilder::Target target, AnonymousVolumes volumes,
                     std::vector<StepId> after) {
    append(after, renaming(container));
    return plan_.add_remove(std::move(target), volumes, std::move(after));
}

} // namespace muster::compose::reconcile
