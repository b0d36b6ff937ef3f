#pragma once

#include "engine-client/address.hpp"
#include "engine-client/curl_handle.hpp"
#include "engine-client/engine.hpp"

#include <mutex>
#include <thread>

namespace muster::engine {

/// A raw connection through TLS, which nobody but libcurl can read or write. So that it can be polled, read
/// and half-closed like any other, a thread carries its bytes to and from a pair of sockets.
class TlsConnection final : public Hijacked {
  public:
    /// REQUIRES: `handle` has connected, with CURLOPT_CONNECT_ONLY.
    TlsConnection(const Address& address, CurlHandle handle);
    ~TlsConnection() override;
    TlsConnection(const TlsConnection&) = delete;
    TlsConnection& operator=(const TlsConnection&) = delete;

    int descriptor() const override { return near_end_; }
    std::size_t read(std::span<char> buffer) override;
    void write(std::string_view bytes) override;
    void close_input() override;

  private:
    /// What one turn of the carrying thread came to.
    enum class Progress { none, some };

    void carry(const std::stop_token& stop);
    Progress receive();
    Progress hand_out();
    Progress take_input();
    Progress send();
    void wait() const;
    void end(CURLcode result);
    bool has_ended() const { return engine_has_ended_ && to_user_.empty(); }
    [[noreturn]] void fail();

    const Address address_;
    int near_end_ = -1; ///< the caller's
    int far_end_ = -1;  ///< the thread's, non-blocking
    int wakeup_ = -1;

    // The thread's own
    CurlHandle handle_;
    int socket_ = -1; ///< of the TLS connection, for poll(2) only
    std::string to_user_;
    std::string to_engine_;
    bool engine_has_ended_ = false;
    enum class Input { open, ended, told } input_ = Input::open; ///< told: the engine knows that it has ended
    CurlHandle::Answer answer_ = CurlHandle::Answer::none;

    std::mutex mutex_;
    std::optional<TransferFailure> failure_;

    std::jthread thread_; // last, so that it ends before what it uses
};

} // namespace muster::engine
