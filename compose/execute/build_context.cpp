#include "compose/execute/build_context.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "compose/execute/ignore_rules.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sys/stat.h>

namespace muster::compose::execute {

using engine::TarEntry;

namespace {

const std::string ignore_file = ".dockerignore";
const std::string default_dockerfile = "Dockerfile";
const std::string added_dockerfile = ".muster.Dockerfile";

std::string read(const std::string& path) { return DiskFiles().read(path, Files::default_limit); }

std::string system_reason() { return to_lower(std::strerror(errno)); }

/// Where a Dockerfile is: in the context, at a path relative to it; outside; or in the project itself.
struct Dockerfile {
    std::string host_path; ///< empty when it is inline
    std::string context_path;
    bool is_added = false;
};

/// The path without symbolic links; as it is when it does not exist.
std::string real_path(const std::string& path) {
    std::error_code problem;
    const auto real = std::filesystem::canonical(path, problem);
    return problem ? path : real.string();
}

std::string find_context(const std::string& context) {
    switch (DiskFiles().type(context)) {
    case FileType::directory: return real_path(context);
    case FileType::missing:
        throw Error(ErrorKind::not_found, "the build context " + muster::quoted(context) + " does not exist");
    default:
        throw Error(ErrorKind::compose_file,
                    "the build context " + muster::quoted(context) + " is not a directory");
    }
}

/// A file "dockerfile" stands in for the default one, as it does for Docker.
std::string existing_dockerfile(const std::string& context, const std::string& name) {
    const std::string path = resolve_path(context, name);
    const std::string lower = resolve_path(context, to_lower(name));
    const bool is_default = name == default_dockerfile && DiskFiles().type(path) == FileType::missing;
    return is_default && DiskFiles().type(lower) == FileType::regular ? lower : path;
}

Dockerfile find_dockerfile(const std::string& context, const Build& build) {
    if (!build.dockerfile_inline.empty()) return {"", added_dockerfile, true};
    const std::string name = build.dockerfile.empty() ? default_dockerfile : build.dockerfile;
    const std::string path = existing_dockerfile(context, name);
    const FileType type = DiskFiles().type(path);
    if (type == FileType::missing)
        throw Error(ErrorKind::not_found, "the Dockerfile " + muster::quoted(path) + " does not exist");
    if (type != FileType::regular)
        throw Error(ErrorKind::compose_file,
                    "the Dockerfile " + muster::quoted(path) + " is not a regular file");
    const std::string real = real_path(path);
    const std::string inside = context == "/" ? context : context + "/";
    if (!real.starts_with(inside)) return {path, added_dockerfile, true};
    return {path, real.substr(inside.size()), false};
}

/// The rules of the Dockerfile's own ignore file, or else of the context's.
IgnoreRules read_rules(const std::string& context, const Dockerfile& dockerfile) {
    std::vector<std::string> candidates = {context + "/" + ignore_file};
    if (!dockerfile.host_path.empty())
        candidates.insert(candidates.begin(), dockerfile.host_path + ignore_file);
    for (const std::string& path : candidates)
        if (DiskFiles().type(path) != FileType::missing) return IgnoreRules(read(path), path);
    return {};
}

/// Collects the entries below a context's root.
class Walk {
  public:
    Walk(std::string root, const IgnoreRules& rules) : root_(std::move(root)), rules_(rules) {}

    std::vector<TarEntry> entries() {
        visit_children("", {});
        return std::move(entries_);
    }

  private:
    void visit_children(const std::string& directory, const IgnoreRules::Verdict& verdict) {
        for (const std::string& name : sorted_names(directory))
            visit(directory.empty() ? name : directory + "/" + name, verdict);
    }

