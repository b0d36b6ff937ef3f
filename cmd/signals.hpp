#pragma once

#include <atomic>
#include <csignal>
#include <functional>
#include <mutex>
#include <thread>

namespace muster::cmd {

/// Turns signals into calls, on a thread of its own: never inside a signal handler.
///
/// Construct it before any other thread starts, for it blocks the signals for all that come after. While no
/// action is set for a signal, it does what it always does.
class SignalWatch {
  public:
    /// Called with how many times the user has asked since the action was set: 1, 2, 3 ...
    using Action = std::function<void(int count)>;

    /// Those by which a user asks a program to end (SIGINT, SIGTERM), or everything that a program in a
    /// container may have been sent from here: SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2 ... too.
    enum class Signals { requests_to_end, all };

    SignalWatch();
    ~SignalWatch();
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

    /// The signal that the action is being called for, or was called for last.
    int last_signal() const { return last_signal_; }

    /// Takes the signals from here to the end of its life, which waits for an action under way.
    class Scope {
      public:
        Scope(SignalWatch& watch, Action action, Signals signals = Signals::requests_to_end);
        ~Scope();
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

      private:
        SignalWatch& watch_;
    };

  private:
    void run(const std::stop_token& stop);
    void deliver(int signal);
    void set_action(Action action, Signals signals);

    const sigset_t watched_;
    std::mutex delivery_; ///< held while the action is called, so that it does not outlive its scope
    std::mutex mutex_;    ///< guards action_, signals_ and count_
    Action action_;
    Signals signals_ = Signals::requests_to_end; ///< that the action is for
    int count_ = 0;
    std::atomic<int> last_signal_ = 0;
    std::jthread thread_;
};

} // namespace muster::cmd
