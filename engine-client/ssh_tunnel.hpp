#pragma once

#include "engine-client/address.hpp"
#include "engine-client/ssh_process.hpp"
#include "engine-client/ssh_target.hpp"
#include "engine-client/tunnel_directory.hpp"

#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

namespace muster::engine {

/// A socket on this machine whose connections lead to an engine on another one. Each connection becomes the
/// standard input and output of an ssh that runs 'docker system dial-stdio' over there. The first ssh opens a
/// connection to the other machine and the others go through it (ssh's ControlMaster), unless the user's own
/// configuration of ssh shares connections already: then that is left to decide.
///
/// Why so: 'docker system dial-stdio' finds the engine where the other machine's user has it, and works where
/// forwarding of sockets is forbidden. Where the other side allows few sessions per connection (sshd's
/// MaxSessions), ssh opens further connections by itself.
class SshTunnel final : public Carrier {
  public:
    /// Listens; no ssh runs before the first connection. Throws Error when there is no place for the socket.
    explicit SshTunnel(SshTarget target);
    /// Ends every ssh and removes the socket. REQUIRES: nobody uses a connection any more.
    ~SshTunnel() override;
    SshTunnel(const SshTunnel&) = delete;
    SshTunnel& operator=(const SshTunnel&) = delete;

    const std::string& socket_path() const { return socket_path_; }

    /// Why the last ssh that failed did, in its own words. Waits a moment for one that is about to end. A
    /// failure is told once.
    std::optional<Error> find_failure() override;

  private:
    void serve(const std::stop_token& stop);
    void accept_connection();
    void collect_ended();
    void end_all();
    void note_failure(Error error);
    Error failure_of(const SshProcess& process, const SshProcess::End& end) const;
    std::vector<std::string> arguments();

    const SshTarget target_;
    const TunnelDirectory directory_;
    const std::string socket_path_;
    int listener_ = -1;
    int wakeup_ = -1;

    // The thread's own
    std::list<SshProcess> processes_;
    std::optional<std::vector<std::string>> sharing_; ///< ssh's options; nothing: not found out yet

    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<Error> failure_;

    std::jthread thread_; // last, so that it ends before what it uses
};

} // namespace muster::engine
