#include "cmd/project_lock.hpp"

#include "base/error.hpp"
#include "cmd/lock_directory.hpp"
#include "tests/fakes/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <functional>
#include <sstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace muster;
using namespace muster::cmd;
using muster::fakes::TemporaryDirectory;

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// Another process that holds a lock until it is told to let go or killed.
class Holder {
  public:
    Holder(const std::string& path, const std::string& command) {
        int taken[2];
        int released[2];
        REQUIRE(::pipe(taken) == 0);
        REQUIRE(::pipe(released) == 0);
        process_ = ::fork();
        if (process_ == 0) {
            ::close(released[1]);
            hold(path, command, taken[1], released[0]);
        }
        ::close(taken[1]);
        ::close(released[0]);
        release_ = released[1];
        char byte = 0;
        REQUIRE(::read(taken[0], &byte, 1) == 1);
        ::close(taken[0]);
    }
    ~Holder() { release(); }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

    pid_t process() const { return process_; }
    void release() {
        if (release_ >= 0) ::close(release_);
        release_ = -1;
        reap();
    }
    void kill() {
        ::kill(process_, SIGKILL);
        reap();
    }

  private:
    [[noreturn]] static void hold(const std::string& path, const std::string& command, int taken,
                                  int released) {
        const auto lock = ProjectLock::take({.path = path, .command = command});
        char byte = lock ? 1 : 0;
        if (lock && ::write(taken, &byte, 1) == 1) std::ignore = ::read(released, &byte, 1);
        ::_exit(0);
    }
    void reap() {
        if (process_ > 0) ::waitpid(process_, nullptr, 0);
        process_ = -1;
    }

    pid_t process_ = -1;
    int release_ = -1;
};

/// Takes the lock, which somebody else holds, and has `meanwhile` done as soon as it must wait. Who it was
/// told to wait for.
std::optional<LockHolder> wait_for_lock(const std::string& path, const std::function<void()>& meanwhile) {
    std::optional<LockHolder> told;
    const auto lock = ProjectLock::take({.path = path,
                                         .command = "muster down",
                                         .on_wait =
                                             [&](const auto& holder) {
                                                 told = holder;
                                                 meanwhile();
                                             },
                                         .patience = 0ms});
    CHECK(lock.has_value());
    return told;
}

bool is_free(const std::string& path) {
    std::stop_source stop;
    return ProjectLock::take({.path = path,
                              .command = "muster ps",
                              .on_wait = [&](const auto&) { stop.request_stop(); },
                              .patience = 0ms,
                              .stop = stop.get_token()})
        .has_value();
}

std::string read(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

std::string refusal(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        CHECK(error.kind == ErrorKind::unsupported);
        return error.message;
    }
    return {};
}

} // namespace

TEST_CASE("who comes second waits until the first has let go, and is told who that is") {
    const TemporaryDirectory directory;
    const std::string path = directory.path() / "a.lock";
    Holder holder(path, "muster up");
    const pid_t process = holder.process();
    CHECK_FALSE(is_free(path));
    const auto told = wait_for_lock(path, [&] { holder.release(); });
    REQUIRE(told.has_value());
    CHECK(told->command == "muster up");
    CHECK(told->process == process);
    CHECK(told->since <= std::time(nullptr));
    CHECK(told->since > std::time(nullptr) - 60);
    CHECK(is_free(path));
}

TEST_CASE("a lock whose holder is killed is free") {
    const TemporaryDirectory directory;
    const std::string path = directory.path() / "a.lock";
    Holder holder(path, "muster up");
    wait_for_lock(path, [&] { holder.kill(); });
}

TEST_CASE("a lock is held as long as its object lives, by one and the same process too") {
    const TemporaryDirectory directory;
    const std::string path = directory.path() / "a.lock";
    std::optional<ProjectLock> lock = ProjectLock::take({.path = path, .command = "muster up"});
    REQUIRE(lock.has_value());
    CHECK_FALSE(is_free(path));
    lock.reset();
    CHECK(is_free(path));
}

