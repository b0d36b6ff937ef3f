#include "cmd/raw_terminal.hpp"

#include "base/error.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <termios.h>
#include <unistd.h>

namespace muster::cmd {

namespace {

/// Signals that end the process and that nobody else looks at. SIGINT and SIGTERM are SignalWatch's.
constexpr std::array fatal_signals{SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

// What signal handlers need is global, for they get nothing but a number.
std::atomic<int> raw_descriptor{-1};
termios own_mode;
std::array<struct sigaction, fatal_signals.size()> previous_actions;
std::atomic<int> window_pipe{-1};
struct sigaction previous_window_action;

void restore() {
    const int descriptor = raw_descriptor.exchange(-1);
    if (descriptor >= 0) ::tcsetattr(descriptor, TCSADRAIN, &own_mode);
}

extern "C" void restore_and_die(int signal) {
    restore();
    ::signal(signal, SIG_DFL);
    ::raise(signal);
}

extern "C" void report_window_change(int) {
    const int saved = errno;
    const char byte = 0;
    [[maybe_unused]] const ssize_t ignored = ::write(window_pipe, &byte, 1);
    errno = saved;
}

struct sigaction action_of(void (*function)(int), int flags) {
    struct sigaction action {};
    action.sa_handler = function;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    return action;
}

} // namespace

RawTerminal::RawTerminal(int descriptor) {
    if (::tcgetattr(descriptor, &own_mode) != 0)
        throw Error(ErrorKind::internal,
                    std::string("cannot read the terminal's mode: ") + std::strerror(errno));
    raw_descriptor = descriptor;
    const auto action = action_of(restore_and_die, 0);
    for (std::size_t i = 0; i < fatal_signals.size(); ++i)
        ::sigaction(fatal_signals[i], &action, &previous_actions[i]);
    termios raw = own_mode;
    ::cfmakeraw(&raw);
    ::tcsetattr(descriptor, TCSADRAIN, &raw);
}

RawTerminal::~RawTerminal() {
    restore();
    for (std::size_t i = 0; i < fatal_signals.size(); ++i)
        ::sigaction(fatal_signals[i], &previous_actions[i], nullptr);
}

WindowWatch::WindowWatch() {
    if (::pipe2(ends_, O_CLOEXEC | O_NONBLOCK) != 0)
        throw Error(ErrorKind::internal, std::string("cannot make a pipe: ") + std::strerror(errno));
    window_pipe = ends_[1];
    const auto action = action_of(report_window_change, SA_RESTART);
    ::sigaction(SIGWINCH, &action, &previous_window_action);
}

WindowWatch::~WindowWatch() {
    ::sigaction(SIGWINCH, &previous_window_action, nullptr);
    window_pipe = -1;
    ::close(ends_[0]);
    ::close(ends_[1]);
}

void WindowWatch::acknowledge() {
    std::array<char, 64> bytes{};
    while (::read(ends_[0], bytes.data(), bytes.size()) > 0) {
    }
}

} // namespace muster::cmd
