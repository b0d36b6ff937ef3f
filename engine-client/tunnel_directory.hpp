#pragma once

#include <string>

namespace muster::engine {

/// A folder for the sockets of one tunnel that nobody but its user can look into, locked while it is in use
/// and removed at the end.
class TunnelDirectory {
  public:
    /// In $XDG_RUNTIME_DIR or $TMPDIR where that is short enough for a socket's path, else in /tmp. Removes
    /// what killed runs have left there. Throws Error (connection) when none can be made.
    TunnelDirectory();
    ~TunnelDirectory();
    TunnelDirectory(const TunnelDirectory&) = delete;
    TunnelDirectory& operator=(const TunnelDirectory&) = delete;

    /// Where the engine's socket is to be.
    std::string engine_socket() const { return path_ + "/engine"; }
    /// Where ssh may share its connection (its ControlPath).
    std::string ssh_socket() const { return path_ + "/ssh"; }

  private:
    std::string path_;
    int lock_ = -1;
};

} // namespace muster::engine
