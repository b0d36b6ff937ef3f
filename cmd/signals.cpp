#include "cmd/signals.hpp"

#include <csignal>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace muster::cmd {

namespace {

sigset_t watched_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() { ::close(fd_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }

  private:
    int fd_;
};

/// So that the shell sees what ended the process.
void end_process(int signal) {
    ::signal(signal, SIG_DFL);
    const sigset_t set = watched_signals();
    ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    ::raise(signal);
}

} // namespace

SignalWatch::SignalWatch() {
    const sigset_t set = watched_signals();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

SignalWatch::~SignalWatch() = default;

void SignalWatch::run(const std::stop_token& stop) {
    const sigset_t set = watched_signals();
    const Descriptor signals(::signalfd(-1, &set, SFD_CLOEXEC));
    const Descriptor wakeup(::eventfd(0, EFD_CLOEXEC));
    const std::stop_callback waker(stop, [&wakeup] { ::eventfd_write(wakeup.get(), 1); });
    while (!stop.stop_requested()) {
        pollfd waiting[2] = {{signals.get(), POLLIN, 0}, {wakeup.get(), POLLIN, 0}};
        if (::poll(waiting, 2, -1) < 0) continue;
        signalfd_siginfo info{};
        const bool has_signal = (waiting[0].revents & POLLIN) != 0;
        if (has_signal && ::read(signals.get(), &info, sizeof info) > 0)
            deliver(static_cast<int>(info.ssi_signo));
    }
}

void SignalWatch::deliver(int signal) {
    const std::lock_guard delivery(delivery_);
    Action action;
    int count = 0;
    {
        const std::lock_guard lock(mutex_);
        action = action_;
        count = ++count_;
        last_signal_ = signal;
    }
    if (action)
        action(count);
    else
        end_process(signal);
}

void SignalWatch::set_action(Action action) {
    const std::lock_guard lock(mutex_);
    action_ = std::move(action);
    count_ = 0;
}

SignalWatch::Scope::Scope(SignalWatch& watch, Action action) : watch_(watch) {
    watch.set_action(std::move(action));
}

SignalWatch::Scope::~Scope() {
    const std::lock_guard delivery(watch_.delivery_);
    watch_.set_action(nullptr);
}

} // namespace muster::cmd
