#pragma once

#include "engine-client/types.hpp"

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>

namespace muster::cmd {

/// A stream of the process: standard output or standard error. Writes are whole, so that lines from several
/// threads never mix. When nobody reads it any more (EPIPE), the process dies quietly, as other tools do,
/// unless there is work to finish.
class Stream {
  public:
    explicit Stream(int descriptor) : descriptor_(descriptor) {}

    /// Throws Error (internal) when standard output cannot take it all, for example on a full disk.
    void write(std::string_view text);
    bool is_terminal() const;
    /// Rows and columns; 24 by 80 when unknown.
    engine::TerminalSize size() const;
    int descriptor() const { return descriptor_; }
    /// From any thread: as often as work begins that must be finished whoever reads, and ends.
    void begin_work() { ++work_; }
    void end_work() { --work_; }

  private:
    int descriptor_;
    std::atomic<int> work_ = 0; ///< how much has begun and not ended
    std::mutex mutex_;
};

/// While it lives, nobody reading is no reason to end.
class UnreadScope {
  public:
    explicit UnreadScope(Stream& stream) : stream_(stream) { stream.begin_work(); }
    ~UnreadScope() { stream_.end_work(); }
    UnreadScope(const UnreadScope&) = delete;
    UnreadScope& operator=(const UnreadScope&) = delete;

  private:
    Stream& stream_;
};

/// ANSI escape sequences for text, or nothing at all where colour is off.
enum class Paint { none, bold, dim, red, green, yellow, blue, magenta, cyan };

std::string paint(Paint how, std::string_view text);

} // namespace muster::cmd
