#include "engine-client/hijack.hpp"

#include "engine-client/curl_handle.hpp"
#include "engine-client/errors.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>

namespace muster::engine {

namespace {

constexpr std::size_t head_limit = 1UL << 16;
constexpr std::size_t refusal_limit = 1UL << 20;

/// A connection that libcurl has opened and then leaves alone.
class Socket final : public Hijacked {
  public:
    Socket(const Address& address, const std::string& path);

    int descriptor() const override { return descriptor_; }
    std::size_t read(std::span<char> buffer) override;
    void write(std::string_view bytes) override;
    void close_input() override { ::shutdown(descriptor_, SHUT_WR); }

    /// Reads up to and including the line end; at the end of the stream what there is.
    std::string read_line();

  private:
    void wait_for(short event) const;
    [[noreturn]] void fail() const;

    const std::string host_;
    CurlHandle handle_; // owns the descriptor
    int descriptor_ = -1;
};

Socket::Socket(const Address& address, const std::string& path) : host_(address.host) {
    handle_.point_at(address, path);
    handle_.set(CURLOPT_CONNECT_ONLY, 1L);
    const CURLcode result = curl().easy_perform(handle_.raw());
    if (result != CURLE_OK) throw connection_error(host_, handle_.failure(result, CurlHandle::Answer::none));
    descriptor_ = handle_.get<curl_socket_t>(CURLINFO_ACTIVESOCKET);
}

void Socket::fail() const {
    throw connection_error(host_, {TransferFailure::Kind::lost, 0, std::strerror(errno)});
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

// Byte by byte, so that nothing of the stream behind the head is swallowed.
std::string Socket::read_line() {
    std::string line;
    char byte = 0;
    while (line.size() < head_limit && read({&byte, 1}) == 1) {
        line += byte;
        if (byte == '\n') break;
    }
    return line;
}

std::string upgrade_request(const Address& address, const std::string& path, const std::string& body) {
    const std::string authority = address.base_url.substr(std::strlen("http://"));
    const std::size_t slash = std::min(authority.find('/'), authority.size());
    return "POST " + authority.substr(slash) + path + " HTTP/1.1\r\nHost: " + authority.substr(0, slash) +
           "\r\nUser-Agent: muster\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
           "Content-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

Response read_head(Socket& socket, const std::string& host) {
    HeadReader head;
    for (;;) {
        const std::string line = socket.read_line();
        if (!line.ends_with('\n')) throw connection_error(host, {TransferFailure::Kind::no_answer, 0, ""});
        if (head.feed(line) == HeadReader::State::complete) return head.head();
    }
}

/// So many bytes, or fewer at the end of the stream.
std::string read_bytes(Socket& socket, std::size_t size) {
    std::string bytes(std::min(size, refusal_limit), '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const std::size_t count = socket.read(std::span(bytes).subspan(filled));
        if (count == 0) break;
        filled += count;
    }
    bytes.resize(filled);
    return bytes;
}

std::size_t number_in(std::string_view text, int base) {
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number, base);
    return number;
}

std::string read_chunks(Socket& socket) {
    std::string body;
    while (body.size() < refusal_limit) {
        const std::size_t size = number_in(socket.read_line(), 16);
        if (size == 0) break;
        body += read_bytes(socket, size);
        socket.read_line();
    }
    return body;
}

std::string read_refusal(Socket& socket, const Response& head) {
    if (head.header("transfer-encoding") == "chunked") return read_chunks(socket);
    const std::string length = head.header("content-length");
    return read_bytes(socket, length.empty() ? refusal_limit : number_in(length, 10));
}

} // namespace

std::unique_ptr<Hijacked> hijack(const Address& address, const std::string& path, const std::string& body) {
    auto socket = std::make_unique<Socket>(address, path);
    socket->write(upgrade_request(address, path, body));
    Response head = read_head(*socket, address.host);
    if (head.status == 101 || head.status == 200) return socket;
    head.body = read_refusal(*socket, head);
    throw refusal(head);
}

} // namespace muster::engine
