#include "engine-client/raw_connection.hpp"

#include "engine-client/curl_handle.hpp"
#include "engine-client/errors.hpp"
#include "engine-client/tls_connection.hpp"

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>

namespace muster::engine {

namespace {

/// A connection that libcurl has opened and then leaves alone.
class Socket final : public Hijacked {
  public:
    Socket(const Address& address, CurlHandle handle)
        : address_(address), handle_(std::move(handle)),
          descriptor_(handle_.get<curl_socket_t>(CURLINFO_ACTIVESOCKET)) {}

    int descriptor() const override { return descriptor_; }
    std::size_t read(std::span<char> buffer) override;
    void write(std::string_view bytes) override;
    void close_input() override { ::shutdown(descriptor_, SHUT_WR); }

  private:
    void wait_for(short event) const;
    [[noreturn]] void fail() const;

    const Address address_;
    CurlHandle handle_; // owns the descriptor
    int descriptor_ = -1;
};

void Socket::fail() const {
    throw connection_error(address_, {TransferFailure::Kind::lost, 0, std::strerror(errno)});
}

// libcurl leaves its sockets non-blocking.
void Socket::wait_for(short event) const {
    pollfd descriptor{descriptor_, event, 0};
    while (::poll(&descriptor, 1, -1) < 0)
        if (errno != EINTR) fail();
}

std::size_t Socket::read(std::span<char> buffer) {
    for (;;) {
        const ssize_t count = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno == EAGAIN)
            wait_for(POLLIN);
        else if (errno != EINTR)
            fail();
    }
}

void Socket::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(count));
        else if (errno == EAGAIN)
            wait_for(POLLOUT);
        else if (errno != EINTR)
            fail();
    }
}

} // namespace

std::unique_ptr<Hijacked> open_raw_connection(const Address& address, const std::string& path) {
    CurlHandle handle;
    handle.point_at(address, path);
    handle.set(CURLOPT_CONNECT_ONLY, 1L);
    const CURLcode result = curl().easy_perform(handle.raw());
    if (result != CURLE_OK) throw connection_error(address, handle.failure(result, CurlHandle::Answer::none));
    if (address.tls) return std::make_unique<TlsConnection>(address, std::move(handle));
    return std::make_unique<Socket>(address, std::move(handle));
}

} // namespace muster::engine
