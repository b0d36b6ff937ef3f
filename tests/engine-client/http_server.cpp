#include "http_server.hpp"

#include "engine-client/http_message.hpp"

#include <array>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace muster::engine::test {

namespace {

/// What a connection has received and not yet used.
class Reader {
  public:
    explicit Reader(int descriptor) : peer_(descriptor) {}

    std::optional<std::string> line() {
        while (buffer_.find('\n') == std::string::npos)
            if (!fill()) return std::nullopt;
        return take(buffer_.find('\n') + 1);
    }
    std::string bytes(std::size_t count) {
        while (buffer_.size() < count && fill()) {
        }
        return take(std::min(count, buffer_.size()));
    }

  private:
    bool fill() {
        const std::string more = peer_.read_some();
        buffer_ += more;
        return !more.empty();
    }
    std::string take(std::size_t count) {
        std::string taken = buffer_.substr(0, count);
        buffer_.erase(0, count);
        return taken;
    }

    Peer peer_;
    std::string buffer_;
};

std::string read_chunks(Reader& reader) {
    std::string body;
    while (const std::optional<std::string> size_line = reader.line()) {
        const std::size_t size = std::stoul(*size_line, nullptr, 16);
        body += reader.bytes(size);
        reader.line();
        if (size == 0) break;
    }
    return body;
}

std::optional<ReceivedRequest> read_head(Reader& reader) {
    const std::optional<std::string> first = reader.line();
    if (!first) return std::nullopt;
    ReceivedRequest request;
    request.line = first->substr(0, first->rfind(' '));
    HeadReader head;
    for (std::optional<std::string> line = reader.line(); line && *line != "\r\n"; line = reader.line())
        head.feed(*line);
    request.headers = head.head().headers;
    return request;
}

std::string read_body(Reader& reader, const ReceivedRequest& request) {
    if (request.headers.contains("transfer-encoding")) return read_chunks(reader);
    const auto length = request.headers.find("content-length");
    return length == request.headers.end() ? "" : reader.bytes(std::stoul(length->second));
}

int listen_at(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener, SOMAXCONN) != 0)
        throw std::runtime_error("cannot listen at " + path);
    return listener;
}

} // namespace

bool Peer::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

void Peer::close() const { ::shutdown(descriptor_, SHUT_RDWR); }

std::string Peer::read_some() const {
    std::array<char, 65536> buffer{};
    const ssize_t count = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
    return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
}

std::string Peer::read_to_end() const {
    std::string all;
    for (std::string more = read_some(); !more.empty(); more = read_some()) all += more;
    return all;
}

HttpServer::HttpServer(Script script, Bodies bodies)
    : script_(std::move(script)), bodies_(bodies), socket_path_(directory_.path() / "engine.sock"),
      listener_(listen_at(socket_path_)), acceptor_([this] { accept_all(); }) {}

HttpServer::~HttpServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (const int descriptor : descriptors_) ::shutdown(descriptor, SHUT_RDWR);
    connections_.clear();
    for (const int descriptor : descriptors_) ::close(descriptor);
    ::close(listener_);
}

int HttpServer::connections() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(descriptors_.size());
}

std::vector<std::string> HttpServer::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

void HttpServer::accept_all() {
    for (;;) {
        const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor < 0) return;
        const std::lock_guard lock(mutex_);
        descriptors_.push_back(descriptor);
        const int number = static_cast<int>(descriptors_.size());
        connections_.emplace_back([this, descriptor, number] { serve(descriptor, number); });
    }
}

void HttpServer::serve(int descriptor, int number) {
    Reader reader(descriptor);
    while (std::optional<ReceivedRequest> request = read_head(reader)) {
        if (bodies_ == Bodies::read) request->body = read_body(reader, *request);
        request->connection = number;
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request->line + (request->body.empty() ? "" : " " + request->body));
        }
        script_(*request, Peer(descriptor));
    }
}

std::string answer(int status, std::string_view body, std::string_view headers) {
    return "HTTP/1.1 " + std::to_string(status) +
           " Status\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(headers) +
           "\r\n" + std::string(body);
}

std::string chunked_head(std::string_view headers) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + std::string(headers) + "\r\n";
}

std::string chunk(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string size;
    for (std::size_t rest = bytes.size(); rest > 0; rest /= 16) size.insert(size.begin(), digits[rest % 16]);
    return size + "\r\n" + std::string(bytes) + "\r\n";
}

} // namespace muster::engine::test
