#include "base/files.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
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

std::string read_all(int fd, const std::string& path, std::size_t limit) {
    std::string content;
    std::string block(1UL << 16, '\0');
    for (;;) {
        const ssize_t count = ::read(fd, block.data(), block.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail_to_read(path, errno);
        if (count == 0) return content;
        content.append(block, 0, static_cast<std::size_t>(count));
        if (content.size() > limit)
            throw Error(ErrorKind::compose_file,
                        quoted(path) + " is larger than " + std::to_string(limit >> 20) + " MiB");
    }
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
    if (file.get() < 0) fail_to_read(path, errno);
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) fail_to_read(path, errno);
    if (S_ISDIR(info.st_mode))
        throw Error(ErrorKind::compose_file, quoted(path) + " is a directory, not a file");
    if (!S_ISREG(info.st_mode)) throw Error(ErrorKind::compose_file, quoted(path) + " is not a regular file");
    return read_all(file.get(), path, limit);
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
