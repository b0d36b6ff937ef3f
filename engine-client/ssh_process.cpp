#include "engine-client/ssh_process.hpp"

#include "base/error.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::engine {

namespace {

/// What is kept of ssh's words: its last ones.
constexpr std::size_t words_limit = 4096;

Error unstartable(int code) {
    return Error(ErrorKind::connection, std::string("cannot run 'ssh': ") + std::strerror(code))
        .suggest("install an OpenSSH client (Debian: openssh-client)");
}

/// What ssh gets for its standard streams, and the signals and session that it starts with.
class SpawnSetup {
  public:
    SpawnSetup() {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
        // Our threads block signals, and the program ignores SIGPIPE: ssh must not inherit either.
        sigset_t none;
        sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setflags(&attributes_,
                                   POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
    }
    ~SpawnSetup() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    SpawnSetup(const SpawnSetup&) = delete;
    SpawnSetup& operator=(const SpawnSetup&) = delete;

    SpawnSetup& stream(int descriptor, int as) {
        ::posix_spawn_file_actions_adddup2(&actions_, descriptor, as);
        return *this;
    }
    SpawnSetup& nothing(int as) {
        ::posix_spawn_file_actions_addopen(&actions_, as, "/dev/null", O_RDWR, 0);
        return *this;
    }

    /// The process's id. Throws Error (connection).
    pid_t spawn(const std::vector<std::string>& arguments) const {
        std::vector<std::string> words{"ssh"};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> pointers;
        for (std::string& word : words) pointers.push_back(word.data());
        pointers.push_back(nullptr);
        pid_t pid = -1;
        const int failure = ::posix_spawnp(&pid, "ssh", &actions_, &attributes_, pointers.data(), environ);
        if (failure != 0) throw unstartable(failure);
        return pid;
    }

  private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

std::array<int, 2> make_pipe() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw Error(ErrorKind::internal, std::string("cannot make a pipe: ") + std::strerror(errno));
    return ends;
}

/// Closes itself.
struct Descriptor {
    explicit Descriptor(int fd) : value(fd) {}
    ~Descriptor() { ::close(value); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int value;
};

int await_status(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

} // namespace

SshProcess::SshProcess(const std::vector<std::string>& arguments, int connection) {
    const std::array<int, 2> pipe = make_pipe();
    const Descriptor writer(pipe[1]);
    errors_ = pipe[0];
    ::fcntl(errors_, F_SETFL, O_NONBLOCK);
    try {
        pid_ = SpawnSetup()
                   .stream(connection, STDIN_FILENO)
                   .stream(connection, STDOUT_FILENO)
                   .stream(writer.value, STDERR_FILENO)
                   .spawn(arguments);
    } catch (...) {
        close_errors();
        throw;
    }
    life_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
}

SshProcess::~SshProcess() {
    if (pid_ >= 0) {
        ask_to_end();
        await_end(0);
    }
    if (life_ >= 0) ::close(life_);
    close_errors();
}

void SshProcess::read_errors() {
    std::array<char, 1024> block{};
    while (errors_ >= 0) {
        const ssize_t count = ::read(errors_, block.data(), block.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return;
        if (count == 0) return close_errors(); // else poll(2) would report its end for ever
        words_.append(block.data(), static_cast<std::size_t>(count));
        if (words_.size() > words_limit) words_.erase(0, words_.size() - words_limit);
    }
}

void SshProcess::close_errors() {
    if (errors_ >= 0) ::close(errors_);
    errors_ = -1;
}

std::optional<SshProcess::End> SshProcess::find_end() {
    int status = 0;
    if (pid_ < 0 || ::waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
    pid_ = -1;
    read_errors(); // what it wrote last
    return End{WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

void SshProcess::ask_to_end() const {
    if (pid_ >= 0) ::kill(pid_, SIGTERM);
}

void SshProcess::await_end(int patience_ms) {
    if (pid_ < 0) return;
    pollfd life{life_, POLLIN, 0};
    if (life_ < 0 || ::poll(&life, 1, patience_ms) <= 0) ::kill(pid_, SIGKILL);
    await_status(pid_);
    pid_ = -1;
}

std::string read_ssh_settings(std::vector<std::string> arguments) {
    const std::array<int, 2> pipe = make_pipe();
    const Descriptor reader(pipe[0]);
    pid_t pid = -1;
    {
        const Descriptor writer(pipe[1]);
        arguments.insert(arguments.begin(), "-G");
        pid = SpawnSetup()
                  .nothing(STDIN_FILENO)
                  .stream(writer.value, STDOUT_FILENO)
                  .nothing(STDERR_FILENO)
                  .spawn(arguments);
    }
    std::string text;
    std::array<char, 4096> block{};
    for (ssize_t count = 0; (count = ::read(reader.value, block.data(), block.size())) != 0;) {
        if (count < 0 && errno != EINTR) break;
        if (count > 0) text.append(block.data(), static_cast<std::size_t>(count));
    }
    const int status = await_status(pid);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? text : std::string();
}

} // namespace muster::engine
