#include "compose/translate/granted_files.hpp"
#include "compose/translate/host_spec.hpp"
#include "compose/translate/names.hpp"

#include <algorithm>

namespace muster::compose::translate {

namespace {

bool is_plain_bind(const Mount& mount) {
    if (mount.type != "bind") return false;
    if (!mount.bind) return true;
    return mount.bind->create_host_path.is_on() && mount.bind->propagation.empty() &&
           mount.bind->recursive.empty();
}

bool is_plain_volume(const Mount& mount) {
    if (mount.type != "volume" || mount.source.empty()) return false;
    return !mount.volume || *mount.volume == VolumeOptions{};
}

/// The short bind form "source:target:mode", which alone makes the engine create a missing host path.
std::string bind_line(const std::string& source, const Mount& mount) {
    std::string mode = mount.read_only ? "ro" : "rw";
    if (mount.bind && !mount.bind->selinux.empty()) mode += "," + mount.bind->selinux;
    return source + ":" + mount.target + ":" + mode;
}

std::string volume_name(const Project& project, const std::string& key) {
    const auto found = project.volumes.find(key);
    return found == project.volumes.end() ? key : found->second.name;
}

/// What a mount is taken from, by the engine's name.
std::string mount_source(const Project& project, const Mount& mount) {
    if (mount.type == "volume" && !mount.source.empty()) return volume_name(project, mount.source);
    const auto service = project.services.find(mount.source);
    const bool is_service = mount.type == "image" && service != project.services.end();
    return is_service ? image_name(project, service->second) : mount.source;
}

/// Source: Compose spec, services.volumes.bind.recursive; "enabled" is what the engine does anyway.
void set_recursion(engine::MountSpec& spec, const std::string& recursive) {
    if (recursive == "disabled") spec.bind_non_recursive = true;
    if (recursive == "writable") spec.bind_read_only_non_recursive = true;
    if (recursive == "readonly") spec.bind_read_only_force_recursive = true;
}

engine::MountSpec mount_spec(const Project& project, const Mount& mount) {
    engine::MountSpec spec;
    spec.type = mount.type;
    spec.source = mount_source(project, mount);
    spec.target = mount.target;
    spec.read_only = mount.read_only;
    spec.consistency = mount.consistency;
    if (mount.bind) {
        spec.bind_propagation = mount.bind->propagation;
        // An engine before API 1.42 passes over this, and says so when the path is missing.
        if (mount.bind->create_host_path.is_on()) spec.bind_create_mountpoint = true;
        set_recursion(spec, mount.bind->recursive);
    }
    if (mount.volume) {
        spec.volume_labels = mount.volume->labels.entries;
        spec.volume_no_copy = mount.volume->nocopy;
        spec.volume_subpath = mount.volume->subpath;
    }
    if (mount.tmpfs) {
        spec.tmpfs_size = mount.tmpfs->size.count;
        spec.tmpfs_mode = mount.tmpfs->mode;
    }
    if (mount.image) spec.image_subpath = mount.image->subpath;
    return spec;
}

void add_volume(engine::HostSpec& host, const Project& project, const Mount& mount) {
    if (is_plain_bind(mount))
        host.binds.push_back(bind_line(mount.source, mount));
    else if (is_plain_volume(mount))
        host.binds.push_back(bind_line(volume_name(project, mount.source), mount));
    else
        host.mounts.push_back(mount_spec(project, mount));
}

} // namespace

void add_mounts(engine::HostSpec& host, const Project& project, const Service& service,
                const ContainerRequest& request) {
    for (const Mount& mount : service.volumes) add_volume(host, project, mount);
    for (engine::MountSpec& mount : file_mounts(project, service)) host.mounts.push_back(std::move(mount));
    for (const engine::MountSpec& inherited : request.inherited_mounts) {
        const bool is_overridden =
            std::any_of(service.volumes.begin(), service.volumes.end(), [&](const Mount& mount) {
                return mount.target == inherited.target && !mount.source.empty();
            });
        if (is_overridden) continue;
        std::erase_if(host.mounts, [&](const auto& mount) { return mount.target == inherited.target; });
        host.mounts.push_back(inherited);
    }
}

} // namespace muster::compose::translate
