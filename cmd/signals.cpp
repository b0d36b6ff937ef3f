#include "cmd/signals.hpp"

#include <csignal>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace muster::cmd {

namespace {

bool is_ignored(int signal) {
    struct sigaction action {};
    ::sigaction(signal, nullptr, &action);
    return action.sa_handler == SIG_IGN;
}

/// One that is ignored, as SIGHUP under nohup, stays so.
sigset_t watched_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM}) sigaddset(&set, signal);
    for (const int signal : {SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF})
        if (!is_ignored(signal)) sigaddset(&set, signal);
    return set;
}

bool asks_to_end(int signal) { return signal == SIGINT || signal == SIGTERM; }

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
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    ::raise(signal);
}

} // namespace

SignalWatch::SignalWatch() : watched_(watched_signals()) {
    ::pthread_sigmask(SIG_BLOCK, &watched_, nullptr);
    thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

SignalWatch::~SignalWatch() = default;

void SignalWatch::run(const std::stop_token& stop) {
    const Descriptor signals(::signalfd(-1, &watched_, SFD_CLOEXEC));
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
        if (signals_ == Signals::all || asks_to_end(signal)) action = action_;
        count = action ? ++count_ : count_;
        last_signal_ = signal;
    }
    if (action)
        action(count);
    else
        end_process(signal);
}

void SignalWatch::set_action(Action action, Signals signals) {
    const std::lock_guard lock(mutex_);
    action_ = std::move(action);
    signals_ = signals;
    count_ = 0;
}

SignalWatch::Scope::Scope(SignalWatch& watch, Action action, Signals signals) : watch_(watch) {
    watch.set_action(std::move(action), signals);
}

SignalWatch::Scope::~Scope() {
    const std::lock_guard delivery(watch_.delivery_);
    watch_.set_action(nullptr, Signals::requests_to_end);
}

} // namespace muster::cmd