TEST_CASE("processes that the holder starts do not keep the lock") {
    const TemporaryDirectory directory;
    const std::string path = directory.path() / "a.lock";
    std::optional<ProjectLock> lock = ProjectLock::take({.path = path, .command = "muster up"});
    int open[2];
    REQUIRE(::pipe(open) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(open[1]); // 'cat' ends when the test closes its end
        ::dup2(open[0], STDIN_FILENO);
        ::execlp("cat", "cat", nullptr);
        ::_exit(127);
    }
    ::close(open[0]);
    lock.reset();
    wait_for_lock(path, [] {}); // until the child has become 'cat', at the latest
    ::close(open[1]);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("a wait that is given up leaves the lock to those who come after") {
    const TemporaryDirectory directory;
    const std::string path = directory.path() / "a.lock";
    Holder holder(path, "muster up");
    std::stop_source stop;
    const auto given_up = ProjectLock::take({.path = path,
                                             .command = "muster down",
                                             .on_wait = [&](const auto&) { stop.request_stop(); },
                                             .patience = 0ms,
                                             .stop = stop.get_token()});
    CHECK_FALSE(given_up.has_value());
    holder.release();
    CHECK(wait_for_lock(path, [] {}).value_or(LockHolder{}).command != "muster down");
}

TEST_CASE("of many who wait each gets its turn alone") {
    const TemporaryDirectory directory;
    const std::string path = directory.path() / "a.lock";
    std::atomic<int> inside = 0;
    std::atomic<int> turns = 0;
    {
        std::vector<std::jthread> runs;
        for (int i = 0; i < 8; ++i)
            runs.emplace_back([&] {
                const auto lock = ProjectLock::take({.path = path, .command = "muster up"});
                if (++inside == 1) ++turns;
                std::this_thread::yield();
                --inside;
            });
    }
    CHECK(turns == 8);
}

TEST_CASE("a lock file that was cleared away is made anew") {
    const TemporaryDirectory directory;
    const std::string path = directory.path() / "a.lock";
    Holder holder(path, "muster up");
    wait_for_lock(path, [&] {
        fs::remove(path);
        holder.release();
    });
    CHECK(read(path).ends_with(" muster down\n"));
}

TEST_CASE("a lock file that says nothing of its holder is no obstacle") {
    const TemporaryDirectory directory;
    for (const char* text : {"", "nonsense\n", "12\n", "12 x muster\n", "99999999999999999999 1 muster\n"}) {
        CAPTURE(text);
        const std::string path = directory.path() / "a.lock";
        Holder holder(path, "muster up");
        std::ofstream(path) << text;
        CHECK(wait_for_lock(path, [&] { holder.release(); }) == std::nullopt);
    }
}

TEST_CASE("where no file can be made there is no lock") {
    const TemporaryDirectory directory;
    const std::string path = directory.path() / "missing" / "a.lock";
    CHECK(refusal([&] { is_free(path); }) == "cannot lock '" + path + "': No such file or directory");
    fs::create_symlink("/etc/passwd", directory.path() / "link.lock");
    CHECK(refusal([&] {
              is_free(directory.path() / "link.lock");
          }).ends_with("Too many levels of symbolic links"));
}

TEST_CASE("a holder is told with its process and since when, with the day when it has been long") {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    const std::int64_t moment = 1764065471;
    const LockHolder holder{.command = "muster up", .process = 4711, .since = moment};
    CHECK(describe_holder(holder, moment + 5) == "'muster up' (process 4711, since 10:11:11)");
    CHECK(describe_holder(holder, moment + 86400) == "'muster up' (process 4711, since 2025-11-25 10:11:11)");
    CHECK(describe_holder(std::nullopt, moment) == "another run");
}

TEST_CASE("a project's lock is named by its name and its engine, however the socket is reached") {
    const TemporaryDirectory directory;
    const fs::path socket = directory.write("engine.sock");
    fs::create_symlink(socket, directory.path() / "link.sock");
    const std::string name = lock_file_name("unix://" + socket.string(), "demo");
    CHECK(name.size() == 64 + std::string(".lock").size());
    CHECK(name == lock_file_name("unix://" + (directory.path() / "link.sock").string(), "demo"));
    CHECK(name != lock_file_name("unix://" + socket.string(), "other"));
    CHECK(name != lock_file_name("tcp://box:2375", "demo"));
}

TEST_CASE("locks are kept where nobody else can write") {
    const TemporaryDirectory directory;
    const std::string runtime = directory.path();
    CHECK(get_lock_directory({{"XDG_RUNTIME_DIR", runtime}}) == runtime + "/muster");
    CHECK(get_lock_directory({{"XDG_RUNTIME_DIR", runtime}}) == runtime + "/muster");
    CHECK(fs::status(runtime + "/muster").permissions() == fs::perms::owner_all);
    CHECK(get_lock_directory({{"XDG_RUNTIME_DIR", "relative"}}) == get_lock_directory({}));
    CHECK(get_lock_directory({{"XDG_RUNTIME_DIR", runtime + "/missing"}}) == get_lock_directory({}));
}

TEST_CASE("a place that is not the user's alone is refused") {
    const TemporaryDirectory directory;
    const fs::path file = directory.write("file");
    CHECK(refusal([&] { get_private_directory(file); }) ==
          "no lock can be kept in '" + file.string() + "': it is no directory");
    const fs::path target = directory.path() / "target";
    CHECK(get_private_directory(target) == target.string());
    const fs::path link = directory.path() / "link";
    fs::create_directory_symlink(target, link);
    CHECK(refusal([&] { get_private_directory(link); }) ==
          "no lock can be kept in '" + link.string() + "': it is no directory");
    fs::permissions(target, fs::perms::owner_all | fs::perms::others_write);
    CHECK(refusal([&] { get_private_directory(target); }) ==
          "no lock can be kept in '" + target.string() + "': other users may enter it");
    const bool may_give_away = ::geteuid() == 0;
    const fs::path foreign = may_give_away ? directory.path() / "foreign" : "/usr";
    fs::create_directory(foreign);
    if (may_give_away) REQUIRE(::chown(foreign.c_str(), 12345, 12345) == 0);
    CHECK(refusal([&] { get_private_directory(foreign); }) ==
          "no lock can be kept in '" + foreign.string() + "': it belongs to another user");
}
