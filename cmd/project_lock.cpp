#include "cmd/project_lock.hpp"

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/text.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <mutex>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <tuple>
#include <unistd.h>

namespace muster::cmd {

namespace {

constexpr std::int64_t one_day = 24 * 60 * 60;

std::string clock_text(std::int64_t moment, std::int64_t now) {
    const std::time_t seconds = moment;
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const char* form = now - moment < one_day ? "%H:%M:%S" : "%Y-%m-%d %H:%M:%S";
    return {text.data(), std::strftime(text.data(), text.size(), form, &parts)};
}

/// The number at the beginning of the text, which goes on behind the blank after it.
std::optional<std::int64_t> take_number(std::string_view& text) {
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end == text.data() + text.size() || *end != ' ') return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    return number;
}

/// "4711 1764000000 muster up".
std::optional<LockHolder> parse_holder(std::string_view text) {
    const auto process = take_number(text);
    const auto since = process ? take_number(text) : std::nullopt;
    if (!since || text.empty()) return std::nullopt;
    return LockHolder{std::string(trim(text)), *process, *since};
}

std::string to_line(const LockHolder& holder) {
    return std::to_string(holder.process) + " " + std::to_string(holder.since) + " " + holder.command + "\n";
}

Error unusable(const std::string& path, int problem) {
    return Error(ErrorKind::unsupported, "cannot lock " + quoted(path) + ": " + std::strerror(problem));
}

} // namespace

/// The lock file, open. To close it is to give up the lock.
class ProjectLock::File {
  public:
    explicit File(const std::string& path)
        : path_(path),
          descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR)) {
        if (descriptor_ < 0) throw unusable(path, errno);
    }
    ~File() {
        ::flock(descriptor_, LOCK_UN); // a child that has not become its program yet has it open too
        ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    /// Whether the lock could be had at once.
    bool try_lock() const { return lock(LOCK_EX | LOCK_NB); }
    void wait_for_lock() const { lock(LOCK_EX); }

    /// Whether the path still leads to it: what clears old files away may have removed it.
    bool is_in_place() const {
        struct stat mine {};
        struct stat there {};
        return ::fstat(descriptor_, &mine) == 0 && ::stat(path_.c_str(), &there) == 0 &&
               mine.st_dev == there.st_dev && mine.st_ino == there.st_ino;
    }

    std::optional<LockHolder> read_holder() const {
        std::array<char, 512> text{};
        const ssize_t size = ::pread(descriptor_, text.data(), text.size(), 0);
        if (size <= 0) return std::nullopt;
        return parse_holder({text.data(), static_cast<std::size_t>(size)});
    }

    /// That it could not be written down keeps nobody from having the lock.
    void write_holder(const LockHolder& holder) const {
        const std::string line = to_line(holder);
        if (::ftruncate(descriptor_, 0) == 0)
            std::ignore = ::pwrite(descriptor_, line.data(), line.size(), 0);
    }

  private:
    bool lock(int how) const {
        while (::flock(descriptor_, how) != 0) {
            if (errno == EWOULDBLOCK) return false;
            if (errno != EINTR) throw unusable(path_, errno);
        }
        return true;
    }

    std::string path_;
    int descriptor_;
};

/// Waits for a lock that somebody else holds. A blocked flock cannot be called off, so it has a thread of its
/// own; who gives up leaves that behind, and the lock with it as soon as it comes.
class ProjectLock::Wait {
  public:
    explicit Wait(std::shared_ptr<File> file) : state_(std::make_shared<State>()) {
        std::thread([state = state_, file = std::move(file)]() mutable {
            state->run(std::move(file));
        }).detach();
    }

    enum class Outcome { taken, too_long, given_up };

    Outcome wait_for(std::chrono::milliseconds patience, const std::stop_token& stop) {
        std::unique_lock lock(state_->mutex);
        state_->ended.wait_for(lock, stop, patience, [this] { return state_->has_ended; });
        return outcome(stop);
    }

    Outcome wait(const std::stop_token& stop) {
        std::unique_lock lock(state_->mutex);
        state_->ended.wait(lock, stop, [this] { return state_->has_ended; });
        return outcome(stop);
    }

  private:
    struct State {
        std::mutex mutex;
        std::condition_variable_any ended;
        bool has_ended = false;
        std::exception_ptr failure;

        void run(std::shared_ptr<File> file) {
            std::exception_ptr problem;
            try {
                file->wait_for_lock();
            } catch (const Error&) {
                problem = std::current_exception();
            }
            file.reset(); // from here on the lock is the waiting one's alone
            const std::lock_guard lock(mutex);
            failure = problem;
            has_ended = true;
            ended.notify_all();
        }
    };

    Outcome outcome(const std::stop_token& stop) const {
        if (state_->failure) std::rethrow_exception(state_->failure);
        if (state_->has_ended) return Outcome::taken;
        return stop.stop_requested() ? Outcome::given_up : Outcome::too_long;
    }

    std::shared_ptr<State> state_;
};

bool ProjectLock::await_turn(const std::shared_ptr<File>& file, const LockRequest& request) {
    Wait wait(file);
    Wait::Outcome outcome = wait.wait_for(request.patience, request.stop);
    if (outcome == Wait::Outcome::too_long) {
        if (request.on_wait) request.on_wait(file->read_holder());
        outcome = wait.wait(request.stop);
    }
    return outcome == Wait::Outcome::taken;
}

std::optional<ProjectLock> ProjectLock::take(const LockRequest& request) {
    while (true) {
        const auto file = std::make_shared<File>(request.path);
        if (!file->try_lock() && !await_turn(file, request)) return std::nullopt;
        if (!file->is_in_place()) continue;
        file->write_holder({request.command, ::getpid(), std::time(nullptr)});
        return ProjectLock(file);
    }
}

std::string describe_holder(const std::optional<LockHolder>& holder, std::int64_t now) {
    if (!holder) return "another run";
    return quoted(holder->command) + " (process " + std::to_string(holder->process) + ", since " +
           clock_text(holder->since, now) + ")";
}

std::string lock_file_name(const std::string& engine_host, const std::string& project) {
    constexpr std::string_view unix_scheme = "unix://";
    std::string engine = engine_host;
    if (engine_host.starts_with(unix_scheme)) {
        std::array<char, PATH_MAX> real{}; // a path that leads nowhere stays as it is
        if (::realpath(engine_host.c_str() + unix_scheme.size(), real.data()))
            engine = std::string(unix_scheme) + real.data();
    }
    return sha256_hex(engine + "\n" + project) + ".lock";
}

} // namespace muster::cmd
