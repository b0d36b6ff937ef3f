#include "base/text.hpp"
#include "tests/fakes/engine_refusal.hpp"
#include "tests/fakes/engine_state.hpp"

#include <algorithm>

namespace muster::fakes {

using engine::MountPoint;

namespace {

bool has_mount_at(const FakeContainer& container, const std::string& target) {
    return std::any_of(container.mounts.begin(), container.mounts.end(),
                       [&](const MountPoint& mount) { return mount.destination == target; });
}

bool is_read_only(const std::string& mode) {
    const auto options = split(mode, ',');
    return std::find(options.begin(), options.end(), "ro") != options.end();
}

} // namespace

void EngineState::add_mounts(FakeContainer& container) {
    for (const std::string& bind : container.spec.host.binds) add_bind(container, bind);
    for (const engine::MountSpec& mount : container.spec.host.mounts) add_mount(container, mount);
    for (const std::string& other : container.spec.host.volumes_from) add_mounts_from(container, other);
    add_anonymous_volumes(container, container.spec.volumes);
    add_anonymous_volumes(container, container.image.volumes);
    std::sort(container.mounts.begin(), container.mounts.end(),
              [](const auto& a, const auto& b) { return a.destination < b.destination; });
}

void EngineState::add_bind(FakeContainer& container, const std::string& bind) {
    const auto parts = split(bind, ':');
    if (parts.size() < 2 || parts.size() > 3 || !parts[1].starts_with('/'))
        throw refused("invalid volume specification: '" + bind + "'");
    const bool is_volume = !parts[0].starts_with('/');
    MountPoint mount{is_volume ? "volume" : "bind", is_volume ? parts[0] : "", parts[0], parts[1]};
    mount.read_write = parts.size() < 3 || !is_read_only(parts[2]);
    add_mount_point(container, std::move(mount));
}

void EngineState::add_mount(FakeContainer& container, const engine::MountSpec& spec) {
    MountPoint mount{spec.type, "", spec.source, spec.target};
    mount.read_write = !spec.read_only;
    if (spec.type != "volume") return add_mount_point(container, std::move(mount));
    if (spec.source.empty()) return add_anonymous_volumes(container, {spec.target});
    mount.name = spec.source;
    if (!find_volume(spec.source))
        create_volume({spec.source, spec.volume_driver, spec.volume_driver_options, spec.volume_labels});
    add_mount_point(container, std::move(mount));
}

void EngineState::add_mounts_from(FakeContainer& container, const std::string& other) {
    const auto parts = split(other, ':');
    const Container source = find_container(parts[0]);
    if (!source) throw refused("No such container: " + parts[0]);
    for (MountPoint mount : source->mounts) {
        if (has_mount_at(container, mount.destination)) continue;
        if (parts.size() > 1 && is_read_only(parts[1])) mount.read_write = false;
        container.mounts.push_back(std::move(mount));
    }
}

void EngineState::add_anonymous_volumes(FakeContainer& container, const std::vector<std::string>& targets) {
    for (const std::string& target : targets) {
        if (has_mount_at(container, target) || container.spec.host.tmpfs.contains(target)) continue;
        const std::string name = new_id("volume");
        container.anonymous_volumes.push_back(name);
        add_mount_point(container, {"volume", name, "", target});
    }
}

void EngineState::add_mount_point(FakeContainer& container, MountPoint mount) {
    if (has_mount_at(container, mount.destination))
        throw refused("Duplicate mount point: " + mount.destination);
    if (mount.type == "volume") {
        const bool is_named = !mount.source.empty();
        if (is_named) mount.source = "/var/lib/docker/volumes/" + mount.name + "/_data";
        if (!find_volume(mount.name)) create_volume({mount.name, "", {}, {}});
    }
    container.mounts.push_back(std::move(mount));
}

void EngineState::remove_anonymous_volumes(const FakeContainer& container) {
    for (const std::string& name : container.anonymous_volumes) {
        const bool is_used = std::any_of(containers_.begin(), containers_.end(),
                                         [&](const auto& other) { return uses_volume(*other.second, name); });
        if (!is_used) remove_volume(name);
    }
}

const engine::VolumeSpec* EngineState::find_volume(const std::string& volume) const {
    const auto found = volumes_.find(volume);
    return found == volumes_.end() ? nullptr : &found->second;
}

std::vector<engine::VolumeSummary> EngineState::list_volumes(const std::vector<std::string>& labels) const {
    std::vector<engine::VolumeSummary> summaries;
    for (const auto& [name, volume] : volumes_)
        if (has_labels(volume.labels, labels)) summaries.push_back(summary_of(volume));
    return summaries;
}

void EngineState::create_volume(const engine::VolumeSpec& spec) {
    engine::VolumeSpec volume = spec;
    if (volume.driver.empty()) volume.driver = "local";
    if (const engine::VolumeSpec* existing = find_volume(spec.name)) {
        if (existing->driver == volume.driver) return;
        throw conflict("create " + spec.name + ": conflict: volume name must be unique");
    }
    volumes_[spec.name] = volume;
    report("volume", "create", spec.name, {{"driver", volume.driver}});
}

void EngineState::remove_volume(const std::string& volume) {
    if (!find_volume(volume)) throw no_such("get " + volume + ": no such volume");
    std::vector<std::string> users;
    for (const auto& [id, container] : containers_)
        if (uses_volume(*container, volume)) users.push_back(id);
    if (!users.empty())
        throw conflict("remove " + volume + ": volume is in use - [" + join(users, ", ") + "]");
    const std::string driver = find_volume(volume)->driver;
    volumes_.erase(volume);
    report("volume", "destroy", volume, {{"driver", driver}});
}

engine::VolumeSummary summary_of(const engine::VolumeSpec& volume) {
    return {.name = volume.name, .driver = volume.driver, .labels = volume.labels};
}

bool uses_volume(const FakeContainer& container, const std::string& volume) {
    return std::any_of(container.mounts.begin(), container.mounts.end(), [&](const MountPoint& mount) {
        return mount.type == "volume" && mount.name == volume;
    });
}

} // namespace muster::fakes
