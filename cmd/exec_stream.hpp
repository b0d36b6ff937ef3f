#pragma once

#include "cmd/terminal.hpp"
#include "engine-client/engine.hpp"

#include <functional>
#include <string>

namespace muster::cmd {

/// The user's end of an exec.
struct ExecEnds {
    int input = -1; ///< where keys or bytes for the process come from; -1: nowhere
    Stream& out;
    Stream& err;
    /// What the end of the input means: the engine is told, or nothing more is sent.
    enum class InputEnd { pass_on, keep } input_end = InputEnd::pass_on;
    bool tty = false;                         ///< one stream of bytes in place of two in frames
    std::string detach_sequence = "\x10\x11"; ///< the keys, ctrl-p and ctrl-q, that leave the process alone
    int window = -1; ///< readable when the terminal's size has changed; -1: never looked at
    std::function<void()> on_resize = nullptr;
};

/// Carries bytes both ways between the user and a process in a container.
class ExecStream {
  public:
    enum class End {
        closed,     ///< the process closed its output, mostly by ending
        detached,   ///< the user typed the detach sequence: the process goes on alone
        interrupted ///< interrupt() was called
    };

    ExecStream(engine::Hijacked& stream, ExecEnds ends);
    ~ExecStream();
    ExecStream(const ExecStream&) = delete;
    ExecStream& operator=(const ExecStream&) = delete;

    /// Blocks until the end. Throws Error (connection) when the engine goes away.
    End run();
    /// From any thread.
    void interrupt();

  private:
    void read_input();
    void note_keys();
    void write_input();
    void close_input();
    /// Whether there may be more.
    bool read_output();

    engine::Hijacked& stream_;
    const ExecEnds ends_;
    engine::OutputDemultiplexer frames_;
    std::string pending_;    ///< input that the engine has not taken yet
    bool has_input_ = false; ///< there may be more input
    std::string last_keys_;  ///< as many as the detach sequence has
    bool is_detached_ = false;
    int wakeup_ = -1;
};

} // namespace muster::cmd
