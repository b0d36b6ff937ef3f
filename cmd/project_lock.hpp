#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace muster::cmd {

/// Who holds a project's lock, for those who wait.
struct LockHolder {
    std::string command;      ///< "muster up"
    std::int64_t process = 0; ///< its id
    std::int64_t since = 0;   ///< UNIX seconds
    bool operator==(const LockHolder&) const = default;
};

/// "'muster up' (process 4711, since 10:11:12)"; the date too when it has been for a day (`now`: UNIX
/// seconds). What is unknown is "another run".
std::string describe_holder(const std::optional<LockHolder>& holder, std::int64_t now);

struct LockRequest {
    std::string path;    ///< of the lock file; made where it is missing
    std::string command; ///< what takes the lock
    /// Told when somebody else has held the lock for longer than `patience`; nothing is known of a
    /// holder who has not written down who it is. Optional.
    std::function<void(const std::optional<LockHolder>&)> on_wait = nullptr;
    std::chrono::milliseconds patience{500};
    std::stop_token stop = {}; ///< gives up waiting
};

/// The right to change a project, which one process has at a time. It is a lock on an open file (flock): the
/// system takes it back when the process ends, however it ends, and no child process inherits it.
class ProjectLock {
  public:
    /// Blocks until nobody else has it. Nothing when the wait was given up. Throws Error (unsupported) where
    /// the file cannot be made or locked.
    static std::optional<ProjectLock> take(const LockRequest& request);

  private:
    class File;
    class Wait;
    /// Whether the lock has come; not when the wait was given up.
    static bool await_turn(const std::shared_ptr<File>& file, const LockRequest& request);
    explicit ProjectLock(std::shared_ptr<File> file) : file_(std::move(file)) {}

    std::shared_ptr<File> file_; ///< open for as long as the lock is held
};

/// The lock file's name for a project on an engine: the same for all who mean that engine's socket.
std::string lock_file_name(const std::string& engine_host, const std::string& project);

} // namespace muster::cmd
