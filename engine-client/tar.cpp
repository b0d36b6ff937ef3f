#include "engine-client/tar.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine-client/tar_header.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::engine {

namespace {

[[noreturn]] void fail_to_read(const std::string& path, const std::string& reason, int code = 0) {
    const ErrorKind kind = code == ENOENT ? ErrorKind::not_found : ErrorKind::compose_file;
    throw Error(kind, "cannot read " + quoted(path) + ": " + reason);
}

} // namespace

/// The host file whose content is being handed out.
class TarWriter::OpenFile {
  public:
    explicit OpenFile(const std::string& path)
        // O_NONBLOCK: opening a FIFO must not wait for a writer.
        : path_(path), fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
        if (fd_ < 0) fail();
        struct stat info {};
        const bool is_known = ::fstat(fd_, &info) == 0;
        if (is_known && S_ISREG(info.st_mode))
            size_ = info.st_size;
        else
            close_and_fail(is_known);
    }
    ~OpenFile() { ::close(fd_); }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    const std::string& path() const { return path_; }
    std::int64_t size() const { return size_; }
    std::int64_t remaining() const { return size_ - handed_out_; }

    /// Fills the buffer, with zeros beyond the file's end. REQUIRES: no more than remaining().
    void fill(std::span<char> buffer) {
        while (!buffer.empty()) {
            const std::size_t count = is_short_ ? 0 : read(buffer);
            is_short_ = count == 0;
            const std::size_t filled = is_short_ ? buffer.size() : count;
            if (is_short_) std::fill(buffer.begin(), buffer.end(), '\0');
            handed_out_ += static_cast<std::int64_t>(filled);
            buffer = buffer.subspan(filled);
        }
    }

    /// What became of the size since it was opened; empty when nothing. REQUIRES: remaining() == 0.
    std::string change() {
        char more = 0;
        if (is_short_) return "shrank";
        return read(std::span(&more, 1)) > 0 ? "grew" : "";
    }

  private:
    std::size_t read(std::span<char> buffer) {
        for (;;) {
            const ssize_t count = ::read(fd_, buffer.data(), buffer.size());
            if (count >= 0) return static_cast<std::size_t>(count);
            if (errno != EINTR) fail();
        }
    }

    [[noreturn]] void fail() const { fail_to_read(path_, to_lower(std::strerror(errno)), errno); }

    [[noreturn]] void close_and_fail(bool is_known) const {
        const std::string reason = is_known ? "not a regular file" : to_lower(std::strerror(errno));
        ::close(fd_);
        fail_to_read(path_, reason);
    }

    std::string path_;
    int fd_;
    std::int64_t size_ = 0;
    std::int64_t handed_out_ = 0;
    bool is_short_ = false;
};

TarWriter::TarWriter(std::vector<TarEntry> entries) : entries_(std::move(entries)) {}
TarWriter::~TarWriter() = default;

std::size_t TarWriter::read(std::span<char> buffer) {
    std::size_t filled = 0;
    while (filled < buffer.size()) {
        const std::size_t count = read_some(buffer.subspan(filled));
        if (count == 0 && !open_next()) break;
        filled += count;
    }
    return filled;
}

/// 0: the open entry, if any, has been handed out.
std::size_t TarWriter::read_some(std::span<char> buffer) {
    if (const std::size_t count = read_pending(buffer)) return count;
    if (!file_) return 0;
    if (file_->remaining() > 0) return read_file(buffer);
    close_file();
    return read_pending(buffer);
}

std::size_t TarWriter::read_pending(std::span<char> buffer) {
    const std::size_t count = pending_.copy(buffer.data(), buffer.size(), pending_read_);
    pending_read_ += count;
    return count;
}

std::size_t TarWriter::read_file(std::span<char> buffer) {
    const auto limit = static_cast<std::uint64_t>(file_->remaining());
    const std::size_t count = limit < buffer.size() ? static_cast<std::size_t>(limit) : buffer.size();
    file_->fill(buffer.first(count));
    return count;
}

/// False at the end of the archive.
bool TarWriter::open_next() {
    if (next_ < entries_.size()) {
        open_entry(entries_[next_++]);
        return true;
    }
    if (is_ended_) return false;
    is_ended_ = true;
    set_pending(std::string(2 * tar_block_size, '\0'));
    return true;
}

void TarWriter::open_entry(const TarEntry& entry) {
    if (const auto* host_file = std::get_if<TarHostFile>(&entry.content)) {
        file_ = std::make_unique<OpenFile>(host_file->host_path);
        return set_pending(tar_header(entry, file_->size()));
    }
    const auto* in_memory = std::get_if<TarBytes>(&entry.content);
    const std::string content = in_memory ? in_memory->bytes : "";
    const auto size = static_cast<std::int64_t>(content.size());
    set_pending(tar_header(entry, size) + content + tar_padding(size));
}

void TarWriter::close_file() {
    const std::string change = file_->change();
    if (!change.empty()) warnings_.push_back(quoted(file_->path()) + " " + change + " while it was read");
    set_pending(tar_padding(file_->size()));
    file_.reset();
}

void TarWriter::set_pending(std::string bytes) {
    pending_ = std::move(bytes);
    pending_read_ = 0;
}

ByteSource tar_source(std::shared_ptr<TarWriter> writer) {
    return [writer = std::move(writer)](std::span<char> buffer) { return writer->read(buffer); };
}

ByteSource tar_source(std::vector<TarEntry> entries) {
    return tar_source(std::make_shared<TarWriter>(std::move(entries)));
}

} // namespace muster::engine
