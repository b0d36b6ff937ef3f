#include "compose/execute/step_actions.hpp"

#include "base/text.hpp"
#include "compose/execute/provider.hpp"
#include "compose/execute/settled_calls.hpp"
#include "compose/translate/container_spec.hpp"
#include "compose/translate/granted_files.hpp"
#include "compose/translate/resource_specs.hpp"
#include "engine-client/tar.hpp"

#include <algorithm>
#include <set>

namespace muster::compose::execute {

namespace {

engine::TarEntry tar_entry(const translate::CopiedFile& file) {
    return {.path = file.target.substr(file.target.find_first_not_of('/')),
            .content = engine::TarBytes{file.content},
            .mode = static_cast<std::uint32_t>(file.mode),
            .uid = file.uid,
            .gid = file.gid,
            .mtime = 0};
}

/// Whether a container has something mounted right there: another tool mounts files that we copy.
bool is_mounted(const reconcile::ObservedState& seen, const std::string& container,
                const std::string& target) {
    for (const auto& observed : seen.containers)
        if (observed.summary.id == container)
            return std::any_of(observed.summary.mounts.begin(), observed.summary.mounts.end(),
                               [&](const auto& mount) { return mount.destination == target; });
    return false;
}

/// The ids of containers that the plan removes without putting another one in their place.
std::set<std::string> containers_without_successor(const reconcile::Plan& plan) {
    std::set<std::string> removed;
    std::set<std::string> replaced;
    for (const Step& step : plan.steps) {
        if (const auto* removal = std::get_if<reconcile::RemoveContainer>(&step.action))
            removed.insert(removal->container.id);
        if (const auto* creation = std::get_if<reconcile::CreateContainer>(&step.action))
            replaced.insert(creation->replaces_id);
    }
    std::erase_if(removed, [&](const std::string& id) { return replaced.contains(id); });
    return removed;
}

/// The calls that each kind of step makes.
class Call {
  public:
    Call(const StepContext& context, const ProgressSink& progress, std::stop_token stop)
        : context_(context), engine_(context.engine), progress_(progress), stop_(std::move(stop)) {}

    std::string operator()(const reconcile::CreateNetwork& step) const {
        create_network_once(engine_, translate::network_spec(context_.project, step.key));
        return {};
    }

    std::string operator()(const reconcile::RemoveNetwork& step) const {
        remove_network_unless_used(engine_, step.id);
        return {};
    }

    std::string operator()(const reconcile::DisconnectNetwork& step) const {
        disconnect_network_once(engine_, step.network_id, step.container.id);
        return {};
    }

    std::string operator()(const reconcile::ConnectNetwork& step) const {
        connect_network_once(engine_, step.network, step.container.id, step.endpoint);
        return {};
    }

    std::string operator()(const reconcile::CreateVolume& step) const {
        engine_.create_volume(translate::volume_spec(context_.project, step.key));
        return {};
    }

    std::string operator()(const reconcile::RemoveVolume& step) const {
        remove_volume_unless_used(engine_, step.name);
        return {};
    }

    std::string operator()(const reconcile::PullImage& step) const {
        return pull_image(step, context_, progress_, stop_);
    }

    std::string operator()(const reconcile::BuildImage& step) const {
        return build_image(step, context_, progress_, stop_);
    }

    std::string operator()(const reconcile::RemoveImage& step) const {
        engine_.remove_image(step.reference);
        return {};
    }

    std::string operator()(const reconcile::CreateContainer& step) const {
        const std::string id = create_container(step, context_);
        context_.outcomes.add_container(step, id);
        return {};
    }

    std::string operator()(const reconcile::CopyFiles& step) const {
        const std::string container = id_of(step.container);
        std::vector<engine::TarEntry> entries;
        for (const auto& file :
             translate::copied_files(context_.project, context_.project.services.at(step.service)))
            if (!is_mounted(context_.seen, container, file.target)) entries.push_back(tar_entry(file));
        if (!entries.empty()) engine_.upload_archive(container, "/", engine::tar_source(std::move(entries)));
        return {};
    }

