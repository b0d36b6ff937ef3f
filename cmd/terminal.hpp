#pragma once

#include "engine-client/types.hpp"

#include <mutex>
#include <string>
#include <string_view>

namespace muster::cmd {

/// A stream of the process: standard output or standard error. Writes are whole, so that lines from several
/// threads never mix. A reader that went away (EPIPE) ends the process quietly, as other tools do.
class Stream {
  public:
    explicit Stream(int descriptor) : descriptor_(descriptor) {}

    /// Throws Error (internal) when standard output cannot take it all, for example on a full disk.
    void write(std::string_view text);
    bool is_terminal() const;
    /// Rows and columns; 24 by 80 when unknown.
    engine::TerminalSize size() const;
    int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
    std::mutex mutex_;
};

/// ANSI escape sequences for text, or nothing at all where colour is off.
enum class Paint { none, bold, dim, red, green, yellow, blue, magenta, cyan };

std::string paint(Paint how, std::string_view text);

} // namespace muster::cmd
