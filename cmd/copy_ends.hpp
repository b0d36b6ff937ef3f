#pragma once

#include <optional>
#include <string>

namespace muster::cmd {

/// One end of a copy as it is written: "web:/etc/hosts", "./file", "-".
struct CopyEnd {
    std::string service; ///< empty: here
    std::string path;    ///< "-": standard input or output
    bool operator==(const CopyEnd&) const = default;
};

/// What begins with a slash or a dot is a path here, even with a colon in it. Source: docker cp.
CopyEnd parse_copy_end(const std::string& text);

/// "dir" of "/a/dir/"; "." of "/a/dir/." and of "."; empty for "/".
std::string copied_name(const std::string& path);

/// What is to be copied.
struct CopySource {
    std::string path; ///< as it is written, for messages
    std::string name; ///< the last part of its path; "." or empty: what is in a directory, without itself
    bool is_directory = false;
};

/// Where it is to be copied, and what is there.
struct CopyDestination {
    enum class There { nothing, directory, file };
    std::string path;
    There there = There::nothing;
};

/// A directory that exists, and the name that the source shall have in it; an empty name: the source's own
/// content shall be right in the directory.
struct CopyTarget {
    std::string directory;
    std::string name;
    bool operator==(const CopyTarget&) const = default;
};

/// Throws Error (usage) for a directory that would have to replace a file, and for a file that would have to
/// be in a directory that does not exist. Source: docker cp, "Extended description".
CopyTarget resolve_copy(const CopySource& source, const CopyDestination& destination);

/// The path of an archive's member in the target's directory, when the archive begins with `source_name`.
/// Empty for the directory itself. Nothing for a path that leads out of it.
std::optional<std::string> target_path(const CopyTarget& target, const std::string& source_name,
                                       const std::string& member_path);

} // namespace muster::cmd
