#include "cmd/copy_ends.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

#include <vector>

namespace muster::cmd {

using There = CopyDestination::There;

namespace {

bool is_content_only(const std::string& name) { return name.empty() || name == "."; }

/// "x/" and "x/." can only be directories.
bool asks_for_directory(const std::string& path) {
    return path.ends_with('/') || path == "." || path.ends_with("/.");
}

/// Without trailing slashes and "/.".
std::string without_ending(std::string path) {
    while (path.size() > 1 && (path.ends_with('/') || path.ends_with("/.")))
        path.resize(path.size() - (path.ends_with('/') ? 1 : 2));
    return path.empty() ? "/" : path;
}

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorKind::usage, message); }

/// The last part of the path becomes the source's name.
CopyTarget renamed(const std::string& path) {
    const std::string plain = without_ending(path);
    const std::string parent = plain.find('/') == std::string::npos ? "." : parent_path(plain);
    return {parent, base_name(plain)};
}

/// The parts of a member's path without "." and empty ones; nothing when there is a "..".
std::optional<std::vector<std::string>> safe_parts(const std::string& path) {
    std::vector<std::string> parts;
    for (const std::string& part : split(path, '/')) {
        if (part == "..") return std::nullopt;
        if (!part.empty() && part != ".") parts.push_back(part);
    }
    return parts;
}

} // namespace

CopyEnd parse_copy_end(const std::string& text) {
    const std::size_t colon = text.find(':');
    const bool is_here = colon == std::string::npos || text.starts_with('/') || text.starts_with('.');
    if (is_here) return {"", text};
    return {text.substr(0, colon), text.substr(colon + 1)};
}

std::string copied_name(const std::string& path) {
    if (path == "." || path.ends_with("/.")) return ".";
    const std::string plain = without_ending(path);
    return plain == "/" ? "" : base_name(plain);
}

CopyTarget resolve_copy(const CopySource& source, const CopyDestination& destination) {
    const bool wants_directory = asks_for_directory(destination.path);
    switch (destination.there) {
    case There::directory: return {destination.path, is_content_only(source.name) ? "" : source.name};
    case There::file:
        if (source.is_directory)
            fail("cannot copy the directory " + quoted(source.path) + " onto the file " +
                 quoted(destination.path));
        if (wants_directory) fail(quoted(destination.path) + " is not a directory");
        return renamed(destination.path);
    case There::nothing: break;
    }
    if (wants_directory && !source.is_directory)
        fail("the directory " + quoted(destination.path) + " does not exist");
    return renamed(destination.path);
}

std::optional<std::string> target_path(const CopyTarget& target, const std::string& source_name,
                                       const std::string& member_path) {
    auto parts = safe_parts(member_path);
    if (!parts) return std::nullopt;
    const bool is_below = !is_content_only(source_name);
    if (is_below && !parts->empty() && parts->front() == source_name) parts->erase(parts->begin());
    if (!target.name.empty()) parts->insert(parts->begin(), target.name);
    return join(*parts, "/");
}

} // namespace muster::cmd
