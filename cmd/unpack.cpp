#include "cmd/unpack.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::cmd {

using engine::TarMember;

namespace {

constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

/// An open directory, closed at the end of its scope.
class Directory {
  public:
    explicit Directory(int descriptor) : descriptor_(descriptor) {}
    ~Directory() { ::close(descriptor_); }
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;

  private:
    int descriptor_;
};

std::array<timespec, 2> times_of(const TarMember& member) {
    timespec time{};
    time.tv_sec = member.mtime;
    return {time, time};
}

} // namespace

Unpacker::Unpacker(CopyTarget target, std::string source_name, KeepOwners owners)
    : target_(std::move(target)), source_name_(std::move(source_name)), owners_(owners),
      root_(::open(target_.directory.c_str(), directory_flags)) {
    if (root_ < 0) fail("");
}

Unpacker::~Unpacker() {
    if (file_ >= 0) ::close(file_);
    if (root_ >= 0) ::close(root_);
}

void Unpacker::fail(const std::string& path) const {
    const std::string whole = path.empty() ? target_.directory : target_.directory + "/" + path;
    throw Error(ErrorKind::usage, "cannot write " + quoted(whole) + ": " + to_lower(std::strerror(errno)));
}

void Unpacker::begin_member(const TarMember& member) {
    const auto path = target_path(target_, source_name_, member.path);
    if (!path)
        throw Error(ErrorKind::engine,
                    "the archive has a file " + quoted(member.path) + " that leads out of its directory");
    if (path->empty() || member.kind == TarMember::Kind::device) return;
    path_ = *path;
    member_ = member;
    ++count_;
    const Place place = open_place(path_);
    const Directory parent(place.directory);
    switch (member.kind) {
    case TarMember::Kind::directory: return make_directory(place, member);
    case TarMember::Kind::symlink: return make_symlink(place, member);
    case TarMember::Kind::hard_link: return make_link(place, member);
    case TarMember::Kind::fifo:
        clear(place);
        if (::mkfifoat(place.directory, place.name.c_str(), member.mode) != 0) fail(path_);
        return;
    case TarMember::Kind::file: return open_file(place, member);
    case TarMember::Kind::device: return;
    }
}

/// Goes down part by part, never through a symbolic link.
Unpacker::Place Unpacker::open_place(const std::string& path) const {
    int current = ::fcntl(root_, F_DUPFD_CLOEXEC, 0);
    const std::vector<std::string> parts = split(path, '/');
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        const Directory previous(current);
        ::mkdirat(current, parts[i].c_str(), 0777);
        current = ::openat(current, parts[i].c_str(), directory_flags | O_NOFOLLOW);
        if (current < 0) fail(path);
    }
    return {current, parts.back()};
}

void Unpacker::make_directory(const Place& place, const TarMember& member) {
    // What is in it may be written even where its own mode forbids it.
    if (::mkdirat(place.directory, place.name.c_str(), member.mode | 0700U) != 0) {
        const int reason = errno;
        const int existing = ::openat(place.directory, place.name.c_str(), directory_flags | O_NOFOLLOW);
        if (existing < 0) {
            errno = reason;
            fail(path_);
        }
        ::close(existing);
    }
    directories_.emplace_back(path_, member);
}

void Unpacker::make_symlink(const Place& place, const TarMember& member) {
    clear(place);
    if (::symlinkat(member.link.c_str(), place.directory, place.name.c_str()) != 0) fail(path_);
    const auto times = times_of(member);
    ::utimensat(place.directory, place.name.c_str(), times.data(), AT_SYMLINK_NOFOLLOW);
}

void Unpacker::make_link(const Place& place, const TarMember& member) {
    const auto original = target_path(target_, source_name_, member.link);
    if (!original || original->empty())
        throw Error(ErrorKind::engine,
                    "the archive has a link to " + quoted(member.link) + ", which is outside of it");
    const Place from = open_place(*original);
    const Directory parent(from.directory);
    clear(place);
    if (::linkat(from.directory, from.name.c_str(), place.directory, place.name.c_str(), 0) != 0) fail(path_);
}

void Unpacker::open_file(const Place& place, const TarMember& member) {
    clear(place);
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    file_ = ::openat(place.directory, place.name.c_str(), flags, member.mode | 0200U);
    if (file_ < 0) fail(path_);
}

/// A directory in the way is left: it makes the write fail.
void Unpacker::clear(const Place& place) const {
    if (::unlinkat(place.directory, place.name.c_str(), 0) != 0 && errno != ENOENT && errno != EISDIR)
        fail(path_);
}

void Unpacker::take_content(std::string_view bytes) {
    while (!bytes.empty() && file_ >= 0) {
        const ssize_t count = ::write(file_, bytes.data(), bytes.size());
        if (count >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(count));
        else if (errno != EINTR)
            fail(path_);
    }
}

void Unpacker::end_member() {
    if (file_ < 0) return;
    set_attributes(file_, member_);
    const int closed = ::close(file_);
    file_ = -1;
    if (closed != 0) fail(path_);
}

void Unpacker::set_attributes(int descriptor, const TarMember& member) const {
    const auto uid = static_cast<uid_t>(member.uid);
    const auto gid = static_cast<gid_t>(member.gid);
    // Who may not give files away keeps them, as with `cp -a`.
    [[maybe_unused]] const int given = owners_ == KeepOwners::yes ? ::fchown(descriptor, uid, gid) : 0;
    ::fchmod(descriptor, member.mode);
    const auto times = times_of(member);
    ::futimens(descriptor, times.data());
}

void Unpacker::finish() {
    for (auto entry = directories_.rbegin(); entry != directories_.rend(); ++entry) {
        const Place place = open_place(entry->first);
        const Directory parent(place.directory);
        const int descriptor = ::openat(place.directory, place.name.c_str(), directory_flags | O_NOFOLLOW);
        if (descriptor < 0) fail(entry->first);
        set_attributes(descriptor, entry->second);
        ::close(descriptor);
    }
    directories_.clear();
}

} // namespace muster::cmd
