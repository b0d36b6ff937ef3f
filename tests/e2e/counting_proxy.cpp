#include "counting_proxy.hpp"

#include <array>
#include <poll.h>
#include <regex>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace muster::e2e {

namespace {

constexpr int poll_interval_ms = 50; // how soon the proxy's own threads notice that they shall end

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
}

int listen_on(const std::string& path) {
    ::unlink(path.c_str());
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = address_of(path);
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::listen(fd, 64) != 0)
        throw std::runtime_error("cannot listen on " + path);
    return fd;
}

int connect_to(const std::string& path) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = address_of(path);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot connect to " + path);
    return fd;
}

void write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

/// Passes on what waits; an empty text at the end of the stream.
std::string pass_on(int from, int to) {
    std::array<char, 1UL << 16> buffer{};
    const ssize_t count = ::read(from, buffer.data(), buffer.size());
    if (count <= 0) {
        ::shutdown(to, SHUT_WR);
        return {};
    }
    std::string bytes(buffer.data(), static_cast<std::size_t>(count));
    write_all(to, bytes);
    return bytes;
}

bool is_mutation(const std::string& request) {
    return !request.starts_with("GET ") && !request.starts_with("HEAD ");
}

bool is_change(const std::string& request) {
    if (!is_mutation(request) || request.starts_with("POST /exec/")) return false;
    const std::string action = request.substr(request.rfind('/') + 1);
    return action != "exec" && action != "wait" && action != "attach" && action != "resize";
}

} // namespace

CountingProxy::CountingProxy(std::string engine_socket, std::string path)
    : engine_socket_(std::move(engine_socket)), path_(std::move(path)), listener_(listen_on(path_)),
      acceptor_([this](std::stop_token stop) { accept_clients(stop); }) {}

CountingProxy::~CountingProxy() {
    acceptor_.request_stop();
    acceptor_.join();
    clients_.clear();
    ::close(listener_);
    ::unlink(path_.c_str());
}

std::vector<std::string> CountingProxy::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

std::vector<std::string> CountingProxy::mutations() const {
    std::vector<std::string> out;
    for (const std::string& request : requests())
        if (is_mutation(request)) out.push_back(request);
    return out;
}

void CountingProxy::forget() {
    const std::lock_guard lock(mutex_);
    requests_.clear();
}

std::size_t CountingProxy::change_count() const {
    const std::lock_guard lock(mutex_);
    return change_count_;
}

void CountingProxy::on_mutation(std::function<void(std::size_t)> action) {
    const std::lock_guard lock(mutex_);
    action_ = std::move(action);
}

void CountingProxy::accept_clients(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        pollfd waiting{listener_, POLLIN, 0};
        if (::poll(&waiting, 1, poll_interval_ms) <= 0) continue;
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client >= 0)
            clients_.emplace_back(
                [this, client](std::stop_token client_stop) { serve(client, client_stop); });
    }
}

void CountingProxy::serve(int client, const std::stop_token& stop) {
    const int engine = connect_to(engine_socket_);
    bool client_open = true;
    bool engine_open = true;
    while (engine_open && !stop.stop_requested()) {
        std::array<pollfd, 2> waiting{{{client_open ? client : -1, POLLIN, 0}, {engine, POLLIN, 0}}};
        if (is_held_) waiting[0].fd = waiting[1].fd = -1;
        if (::poll(waiting.data(), waiting.size(), poll_interval_ms) <= 0) continue;
        if (waiting[0].revents != 0) {
            const std::string bytes = pass_on(client, engine);
            client_open = !bytes.empty();
            record(bytes);
        }
        if (waiting[1].revents != 0) engine_open = !pass_on(engine, client).empty();
    }
    ::close(engine);
    ::close(client);
}

void CountingProxy::record(const std::string& bytes) {
    static const std::regex line(R"((GET|HEAD|POST|PUT|DELETE) (?:/v[0-9.]+)?(/[^ ?]*)\S* HTTP/1\.1\r\n)");
    for (std::sregex_iterator match(bytes.begin(), bytes.end(), line), end; match != end; ++match) {
        const std::string request = (*match)[1].str() + " " + (*match)[2].str();
        std::function<void(std::size_t)> action;
        std::size_t count = 0;
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
            if (is_change(request)) ++change_count_;
            for (const std::string& earlier : requests_) count += is_mutation(earlier) ? 1 : 0;
            action = action_;
        }
        if (action && is_mutation(request)) action(count);
    }
}

} // namespace muster::e2e
