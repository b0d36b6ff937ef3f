#include "engine-client/curl_handle.hpp"

#include <new>
#include <sys/socket.h>

namespace muster::engine {

namespace {

constexpr long connect_timeout_seconds = 30;

// libcurl opens its sockets without SOCK_CLOEXEC; a child process that inherits one keeps it open for ever.
curl_socket_t open_socket(void*, curlsocktype, curl_sockaddr* address) {
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

bool is_connect_failure(CURLcode result) {
    return result == CURLE_COULDNT_CONNECT || result == CURLE_COULDNT_RESOLVE_HOST ||
           result == CURLE_OPERATION_TIMEDOUT || result == CURLE_URL_MALFORMAT;
}

TransferFailure::Kind kind_of(CURLcode result, CurlHandle::Answer answer) {
    if (answer == CurlHandle::Answer::begun) return TransferFailure::Kind::lost;
    if (is_connect_failure(result)) return TransferFailure::Kind::cannot_connect;
    return TransferFailure::Kind::no_answer;
}

} // namespace

CurlHandle::CurlHandle()
    : error_text_(std::make_unique<std::array<char, CURL_ERROR_SIZE>>()), handle_(curl().easy_init()) {
    if (!handle_) throw std::bad_alloc();
}

void CurlHandle::point_at(const Address& address, const std::string& path) {
    set(CURLOPT_URL, (address.base_url + path).c_str());
    if (!address.socket_path.empty()) set(CURLOPT_UNIX_SOCKET_PATH, address.socket_path.c_str());
    set(CURLOPT_ERRORBUFFER, error_text_->data());
    set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_CONNECTTIMEOUT, connect_timeout_seconds);
}

TransferFailure CurlHandle::failure(CURLcode result, Answer answer) const {
    TransferFailure failure;
    failure.kind = kind_of(result, answer);
    failure.text = error_text_->front() != '\0' ? error_text_->data() : curl().easy_strerror(result);
    if (failure.kind == TransferFailure::Kind::cannot_connect)
        failure.system_error = static_cast<int>(get<long>(CURLINFO_OS_ERRNO));
    return failure;
}

void CurlHandle::reset() {
    curl().easy_reset(raw());
    error_text_->front() = '\0';
}

void CurlHeaders::add(const std::string& line) {
    curl_slist* longer = curl().slist_append(lines_.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    static_cast<void>(lines_.release());
    lines_.reset(longer);
}

} // namespace muster::engine
