#pragma once

#include "engine-client/curl_handle.hpp"
#include "engine-client/http_exchange.hpp"

#include <memory>

namespace muster::engine {

/// One exchange on its easy handle: libcurl's callbacks turned into calls of the exchange. Belongs to the
/// I/O thread. Stays where it was made, since libcurl keeps its address.
class Transfer {
  public:
    Transfer(CurlHandle handle, const Address& address, std::shared_ptr<Exchange> exchange);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    CURL* raw() const { return handle_.raw(); }
    Exchange* exchange() const { return exchange_.get(); }

    /// Goes on after a pause.
    void resume();
    /// Tells the exchange that it is over.
    void finish(CURLcode result);
    /// The handle, for the next transfer.
    CurlHandle release_handle();

    /// The transfer an easy handle belongs to.
    static Transfer* find(CURL* handle);

  private:
    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self) noexcept;
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self) noexcept;
    static std::size_t on_upload(char* data, std::size_t size, std::size_t count, void* self) noexcept;
    static int on_attempt(void* self, char*, char*, int, int) noexcept;

    void set_callbacks();
    void set_method();
    void set_content();
    void set_headers(const Address& address);

    CurlHandle handle_;
    CurlHeaders headers_;
    std::shared_ptr<Exchange> exchange_;
    HeadReader head_;
    CurlHandle::Answer answer_ = CurlHandle::Answer::none;
    int attempts_ = 0;
};

} // namespace muster::engine
