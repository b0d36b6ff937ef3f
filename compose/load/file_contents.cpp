#include "compose/load/file_contents.hpp"

#include "base/error.hpp"

namespace muster::compose::load {

namespace {

using Objects = std::map<std::string, FileObject>;

void read_used(Project& project, const Files& files, const Objects& objects,
               const std::vector<FileReference>& references) {
    for (const FileReference& reference : references) {
        const auto object = objects.find(reference.source);
        if (object == objects.end() || !object->second.file.starts_with('/')) continue;
        const std::string& path = object->second.file;
        if (project.file_contents.contains(path) || files.type(path) != FileType::regular) continue;
        try {
            project.file_contents[path] = files.read(path);
        } catch (const Error&) {
            // The engine mounts the file; whether it can is for the engine to say.
        }
    }
}

} // namespace

void read_file_contents(Project& project, const Files& files) {
    for (const auto& [name, service] : project.services) {
        read_used(project, files, project.secrets, service.secrets);
        read_used(project, files, project.configs, service.configs);
    }
}

} // namespace muster::compose::load
