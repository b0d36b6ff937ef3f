#pragma once

#include "engine-client/types.hpp"

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>

namespace muster::cmd {

/// What becomes of a process whose output nobody reads any more (EPIPE).
enum class Unread {
    die,    ///< quietly, as other tools do
    discard ///< there is work to finish
};

/// A stream of the process: standard output or standard error. Writes are whole, so that lines from several
/// threads never mix.
class Stream {
  public:
    explicit Stream(int descriptor) : descriptor_(descriptor) {}

    /// Throws Error (internal) when standard output cannot take it all, for example on a full disk.
    void write(std::string_view text);
    bool is_terminal() const;
    /// Rows and columns; 24 by 80 when unknown.
    engine::TerminalSize size() const;
    int descriptor() const { return descriptor_; }
    /// From any thread; what was said before. At first: to die.
    Unread set_unread(Unread unread) { return unread_.exchange(unread); }

  private:
    int descriptor_;
    std::atomic<Unread> unread_ = Unread::die;
    std::mutex mutex_;
};

/// While it lives, nobody reading is no reason to end.
class UnreadScope {
  public:
    explicit UnreadScope(Stream& stream) : stream_(stream), before_(stream.set_unread(Unread::discard)) {}
    ~UnreadScope() { stream_.set_unread(before_); }
    UnreadScope(const UnreadScope&) = delete;
    UnreadScope& operator=(const UnreadScope&) = delete;

  private:
    Stream& stream_;
    Unread before_;
};

/// ANSI escape sequences for text, or nothing at all where colour is off.
enum class Paint { none, bold, dim, red, green, yellow, blue, magenta, cyan };

std::string paint(Paint how, std::string_view text);

} // namespace muster::cmd
