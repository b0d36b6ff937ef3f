#pragma once

#include "engine-client/engine.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace muster::engine {

/// A file whose content is in memory.
struct TarBytes {
    std::string bytes;
    bool operator==(const TarBytes&) const = default;
};

/// A file whose content is streamed from the disk. Symbolic links are followed.
struct TarHostFile {
    std::string host_path;
    bool operator==(const TarHostFile&) const = default;
};

struct TarSymlink {
    std::string target;
    bool operator==(const TarSymlink&) const = default;
};

struct TarDirectory {
    bool operator==(const TarDirectory&) const = default;
};

/// A member of a tar archive.
struct TarEntry {
    std::string path; ///< in the archive, relative, without a trailing slash
    std::variant<TarBytes, TarHostFile, TarSymlink, TarDirectory> content = {};
    std::uint32_t mode = 0644; ///< permission bits, with setuid, setgid and sticky
    std::int64_t uid = 0;
    std::int64_t gid = 0;
    std::int64_t mtime = 0; ///< seconds since 1970
    bool operator==(const TarEntry&) const = default;
};

/// A tar archive that is made while it is read; files of any size pass through in pieces.
/// POSIX ustar, with pax headers for what ustar cannot hold (long names, sizes from 8 GiB, large ids).
class TarWriter {
  public:
    explicit TarWriter(std::vector<TarEntry> entries);
    ~TarWriter();
    TarWriter(const TarWriter&) = delete;
    TarWriter& operator=(const TarWriter&) = delete;

    /// Fills the buffer; less only at the end of the archive, then 0. Throws Error (not_found, or
    /// compose_file with the system's reason) when a host file cannot be read.
    std::size_t read(std::span<char> buffer);

    /// A file that changes its size while it is read keeps the size it had when it was opened: it is cut,
    /// or filled up with zeros. Each is told here: "'src/a.log' grew while it was read".
    const std::vector<std::string>& warnings() const { return warnings_; }

  private:
    class OpenFile;

    std::size_t read_some(std::span<char> buffer);
    std::size_t read_pending(std::span<char> buffer);
    std::size_t read_file(std::span<char> buffer);
    bool open_next();
    void open_entry(const TarEntry& entry);
    void close_file();
    void set_pending(std::string bytes);

    std::vector<TarEntry> entries_;
    std::size_t next_ = 0;
    std::string pending_; ///< headers, content from memory, padding
    std::size_t pending_read_ = 0;
    std::unique_ptr<OpenFile> file_;
    bool is_ended_ = false;
    std::vector<std::string> warnings_;
};

/// The archive as Engine::build_image and Engine::upload_archive take it.
ByteSource tar_source(std::shared_ptr<TarWriter> writer);
ByteSource tar_source(std::vector<TarEntry> entries);

} // namespace muster::engine
