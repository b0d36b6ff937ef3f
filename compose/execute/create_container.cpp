#include "base/text.hpp"
#include "compose/execute/settled_calls.hpp"
#include "compose/execute/step_actions.hpp"
#include "compose/translate/container_spec.hpp"
#include "compose/translate/names.hpp"

#include <algorithm>

namespace muster::compose::execute {

namespace {

const reconcile::ObservedContainer* find_observed(const reconcile::ObservedState& seen,
                                                  const std::string& id) {
    for (const auto& container : seen.containers)
        if (container.summary.id == id) return &container;
    return nullptr;
}

/// Where a container has a volume that its image or its service asks for without naming one.
std::vector<std::string> anonymous_targets(const Service& service, const engine::ImageDetails& image) {
    std::vector<std::string> targets = image.volumes;
    for (const Mount& mount : service.volumes)
        if (mount.type == "volume" && mount.source.empty()) targets.push_back(mount.target);
    return targets;
}

/// The data in a replaced container's anonymous volumes goes on living in the new one.
std::vector<engine::MountSpec> inherited_mounts(const reconcile::ObservedContainer& replaced,
                                                const std::vector<std::string>& targets) {
    std::vector<engine::MountSpec> mounts;
    for (const engine::MountPoint& point : replaced.summary.mounts) {
        const bool is_wanted = std::find(targets.begin(), targets.end(), point.destination) != targets.end();
        if (point.type != "volume" || !is_wanted) continue;
        engine::MountSpec mount;
        mount.type = "volume";
        mount.source = point.name;
        mount.target = point.destination;
        mount.read_only = !point.read_write;
        mounts.push_back(std::move(mount));
    }
    return mounts;
}

translate::ContainerRequest request_for(const reconcile::CreateContainer& step, const StepContext& context) {
    const Service& service = context.project.services.at(step.service);
    const std::string reference = translate::image_name(context.project, service);
    translate::ContainerRequest request{.number = step.number,
                                        .name = step.final_name,
                                        .image_id = context.outcomes.image_id(reference),
                                        .replaces = "",
                                        .inherited_mounts = {},
                                        .containers_of = context.outcomes.containers_of_services(),
                                        .one_off = step.one_off};
    const auto* replaced = find_observed(context.seen, step.replaces_id);
    if (!replaced) return request;
    request.replaces = service.container_name.empty() ? service.name + "-" + std::to_string(step.number)
                                                      : service.container_name;
    if (step.volumes == reconcile::AnonymousVolumes::remove) return request;
    if (const auto image = context.engine.find_image(reference))
        request.inherited_mounts = inherited_mounts(*replaced, anonymous_targets(service, *image));
    return request;
}

} // namespace

std::string create_container(const reconcile::CreateContainer& step, const StepContext& context) {
    const Service& service = context.project.services.at(step.service);
    const auto spec = translate::container_spec(context.project, service, request_for(step, context));
    return create_or_adopt_container(context.engine, step.created_name, spec);
}

} // namespace muster::compose::execute
