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

/// A text from the other side's TLS, which tells us that it will not have us.
bool is_alert(std::string_view text) { return text.find(" alert ") != std::string_view::npos; }

bool is_tls_failure(CURLcode result, std::string_view text) {
    switch (result) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR: return true;
    // With TLS 1.3 an engine that misses our certificate says so after we believe to be connected.
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR: return is_alert(text);
    default: return false;
    }
}

bool is_connect_failure(CURLcode result) {
    return result == CURLE_COULDNT_CONNECT || result == CURLE_COULDNT_RESOLVE_HOST ||
           result == CURLE_OPERATION_TIMEDOUT || result == CURLE_URL_MALFORMAT;
}

TransferFailure::Kind kind_of(CURLcode result, CurlHandle::Answer answer, std::string_view text) {
    if (answer == CurlHandle::Answer::begun) return TransferFailure::Kind::lost;
    if (result == CURLE_PEER_FAILED_VERIFICATION) return TransferFailure::Kind::untrusted;
    if (is_tls_failure(result, text)) return TransferFailure::Kind::tls_failed;
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
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    if (address.tls) secure(*address.tls);
}

// Without an explicit "none", the authorities of the system would be trusted besides those of the file.
void CurlHandle::secure(const TlsOptions& tls) {
    const bool is_checked = tls.server_check == TlsOptions::ServerCheck::full;
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, is_checked ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, is_checked ? 2L : 0L);
    if (tls.authorities) {
        set(CURLOPT_CAINFO, tls.authorities->path.c_str());
        set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    if (!tls.certificate || !tls.key) return;
    set(CURLOPT_SSLCERT, tls.certificate->path.c_str());
    set(CURLOPT_SSLKEY, tls.key->path.c_str());
}

bool CurlHandle::end_sending() const {
    const auto* session = get<curl_tlssessioninfo*>(CURLINFO_TLS_SSL_PTR);
    if (!session || !session->internals) return true; // not connected any more
    constexpr unsigned write_side = 1;                // GNUTLS_SHUT_WR
    if (session->backend == CURLSSLBACKEND_OPENSSL && curl().openssl_shutdown)
        return curl().openssl_shutdown(session->internals) >= 0;
    if (session->backend == CURLSSLBACKEND_GNUTLS && curl().gnutls_bye)
        return curl().gnutls_bye(session->internals, write_side) == 0;
    return true; // a library that is not known: the engine sees the end of input when the connection ends
}

TransferFailure CurlHandle::failure(CURLcode result, Answer answer) const {
    TransferFailure failure;
    failure.text = error_text_->front() != '\0' ? error_text_->data() : curl().easy_strerror(result);
    failure.kind = kind_of(result, answer, failure.text);
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