    void visit(const std::string& path, const IgnoreRules::Verdict& parent) {
        const IgnoreRules::Verdict verdict = rules_.judge(path, parent);
        struct stat info {};
        if (::lstat(host_path(path).c_str(), &info) != 0) fail(path);
        const bool is_directory = S_ISDIR(info.st_mode);
        const bool is_passage = is_directory && rules_.has_exception_below(path);
        if (verdict.is_excluded && !is_passage) return;
        if (!add(path, info) || !is_directory) return;
        const std::size_t count = entries_.size();
        visit_children(path, verdict);
        if (verdict.is_excluded && entries_.size() == count) entries_.pop_back();
    }

    /// False for what cannot be in an archive.
    bool add(const std::string& path, const struct stat& info) {
        TarEntry entry{.path = path, .mode = info.st_mode & 07777U, .mtime = info.st_mtim.tv_sec};
        if (S_ISDIR(info.st_mode))
            entry.content = engine::TarDirectory{};
        else if (S_ISREG(info.st_mode))
            entry.content = engine::TarHostFile{host_path(path)};
        else if (S_ISLNK(info.st_mode))
            entry.content = engine::TarSymlink{std::filesystem::read_symlink(host_path(path))};
        else
            return false;
        entries_.push_back(std::move(entry));
        return true;
    }

    std::vector<std::string> sorted_names(const std::string& directory) const {
        std::error_code problem;
        std::vector<std::string> names;
        auto children = std::filesystem::directory_iterator(host_path(directory), problem);
        for (; !problem && children != std::filesystem::directory_iterator(); children.increment(problem))
            names.push_back(children->path().filename());
        if (problem) fail(directory, to_lower(problem.message()));
        std::sort(names.begin(), names.end());
        return names;
    }

    std::string host_path(const std::string& path) const { return path.empty() ? root_ : root_ + "/" + path; }

    [[noreturn]] void fail(const std::string& path, const std::string& reason = system_reason()) const {
        throw Error(ErrorKind::compose_file,
                    "cannot read " + muster::quoted(host_path(path)) + ": " + reason);
    }

    std::string root_;
    const IgnoreRules& rules_;
    std::vector<TarEntry> entries_;
};

/// Puts a file into the context's root, in the place of one of that name.
void put(std::vector<TarEntry>& entries, TarEntry file) {
    const auto is_before = [&](const TarEntry& entry) {
        return std::string_view(entry.path).substr(0, entry.path.find('/')) < file.path;
    };
    auto place = std::find_if_not(entries.begin(), entries.end(), is_before);
    const bool is_taken = place != entries.end() && place->path == file.path;
    if (is_taken)
        *place = std::move(file);
    else
        entries.insert(place, std::move(file));
}

/// The Dockerfile is listed as ignored too: the classic builder takes it out once it has read it, so that it
/// is not among what COPY copies.
void add_dockerfile(std::vector<TarEntry>& entries, const std::string& context, engine::TarEntry file) {
    const std::string ignore_path = context + "/" + ignore_file;
    const bool has_ignore_file = DiskFiles().type(ignore_path) == FileType::regular;
    std::string ignored = has_ignore_file ? read(ignore_path) : ignore_file;
    ignored += "\n" + file.path + "\n";
    put(entries, std::move(file));
    put(entries, {.path = ignore_file, .content = engine::TarBytes{ignored}});
}

} // namespace

BuildContext collect_build_context(const Build& build) {
    const std::string context = find_context(build.context);
    const Dockerfile dockerfile = find_dockerfile(context, build);
    IgnoreRules rules = read_rules(context, dockerfile);
    rules.keep(ignore_file);
    if (!dockerfile.is_added) rules.keep(dockerfile.context_path);
    BuildContext result{Walk(context, rules).entries(), dockerfile.context_path};
    if (!dockerfile.is_added) return result;
    TarEntry file{.path = added_dockerfile};
    if (dockerfile.host_path.empty())
        file.content = engine::TarBytes{build.dockerfile_inline};
    else
        file.content = engine::TarHostFile{dockerfile.host_path};
    add_dockerfile(result.entries, context, std::move(file));
    return result;
}

} // namespace muster::compose::execute
