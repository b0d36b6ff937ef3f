#pragma once

#include "engine-client/transfer_loop.hpp"

namespace muster::engine {

/// What becomes of an answer that is taken in pieces. Both are called on the calling thread, which may take
/// its time: other transfers go on meanwhile.
struct StreamSinks {
    std::function<void(const Response& head)> on_head;
    std::function<void(std::string_view bytes)> on_bytes;
};

/// Requests to one engine over HTTP. Every method blocks until the answer is complete and may be called from
/// several threads at once. Uploads are read on the calling thread. An exception of a sink or of an upload
/// ends the transfer and passes on. Throws Error (connection) when the engine cannot be reached or goes away.
class HttpTransport {
  public:
    /// Throws Error (connection) when libcurl is missing.
    explicit HttpTransport(const Address& address) : address_(address), loop_(address) {}

    /// The answer, which may be a refusal.
    Response perform(Request request);

    /// Hands the body of an answer that is no refusal to the sinks. Nothing when stopped, which takes effect
    /// at once: the connection is closed.
    std::optional<Response> stream(Request request, const StreamSinks& sinks, std::stop_token stop);

  private:
    std::optional<Response> carry(std::shared_ptr<Exchange> exchange, const StreamSinks& sinks,
                                  std::stop_token stop);
    void deliver(const Exchange::News& news, const StreamSinks& sinks);
    void pump_upload(const std::shared_ptr<Exchange>& exchange);
    Response result_of(Exchange& exchange) const;

    const Address address_;
    TransferLoop loop_;
};

} // namespace muster::engine
