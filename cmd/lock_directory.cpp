#include "cmd/lock_directory.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::cmd {

namespace {

constexpr mode_t only_for_owner = S_IRWXU;
constexpr mode_t for_others = S_IRWXG | S_IRWXO;

Error unusable(const std::string& path, const std::string& reason) {
    return Error(ErrorKind::unsupported, "no lock can be kept in " + quoted(path) + ": " + reason);
}

/// A directory of the user's own: after `sudo`, $XDG_RUNTIME_DIR may still be that of somebody else.
bool is_own_directory(const std::string& path) {
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode) && found.st_uid == ::geteuid();
}

} // namespace

std::string get_private_directory(const std::string& path) {
    if (::mkdir(path.c_str(), only_for_owner) != 0 && errno != EEXIST)
        throw unusable(path, std::strerror(errno));
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0) throw unusable(path, std::strerror(errno));
    if (!S_ISDIR(found.st_mode)) throw unusable(path, "it is no directory");
    if (found.st_uid != ::geteuid()) throw unusable(path, "it belongs to another user");
    if ((found.st_mode & for_others) != 0) throw unusable(path, "other users may enter it");
    return path;
}

std::string get_lock_directory(const std::map<std::string, std::string>& environment) {
    const auto variable = environment.find("XDG_RUNTIME_DIR");
    if (variable != environment.end() && variable->second.starts_with('/') &&
        is_own_directory(variable->second))
        return get_private_directory(variable->second + "/muster");
    // The same for a program that is not told of it, started by cron for example.
    const std::string user = std::to_string(::geteuid());
    const std::string usual = "/run/user/" + user;
    if (is_own_directory(usual)) return get_private_directory(usual + "/muster");
    return get_private_directory("/tmp/muster-" + user);
}

} // namespace muster::cmd
