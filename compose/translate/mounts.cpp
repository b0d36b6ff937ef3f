#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/translate/host_spec.hpp"
#include "compose/translate/names.hpp"

#include <algorithm>

namespace muster::compose::translate {

namespace {

constexpr char secret_directory[] = "/run/secrets/";

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

/// Source: Compose spec, services.secrets: a relative target lies below /run/secrets; a config's below /.
std::string target_path(const FileReference& reference, const char* directory) {
    const std::string& target = reference.target.empty() ? reference.source : reference.target;
    return target.starts_with('/') ? target : directory + target;
}

const FileObject& find_object(const std::map<std::string, FileObject>& objects,
                              const FileReference& reference, const char* kind) {
    const FileObject& object = objects.at(reference.source);
    if (object.external)
        throw Error(ErrorKind::unsupported, std::string("external ") + kind + " " + quoted(reference.source) +
                                                " is not supported: the engine keeps such " + kind +
                                                "s for swarm services only");
    return object;
}

struct Source {
    const std::map<std::string, FileObject>& objects;
    const std::vector<FileReference>& references;
    const char* directory;
    const char* kind;
};

std::vector<Source> file_sources(const Project& project, const Service& service) {
    return {{project.configs, service.configs, "/", "config"},
            {project.secrets, service.secrets, secret_directory, "secret"}};
}

void add_file_mounts(engine::HostSpec& host, const Source& source) {
    for (const FileReference& reference : source.references) {
        const FileObject& object = find_object(source.objects, reference, source.kind);
        if (object.file.empty()) continue;
        engine::MountSpec spec;
        spec.type = "bind";
        spec.source = object.file;
        spec.target = target_path(reference, source.directory);
        spec.read_only = true;
        host.mounts.push_back(std::move(spec));
    }
}

std::string object_content(const Project& project, const FileObject& object, const Source& source,
                           const std::string& key) {
    if (!object.content.empty() || object.environment.empty()) return object.content;
    const auto variable = project.environment.find(object.environment);
    if (variable == project.environment.end())
        throw Error(ErrorKind::compose_file, "environment variable " + quoted(object.environment) +
                                                 " required by " + source.kind + " " + quoted(key) +
                                                 " is not set");
    return variable->second;
}

std::int64_t to_id(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos ? std::stoll(text) : 0;
}

} // namespace

void add_mounts(engine::HostSpec& host, const Project& project, const Service& service,
                const ContainerRequest& request) {
    for (const Mount& mount : service.volumes) add_volume(host, project, mount);
    for (const Source& source : file_sources(project, service)) add_file_mounts(host, source);
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

std::vector<CopiedFile> copied_files(const Project& project, const Service& service) {
    std::vector<CopiedFile> files;
    for (const Source& source : file_sources(project, service)) {
        for (const FileReference& reference : source.references) {
            const FileObject& object = find_object(source.objects, reference, source.kind);
            if (!object.file.empty()) continue;
            CopiedFile file{target_path(reference, source.directory),
                            object_content(project, object, source, reference.source)};
            if (reference.mode) file.mode = reference.mode->bits;
            file.uid = to_id(reference.uid);
            file.gid = to_id(reference.gid);
            if (!file.content.empty()) files.push_back(std::move(file));
        }
    }
    return files;
}

bool has_copied_files(const Project& project, const Service& service) {
    for (const Source& source : file_sources(project, service))
        for (const FileReference& reference : source.references)
            if (source.objects.at(reference.source).file.empty()) return true;
    return false;
}

} // namespace muster::compose::translate
