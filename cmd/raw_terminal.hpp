#pragma once

namespace muster::cmd {

/// A terminal in raw mode: every key goes to the program at the other end, nothing is echoed or
/// interpreted here. It gets its own mode back at the end of this object's life, and when a signal ends
/// the process before that. There can be one at a time.
class RawTerminal {
  public:
    /// REQUIRES: the descriptor is a terminal.
    explicit RawTerminal(int descriptor);
    ~RawTerminal();
    RawTerminal(const RawTerminal&) = delete;
    RawTerminal& operator=(const RawTerminal&) = delete;
};

/// Changes of the terminal window's size, as something to poll(2) for. There can be one at a time.
class WindowWatch {
  public:
    WindowWatch();
    ~WindowWatch();
    WindowWatch(const WindowWatch&) = delete;
    WindowWatch& operator=(const WindowWatch&) = delete;

    /// Readable when the size may have changed since the last acknowledge().
    int descriptor() const { return ends_[0]; }
    void acknowledge();

  private:
    int ends_[2] = {-1, -1};
};

} // namespace muster::cmd
