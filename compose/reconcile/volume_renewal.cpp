#include "compose/reconcile/volume_renewal.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

namespace muster::compose::reconcile {

namespace {

class VolumeRenewal {
  public:
    VolumeRenewal(PlanBuilder& plan, Stops& stops, const ResourceSteps& resources,
                  const VolumeRenewalInput& input)
        : plan_(plan), stops_(stops), resources_(resources), input_(input) {}

    StepId renew(const std::string& key) {
        const std::string& name = input_.seen.volumes.at(key).name;
        const Reason reason{"it is not as declared, and may lose its data", {"volumes", key}};
        std::vector<StepId> removals;
        for (const ObservedContainer& container : input_.seen.containers)
            if (has_mounted(container, name)) removals.push_back(remove(container, name));
        const StepId removed = add(RemoveVolume{name}, name, reason, std::move(removals));
        return add(CreateVolume{key}, input_.project.volumes.at(key).name, reason, {removed});
    }

    std::map<std::string, StepId> take_removals() { return std::move(removals_); }

  private:
    StepId add(Action action, const std::string& name, const Reason& reason, std::vector<StepId> after) {
        return plan_.add({.action = std::move(action),
                          .subject = "Volume " + name,
                          .service = "",
                          .after = std::move(after),
                          .reasons = {reason},
                          .only_if = {}});
    }

    StepId remove(const ObservedContainer& container, const std::string& volume) {
        const auto known = removals_.find(container.summary.id);
        if (known != removals_.end()) return known->second;
        if (!input_.leaving.contains(container.summary.id))
            throw Error(ErrorKind::conflict, "volume " + quoted(volume) + " cannot be made anew: container " +
                                                 quoted(container.summary.name) + " has it, and stays")
                .suggest("remove that container first");
        const Reason reason{"volume " + quoted(volume) + " is made anew", {}};
        std::vector<StepId> after = input_.networks.steps_of(container);
        append(after, resources_.image_of(input_.project, container.service));
        append(after, stops_.stop(container, {reason}, {}, after));
        return removals_[container.summary.id] =
                   stops_.remove(container, {reason}, AnonymousVolumes::keep, std::move(after));
    }

    PlanBuilder& plan_;
    Stops& stops_;
    const ResourceSteps& resources_;
    const VolumeRenewalInput& input_;
    std::map<std::string, StepId> removals_; ///< by container id
};

} // namespace

std::map<std::string, StepId> renew_volumes(PlanBuilder& plan, Stops& stops, ResourceSteps& resources,
                                            const VolumeRenewalInput& input) {
    VolumeRenewal renewal(plan, stops, resources, input);
    for (const std::string& key : input.options.renewed_volumes) resources.volumes[key] = renewal.renew(key);
    return renewal.take_removals();
}

} // namespace muster::compose::reconcile
