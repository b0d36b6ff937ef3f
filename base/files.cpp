#include "base/files.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace muster {

namespace {

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }

  private:
    int fd_;
};

[[noreturn]] void fail_to_read(const std::string& path, int code) {
    const auto kind = code == ENOENT ? ErrorKind::not_found : ErrorKind::compose_file;
    throw Error(kind, "cannot read " + quoted(path) + ": " + to_lower(std::strerror(code)));
}

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw Error(ErrorKind::compose_file, quoted(path) + " is " + why);
}

/// Waits for a writer for as long as it may take, but for the first one only this long: a pipe without any
/// would never end.
constexpr int patience_ms = 1000;

enum class Source { file, pipe };

/// What one call of read() gave.
enum class Progress { data, end, nothing_yet };

Progress read_block(int fd, const std::string& path, std::string& content) {
    std::array<char, 1UL << 16> block;
    const ssize_t count = ::read(fd, block.data(), block.size());
    if (count > 0) content.append(block.data(), static_cast<std::size_t>(count));
    if (count > 0) return Progress::data;
    if (count == 0) return Progress::end;
    if (errno != EINTR && errno != EAGAIN) fail_to_read(path, errno);
    return Progress::nothing_yet;
}

/// A pipe's first end is no end when its writer has yet to come.
bool wait_for_writer(int fd, int timeout_ms) {
    pollfd waiting{fd, POLLIN, 0};
    return ::poll(&waiting, 1, timeout_ms) != 0;
}

std::string read_all(int fd, const std::string& path, std::size_t limit, Source source) {
    std::string content;
    bool has_writer = source == Source::file;
    for (;;) {
        const Progress progress = read_block(fd, path, content);
        if (content.size() > limit) refuse(path, "larger than " + std::to_string(limit >> 20) + " MiB");
        if (progress == Progress::end && has_writer) return content;
        if (progress == Progress::end && !wait_for_writer(fd, patience_ms))
            refuse(path, "a pipe that nobody writes to");
        if (progress == Progress::nothing_yet) wait_for_writer(fd, -1);
        has_writer = true;
    }
}

bool is_null_device(const struct stat& info) {
    return S_ISCHR(info.st_mode) && info.st_rdev == makedev(1, 3);
}

/// What a file is that has no content to be read.
std::string kind_without_content(const struct stat& info) {
    if (S_ISDIR(info.st_mode)) return "a directory, not a file";
    return S_ISSOCK(info.st_mode) ? "a socket, not a file" : "a device, not a file";
}

} // namespace

FileType DiskFiles::type(const std::string& path) const {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) return FileType::missing;
    if (S_ISREG(info.st_mode)) return FileType::regular;
    return S_ISDIR(info.st_mode) ? FileType::directory : FileType::other;
}

std::string DiskFiles::real_path(const std::string& path) const {
    const std::unique_ptr<char, decltype(&::free)> real(::realpath(path.c_str(), nullptr), &::free);
    return real ? std::string(real.get()) : path;
}

std::string DiskFiles::read(const std::string& path, std::size_t limit) const {
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    const int problem = file.get() < 0 ? errno : 0;
    struct stat info {};
    if (problem == ENXIO && ::stat(path.c_str(), &info) == 0) refuse(path, kind_without_content(info));
    if (problem != 0) fail_to_read(path, problem);
    if (::fstat(file.get(), &info) != 0) fail_to_read(path, errno);
    if (is_null_device(info)) return {};
    if (!S_ISREG(info.st_mode) && !S_ISFIFO(info.st_mode)) refuse(path, kind_without_content(info));
    return read_all(file.get(), path, limit, S_ISFIFO(info.st_mode) ? Source::pipe : Source::file);
}

std::string resolve_path(const std::string& base, const std::string& path) {
    const std::string joined = path.starts_with('/') ? path : base + "/" + path;
    std::vector<std::string> parts;
    for (std::string& part : split(joined, '/')) {
        if (part.empty() || part == ".") continue;
        if (part != "..")
            parts.push_back(std::move(part));
        else if (!parts.empty())
            parts.pop_back();
    }
    return "/" + join(parts, "/");
}

std::string parent_path(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::string base_name(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

} // namespace muster