    std::string operator()(const reconcile::StartContainer& step) const {
        engine_.start_container(id_of(step.container));
        return {};
    }

    std::string operator()(const reconcile::StopContainer& step) const {
        engine_.stop_container(step.container.id, step.timeout);
        return {};
    }

    std::string operator()(const reconcile::KillContainer& step) const {
        engine_.kill_container(step.container.id, step.signal);
        return {};
    }

    std::string operator()(const reconcile::PauseContainer& step) const {
        engine_.pause_container(step.container.id);
        return {};
    }

    std::string operator()(const reconcile::UnpauseContainer& step) const {
        engine_.unpause_container(step.container.id);
        return {};
    }

    std::string operator()(const reconcile::RemoveContainer& step) const {
        const auto volumes = step.volumes == reconcile::AnonymousVolumes::remove
                                 ? engine::Engine::RemoveVolumes::anonymous
                                 : engine::Engine::RemoveVolumes::no;
        engine_.remove_container(step.container.id, volumes);
        return {};
    }

    std::string operator()(const reconcile::RenameContainer& step) const {
        rename_container_once(engine_, id_of(step.container), step.container.name);
        return {};
    }

    std::string operator()(const reconcile::WaitFor&) const {
        throw Error(ErrorKind::internal, "a wait is not a call to the engine");
    }

    std::string operator()(const reconcile::RunHook& step) const {
        run_hook(step, context_, progress_, stop_);
        return {};
    }

    std::string operator()(const reconcile::RunProvider& step) const {
        run_provider(step, context_, progress_, stop_);
        return {};
    }

  private:
    std::string id_of(const reconcile::ContainerRef& container) const {
        return context_.outcomes.id_of(container);
    }

    const StepContext& context_;
    engine::Engine& engine_;
    const ProgressSink& progress_;
    std::stop_token stop_;
};

} // namespace

Outcomes::Outcomes(const reconcile::ObservedState& seen, const reconcile::Plan& plan) : images_(seen.images) {
    const std::set<std::string> leaving = containers_without_successor(plan);
    for (const auto& container : seen.containers)
        if (container.kind == reconcile::ContainerKind::replica && !leaving.contains(container.summary.id))
            containers_of_[container.service].emplace(container.number, container.summary.id);
}

void Outcomes::add_container(const reconcile::CreateContainer& step, const std::string& id) {
    const std::lock_guard lock(mutex_);
    created_[step.final_name] = id;
    if (step.one_off) return;
    containers_of_[step.service][step.number] = id;
}

void Outcomes::add_image(const std::string& reference, const std::string& id) {
    const std::lock_guard lock(mutex_);
    images_[reference] = id;
}

void Outcomes::add_variables(const std::string& service, std::map<std::string, std::string> variables) {
    const std::lock_guard lock(mutex_);
    variables_[service] = std::move(variables);
}

std::map<std::string, std::map<std::string, std::string>> Outcomes::variables() const {
    const std::lock_guard lock(mutex_);
    return variables_;
}

std::string Outcomes::id_of(const reconcile::ContainerRef& container) const {
    const std::lock_guard lock(mutex_);
    const auto created = created_.find(container.name);
    return created == created_.end() ? container.id : created->second;
}

std::string Outcomes::image_id(const std::string& reference) const {
    const std::lock_guard lock(mutex_);
    const auto image = images_.find(reference);
    return image == images_.end() ? std::string() : image->second;
}

translate::ContainersOf Outcomes::containers_of_services() const {
    const std::lock_guard lock(mutex_);
    return containers_of_;
}

std::string perform(const Step& step, const StepContext& context, const ProgressSink& progress,
                    std::stop_token stop) {
    return std::visit(Call(context, progress, std::move(stop)), step.action);
}

} // namespace muster::compose::execute
