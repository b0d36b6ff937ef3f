#include "compose/execute/child_process.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine-client/line_splitter.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::compose::execute {

namespace {

std::string reason_of(int failure) { return to_lower(std::strerror(failure)); }

/// The two ends of a pipe; the child gets one of them.
class Pipe {
  public:
    Pipe() {
        if (::pipe2(ends_.data(), O_CLOEXEC) != 0)
            throw Error(ErrorKind::internal, "cannot make a pipe: " + reason_of(errno));
    }
    ~Pipe() {
        close_reader();
        close_writer();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int reader() const { return ends_[0]; }
    int writer() const { return ends_[1]; }
    void close_reader() { close_end(ends_[0]); }
    void close_writer() { close_end(ends_[1]); }

  private:
    static void close_end(int& end) {
        if (end >= 0) ::close(end);
        end = -1;
    }

    std::array<int, 2> ends_{-1, -1};
};

struct Pipes {
    Pipe input;
    Pipe output;
    Pipe error;
};

/// What a child process has in place of our own streams and signal settings.
class SpawnSettings {
  public:
    explicit SpawnSettings(const Pipes& pipes) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_adddup2(&actions_, pipes.input.reader(), STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, pipes.output.writer(), STDOUT_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, pipes.error.writer(), STDERR_FILENO);
        ::posix_spawnattr_init(&attributes_);
        sigset_t signals;
        ::sigemptyset(&signals);
        ::posix_spawnattr_setsigmask(&attributes_, &signals);
        ::sigaddset(&signals, SIGPIPE);
        ::posix_spawnattr_setsigdefault(&attributes_, &signals);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnSettings() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;

    const posix_spawn_file_actions_t* actions() const { return &actions_; }
    const posix_spawnattr_t* attributes() const { return &attributes_; }

  private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

/// Texts as exec(2) takes them. Points into the texts.
std::vector<char*> null_terminated(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> environment_of(const ChildCommand& command) {
    std::vector<std::string> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string name = std::string(*entry, std::strcspn(*entry, "="));
        const auto& hidden = command.hidden_variables;
        const bool is_left_out = std::find(hidden.begin(), hidden.end(), name) != hidden.end();
        if (!is_left_out && !command.environment.contains(name)) variables.emplace_back(*entry);
    }
    for (const auto& [name, value] : command.environment) variables.push_back(name + "=" + value);
    return variables;
}

pid_t spawn(const ChildCommand& command, const Pipes& pipes) {
    std::vector<std::string> words{command.program};
    words.insert(words.end(), command.arguments.begin(), command.arguments.end());
    std::vector<std::string> variables = environment_of(command);
    const SpawnSettings settings(pipes);
    pid_t child = 0;
    const int failure =
        ::posix_spawnp(&child, command.program.c_str(), settings.actions(), settings.attributes(),
                       null_terminated(words).data(), null_terminated(variables).data());
    if (failure != 0)
        throw Error(ErrorKind::usage, "cannot run " + quoted(command.program) + ": " + reason_of(failure));
    return child;
}

/// A child that has ended before it read everything is no error here.
void write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

/// Hands out lines until both streams have ended.
void read_lines(const Pipes& pipes, const ChildSink& on_line) {
    struct Source {
        ChildStream stream;
        engine::LineSplitter lines{};
    };
    std::array<pollfd, 2> waits{pollfd{pipes.output.reader(), POLLIN, 0},
                                pollfd{pipes.error.reader(), POLLIN, 0}};
    std::array<Source, 2> sources{Source{ChildStream::output}, Source{ChildStream::error}};
    std::array<char, 4096> block{};
    while (waits[0].fd >= 0 || waits[1].fd >= 0) {
        if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return;
        for (std::size_t i = 0; i < waits.size(); ++i) {
            if (waits[i].fd < 0 || waits[i].revents == 0) continue;
            const auto pass = [&](std::string_view line) { on_line(sources[i].stream, line); };
            const ssize_t count = ::read(waits[i].fd, block.data(), block.size());
            if (count < 0 && errno == EINTR) continue;
            if (count > 0) {
                sources[i].lines.feed({block.data(), static_cast<std::size_t>(count)}, pass);
                continue;
            }
            sources[i].lines.finish(pass);
            waits[i].fd = -1;
        }
    }
}

int wait_for(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    constexpr int signal_offset = 128;
    return WIFEXITED(status) ? WEXITSTATUS(status) : signal_offset + WTERMSIG(status);
}

} // namespace

int run_child(const ChildCommand& command, const ChildSink& on_line, std::stop_token stop) {
    Pipes pipes;
    const pid_t child = spawn(command, pipes);
    pipes.input.close_reader();
    pipes.output.close_writer();
    pipes.error.close_writer();
    {
        const std::stop_callback end(stop, [child] { ::kill(child, SIGTERM); });
        write_all(pipes.input.writer(), command.input);
        pipes.input.close_writer();
        try {
            read_lines(pipes, on_line);
        } catch (...) {
            ::kill(child, SIGTERM);
            wait_for(child);
            throw;
        }
        siginfo_t info{};
        while (::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
        }
    } // from here on its number may be another process's
    return wait_for(child);
}

} // namespace muster::compose::execute
