#pragma once

#include <optional>
#include <string>
#include <vector>

namespace muster {

enum class FileType { missing, regular, directory, other };

/// The file system as the loader sees it: reads only, and nothing that is not asked for.
class Files {
  public:
    virtual ~Files() = default;

    virtual FileType type(const std::string& path) const = 0;

    /// The whole content, of a pipe too (`<(command)` in a shell); /dev/null is an empty file. Throws Error
    /// (not_found, or compose_file) that says why it cannot be read: a directory, a device or a socket, a
    /// pipe that nobody writes to, more than `limit` bytes, or the system's reason.
    virtual std::string read(const std::string& path, std::size_t limit = default_limit) const = 0;

    /// The path without symbolic links; as it is where that cannot be told.
    virtual std::string real_path(const std::string& path) const { return path; }

    static constexpr std::size_t default_limit = 64UL << 20;
};

/// The real one. "/dev/stdin" is not special: standard input is read by cmd/ and handed in as text.
class DiskFiles final : public Files {
  public:
    FileType type(const std::string& path) const override;
    std::string read(const std::string& path, std::size_t limit) const override;
    std::string real_path(const std::string& path) const override;
};

/// `path` made absolute against `base` and cleaned of ".", ".." and doubled slashes, without looking at
/// the disk. REQUIRES: `base` is absolute.
std::string resolve_path(const std::string& base, const std::string& path);

/// Everything before the last slash ("/" for a file in the root).
std::string parent_path(const std::string& path);

/// Everything after the last slash.
std::string base_name(const std::string& path);

} // namespace muster
