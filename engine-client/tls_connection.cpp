#include "engine-client/tls_connection.hpp"

#include "engine-client/errors.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::engine {

namespace {

constexpr std::size_t piece = 1UL << 14; // a TLS record's

void block_signals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

} // namespace

TlsConnection::TlsConnection(const Address& address, CurlHandle handle)
    : address_(address), wakeup_(::eventfd(0, EFD_CLOEXEC)), handle_(std::move(handle)),
      socket_(handle_.get<curl_socket_t>(CURLINFO_ACTIVESOCKET)) {
    std::array<int, 2> ends{-1, -1};
    if (wakeup_ < 0 || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        ::close(wakeup_);
        throw Error(ErrorKind::internal,
                    std::string("cannot make a pair of sockets: ") + std::strerror(errno));
    }
    near_end_ = ends[0];
    far_end_ = ends[1];
    ::fcntl(far_end_, F_SETFL, O_NONBLOCK);
    thread_ = std::jthread([this](const std::stop_token& stop) { carry(stop); });
}

TlsConnection::~TlsConnection() {
    thread_.request_stop();
    ::eventfd_write(wakeup_, 1);
    thread_.join();
    for (const int descriptor : {near_end_, far_end_, wakeup_}) ::close(descriptor);
}

void TlsConnection::fail() {
    const int code = errno;
    const std::lock_guard lock(mutex_);
    throw connection_error(
        address_, failure_.value_or(TransferFailure{TransferFailure::Kind::lost, 0, std::strerror(code)}));
}

std::size_t TlsConnection::read(std::span<char> buffer) {
    for (;;) {
        const ssize_t count = ::recv(near_end_, buffer.data(), buffer.size(), 0);
        if (count > 0) return static_cast<std::size_t>(count);
        if (count < 0 && errno == EINTR) continue;
        const std::lock_guard lock(mutex_);
        if (failure_) throw connection_error(address_, *failure_);
        return 0;
    }
}

void TlsConnection::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(near_end_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(count));
        else if (errno != EINTR)
            fail();
    }
}

void TlsConnection::close_input() { ::shutdown(near_end_, SHUT_WR); }

void TlsConnection::carry(const std::stop_token& stop) {
    block_signals();
    while (!stop.stop_requested() && !has_ended()) {
        // Not one of them may be left out: what libcurl has decrypted already makes no socket readable.
        const std::array turns{receive(), hand_out(), take_input(), send()};
        if (std::find(turns.begin(), turns.end(), Progress::some) == turns.end() && !has_ended()) wait();
    }
    ::shutdown(far_end_, SHUT_RDWR);
}

TlsConnection::Progress TlsConnection::receive() {
    if (!to_user_.empty() || engine_has_ended_) return Progress::none;
    std::array<char, piece> buffer; // not cleared: it is written to first
    std::size_t count = 0;
    const CURLcode result = curl().easy_recv(handle_.raw(), buffer.data(), buffer.size(), &count);
    if (result == CURLE_AGAIN) return Progress::none;
    if (result != CURLE_OK || count == 0) {
        end(result);
        return Progress::some;
    }
    answer_ = CurlHandle::Answer::begun;
    to_user_.assign(buffer.data(), count);
    return Progress::some;
}

void TlsConnection::end(CURLcode result) {
    engine_has_ended_ = true;
    if (result == CURLE_OK) return;
    const std::lock_guard lock(mutex_);
    failure_ = handle_.failure(result, answer_);
}

TlsConnection::Progress TlsConnection::hand_out() {
    if (to_user_.empty()) return Progress::none;
    const ssize_t count = ::send(far_end_, to_user_.data(), to_user_.size(), MSG_NOSIGNAL);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return Progress::none;
    if (count < 0)
        to_user_.clear(); // nobody reads it any more
    else
        to_user_.erase(0, static_cast<std::size_t>(count));
    return Progress::some;
}

TlsConnection::Progress TlsConnection::take_input() {
    if (!to_engine_.empty() || input_ != Input::open) return Progress::none;
    std::array<char, piece> buffer;
    const ssize_t count = ::recv(far_end_, buffer.data(), buffer.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return Progress::none;
    if (count <= 0)
        input_ = Input::ended;
    else
        to_engine_.assign(buffer.data(), static_cast<std::size_t>(count));
    return Progress::some;
}

TlsConnection::Progress TlsConnection::send() {
    if (engine_has_ended_) return Progress::none;
    if (to_engine_.empty()) {
        if (input_ != Input::ended || !handle_.end_sending()) return Progress::none;
        input_ = Input::told;
        return Progress::some;
    }
    std::size_t count = 0;
    const CURLcode result = curl().easy_send(handle_.raw(), to_engine_.data(), to_engine_.size(), &count);
    if (result == CURLE_AGAIN) return Progress::none;
    if (result != CURLE_OK)
        to_engine_.clear(); // what the engine still says says why
    else
        to_engine_.erase(0, count);
    return Progress::some;
}

void TlsConnection::wait() const {
    const bool has_output = !to_engine_.empty() || input_ == Input::ended;
    const auto on_socket = static_cast<short>((to_user_.empty() ? POLLIN : 0) | (has_output ? POLLOUT : 0));
    const auto on_far_end = static_cast<short>((to_user_.empty() ? 0 : POLLOUT) |
                                               (to_engine_.empty() && input_ == Input::open ? POLLIN : 0));
    // An end that has closed is always ready: it is asked about only while something is awaited from it.
    std::array<pollfd, 3> waiting{{{engine_has_ended_ || on_socket == 0 ? -1 : socket_, on_socket, 0},
                                   {on_far_end == 0 ? -1 : far_end_, on_far_end, 0},
                                   {wakeup_, POLLIN, 0}}};
    ::poll(waiting.data(), waiting.size(), -1);
}

} // namespace muster::engine
