#include "cmd/terminal.hpp"

#include "base/error.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace muster::cmd {

namespace {

constexpr engine::TerminalSize usual_size{.rows = 24, .columns = 80};

const char* sequence_of(Paint how) {
    switch (how) {
    case Paint::none: return "";
    case Paint::bold: return "\x1b[1m";
    case Paint::dim: return "\x1b[2m";
    case Paint::red: return "\x1b[31m";
    case Paint::green: return "\x1b[32m";
    case Paint::yellow: return "\x1b[33m";
    case Paint::blue: return "\x1b[34m";
    case Paint::magenta: return "\x1b[35m";
    case Paint::cyan: return "\x1b[36m";
    }
    return "";
}

/// Dies as a program does that has not asked for anything else.
[[noreturn]] void die_of_broken_pipe() {
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
    ::_exit(128 + SIGPIPE);
}

void wait_until_writable(int descriptor) {
    pollfd waiting{descriptor, POLLOUT, 0};
    ::poll(&waiting, 1, -1);
}

} // namespace

void Stream::write(std::string_view text) {
    const std::lock_guard lock(mutex_);
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor_, text.data(), text.size());
        if (count >= 0)
            text.remove_prefix(static_cast<std::size_t>(count));
        else if (errno == EAGAIN)
            wait_until_writable(descriptor_);
        else if (errno == EPIPE && work_ == 0)
            die_of_broken_pipe();
        else if (errno == EPIPE)
            return;
        else if (errno != EINTR && descriptor_ == STDERR_FILENO)
            return; // there is nobody left to tell
        else if (errno != EINTR)
            throw Error(ErrorKind::internal, std::string("cannot write the output: ") + std::strerror(errno));
    }
}

bool Stream::is_terminal() const { return ::isatty(descriptor_) == 1; }

engine::TerminalSize Stream::size() const {
    winsize found{};
    if (::ioctl(descriptor_, TIOCGWINSZ, &found) != 0) return usual_size;
    return {.rows = found.ws_row == 0 ? usual_size.rows : found.ws_row,
            .columns = found.ws_col == 0 ? usual_size.columns : found.ws_col};
}

std::string paint(Paint how, std::string_view text) {
    if (how == Paint::none) return std::string(text);
    return sequence_of(how) + std::string(text) + "\x1b[0m";
}

} // namespace muster::cmd
