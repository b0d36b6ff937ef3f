#include "engine-client/tunnel_directory.hpp"

#include "base/error.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace muster::engine {

namespace {

constexpr char name_start[] = "muster-ssh-";

/// What the path of a unix socket may have, less what ssh adds to that of a socket that it is about to make.
constexpr std::size_t path_limit = sizeof(sockaddr_un::sun_path) - 32;

/// A folder younger than that may belong to a run that has yet to lock it.
constexpr std::time_t leftover_age_seconds = 60;

bool is_usable(const char* directory) {
    if (!directory || directory[0] != '/') return false;
    const std::size_t length = std::strlen(directory) + std::strlen("/muster-ssh-XXXXXX/engine");
    return length <= path_limit && ::access(directory, W_OK | X_OK) == 0;
}

std::string choose_parent() {
    for (const char* variable : {"XDG_RUNTIME_DIR", "TMPDIR"})
        if (const char* value = std::getenv(variable); is_usable(value)) return value;
    return "/tmp";
}

void remove_with_sockets(const std::string& path) {
    for (const char* socket : {"/engine", "/ssh"}) ::unlink((path + socket).c_str());
    ::rmdir(path.c_str());
}

int open_directory(const std::string& path) {
    return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

void remove_if_left(const std::string& path) {
    const int directory = open_directory(path);
    if (directory < 0) return;
    struct stat info {};
    const bool is_old_and_ours = ::fstat(directory, &info) == 0 && info.st_uid == ::geteuid() &&
                                 std::time(nullptr) - info.st_mtime > leftover_age_seconds;
    if (is_old_and_ours && ::flock(directory, LOCK_EX | LOCK_NB) == 0) remove_with_sockets(path);
    ::close(directory);
}

void remove_leftovers(const std::string& parent) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(parent, ignored))
        if (entry.path().filename().string().starts_with(name_start)) remove_if_left(entry.path());
}

} // namespace

TunnelDirectory::TunnelDirectory() {
    const std::string parent = choose_parent();
    remove_leftovers(parent);
    path_ = parent + "/" + name_start + "XXXXXX";
    if (!::mkdtemp(path_.data()))
        throw Error(ErrorKind::connection, "cannot make a folder in '" + parent +
                                               "' for the connection by ssh: " + std::strerror(errno));
    lock_ = open_directory(path_);
    ::flock(lock_, LOCK_EX | LOCK_NB);
}

TunnelDirectory::~TunnelDirectory() {
    remove_with_sockets(path_);
    ::close(lock_);
}

} // namespace muster::engine
