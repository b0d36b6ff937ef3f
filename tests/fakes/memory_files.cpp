#include "tests/fakes/memory_files.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

namespace muster::fakes {

FileType MemoryFiles::type(const std::string& path) const {
    if (files_.contains(path)) return FileType::regular;
    const std::string prefix = path == "/" ? path : path + "/";
    const auto below = files_.lower_bound(prefix);
    return below != files_.end() && below->first.starts_with(prefix) ? FileType::directory
                                                                     : FileType::missing;
}

std::string MemoryFiles::read(const std::string& path, std::size_t limit) const {
    const auto found = files_.find(path);
    if (found == files_.end()) {
        if (type(path) == FileType::directory)
            throw Error(ErrorKind::compose_file, quoted(path) + " is a directory, not a file");
        throw Error(ErrorKind::not_found, "cannot read " + quoted(path) + ": no such file or directory");
    }
    if (found->second.size() > limit)
        throw Error(ErrorKind::compose_file,
                    quoted(path) + " is larger than " + std::to_string(limit >> 20) + " MiB");
    return found->second;
}

} // namespace muster::fakes
