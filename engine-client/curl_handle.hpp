#pragma once

#include "engine-client/address.hpp"
#include "engine-client/curl_library.hpp"
#include "engine-client/http_message.hpp"

#include <array>
#include <memory>
#include <type_traits>
#include <vector>

namespace muster::engine {

/// An easy handle of libcurl with the text of its last error.
class CurlHandle {
  public:
    /// Throws Error (connection) when libcurl is missing, std::bad_alloc when it gives no handle.
    CurlHandle();

    /// What every connection to an engine needs: the address, its TLS, no proxy, no signals, and a socket
    /// that child processes do not inherit. `path` follows the address's base URL.
    void point_at(const Address& address, const std::string& path);

    /// An option that this libcurl does not know is passed over.
    template <class T>
    void set(CURLoption option, T value) {
        static_assert(std::is_pointer_v<T> || std::is_same_v<T, long>, "what curl_easy_setopt reads");
        curl().easy_setopt(handle_.get(), option, value);
    }

    template <class T>
    T get(CURLINFO info) const {
        T value{};
        curl().easy_getinfo(handle_.get(), info, &value);
        return value;
    }

    /// Says to the engine that no more bytes come, on a TLS connection that bytes have been sent on (TLS's
    /// close_notify); it may still send. False: to be tried again when the socket is writable.
    bool end_sending() const;

    /// What a result other than CURLE_OK means. `has_answer`: whether a byte of the answer had come.
    enum class Answer { none, begun };
    TransferFailure failure(CURLcode result, Answer answer) const;

    /// As new, but with its buffers kept.
    void reset();
    CURL* raw() const { return handle_.get(); }

  private:
    void secure(const TlsOptions& tls);

    struct Cleanup {
        void operator()(CURL* handle) const { curl().easy_cleanup(handle); }
    };
    std::unique_ptr<std::array<char, CURL_ERROR_SIZE>> error_text_; // libcurl keeps its address
    std::unique_ptr<CURL, Cleanup> handle_;
};

/// A list of header lines as libcurl wants it.
class CurlHeaders {
  public:
    void add(const std::string& line);
    curl_slist* raw() const { return lines_.get(); }

  private:
    struct Cleanup {
        void operator()(curl_slist* lines) const { curl().slist_free_all(lines); }
    };
    std::unique_ptr<curl_slist, Cleanup> lines_;
};

} // namespace muster::engine
