#include "compose/load/paths.hpp"

#include "base/files.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>

namespace muster::compose::load {

namespace {

bool is_slash(char c) { return c == '/' || c == '\\'; }

/// "C:\data", "C:/data" or "\\server\share".
bool is_windows_path(std::string_view path) {
    if (path.size() < 3) return false;
    const bool has_drive = std::isalpha(static_cast<unsigned char>(path[0])) != 0 && path[1] == ':';
    return has_drive ? is_slash(path[2]) : is_slash(path[0]) && is_slash(path[1]);
}

} // namespace

PathResolver::PathResolver(std::string base, std::string home, Mode mode)
    : base_(std::move(base)), home_(std::move(home)), mode_(mode) {}

void PathResolver::set_base(FileId file, std::string directory) { bases_[file] = std::move(directory); }

const std::string& PathResolver::base(FileId file) const {
    const auto found = bases_.find(file);
    return found == bases_.end() ? base_ : found->second;
}

std::string PathResolver::resolve(const Span& where, const std::string& path) const {
    if (path.empty() || path.starts_with('/') || is_windows_path(path)) return path;
    if (mode_ == Mode::keep) return from_project(base(where.file), path);
    // Docker Compose knows no homes of other users: "~ann" is "ann" in the own one.
    if (path.starts_with('~') && !home_.empty()) return resolve_path(home_, "./" + path.substr(1));
    return resolve_path(base(where.file), path);
}

std::string PathResolver::from_project(const std::string& directory, const std::string& path) const {
    if (directory == base_ || path.starts_with('~')) return path;
    return std::filesystem::path(resolve_path(directory, path)).lexically_relative(base_).string();
}

std::string PathResolver::resolve_context(const Span& where, const std::string& context) const {
    return is_remote_context(context) ? context : resolve(where, context);
}

bool is_remote_context(std::string_view context) {
    static constexpr std::array<std::string_view, 7> prefixes{"service:", "https://",    "http://", "git://",
                                                              "ssh://",   "github.com/", "git@"};
    return context.find("://") != std::string_view::npos ||
           std::any_of(prefixes.begin(), prefixes.end(),
                       [&](std::string_view prefix) { return context.starts_with(prefix); });
}

bool is_host_path(std::string_view source) {
    return source.starts_with('/') || source.starts_with('.') || source.starts_with('~') ||
           source.starts_with('\\') || is_windows_path(source);
}

} // namespace muster::compose::load
