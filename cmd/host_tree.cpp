#include "cmd/host_tree.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sys/stat.h>

namespace muster::cmd {

namespace {

[[noreturn]] void fail(const std::string& path, int code) {
    const ErrorKind kind = code == ENOENT ? ErrorKind::not_found : ErrorKind::usage;
    throw Error(kind, "cannot read " + muster::quoted(path) + ": " + to_lower(std::strerror(code)));
}

struct stat look_at(const std::string& path, FollowLink follow) {
    struct stat info {};
    const bool is_there =
        follow == FollowLink::yes ? ::stat(path.c_str(), &info) == 0 : ::lstat(path.c_str(), &info) == 0;
    if (!is_there) fail(path, errno);
    return info;
}

/// Collects a tree's members, directories before what is in them.
class Walk {
  public:
    void visit(const std::string& host_path, const std::string& name) {
        const struct stat info = look_at(host_path, FollowLink::no);
        if (!name.empty()) add(host_path, name, info);
        if (S_ISDIR(info.st_mode)) visit_children(host_path, name);
    }

    std::vector<engine::TarEntry> take() { return std::move(entries_); }

  private:
    void visit_children(const std::string& host_path, const std::string& name) {
        std::error_code problem;
        std::vector<std::string> children;
        auto child = std::filesystem::directory_iterator(host_path, problem);
        for (; !problem && child != std::filesystem::directory_iterator(); child.increment(problem))
            children.push_back(child->path().filename());
        if (problem) fail(host_path, problem.value());
        std::sort(children.begin(), children.end());
        for (const std::string& each : children)
            visit(host_path + "/" + each, name.empty() ? each : name + "/" + each);
    }

    void add(const std::string& host_path, const std::string& name, const struct stat& info) {
        engine::TarEntry entry{.path = name,
                               .mode = info.st_mode & 07777U,
                               .uid = info.st_uid,
                               .gid = info.st_gid,
                               .mtime = info.st_mtim.tv_sec};
        if (S_ISDIR(info.st_mode))
            entry.content = engine::TarDirectory{};
        else if (S_ISREG(info.st_mode))
            entry.content = engine::TarHostFile{host_path};
        else if (S_ISLNK(info.st_mode))
            entry.content = engine::TarSymlink{std::filesystem::read_symlink(host_path)};
        else
            return;
        entries_.push_back(std::move(entry));
    }

    std::vector<engine::TarEntry> entries_;
};

} // namespace

HostTree find_host_tree(const std::string& path, FollowLink follow) {
    const bool must_follow = follow == FollowLink::yes || path.ends_with('/') || path.ends_with("/.");
    const struct stat info = look_at(path, must_follow ? FollowLink::yes : FollowLink::no);
    const bool is_usable = S_ISDIR(info.st_mode) || S_ISREG(info.st_mode) || S_ISLNK(info.st_mode);
    if (!is_usable)
        throw Error(ErrorKind::usage,
                    "cannot copy " + muster::quoted(path) + ": not a file, directory or link");
    std::error_code problem;
    const auto real = std::filesystem::canonical(path, problem);
    return {must_follow && !problem ? real.string() : path, S_ISDIR(info.st_mode)};
}

std::vector<engine::TarEntry> tar_entries(const HostTree& tree, const std::string& name) {
    Walk walk;
    walk.visit(tree.path, name);
    return walk.take();
}

} // namespace muster::cmd
