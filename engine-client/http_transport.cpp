#include "engine-client/http_transport.hpp"

#include "engine-client/errors.hpp"

namespace muster::engine {

namespace {

constexpr std::size_t upload_piece = 1UL << 16;

/// An exchange in the loop's care. Whichever way the caller leaves, it does not go on without him.
class Running {
  public:
    Running(TransferLoop& loop, std::shared_ptr<Exchange> exchange)
        : loop_(loop), exchange_(std::move(exchange)) {
        loop_.start(exchange_);
    }
    ~Running() {
        if (!finished_) loop_.cancel(exchange_);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    void has_finished() { finished_ = true; }

  private:
    TransferLoop& loop_;
    std::shared_ptr<Exchange> exchange_;
    bool finished_ = false;
};

} // namespace

Response HttpTransport::perform(Request request) {
    auto exchange = std::make_shared<Exchange>(std::move(request), Exchange::Delivery::whole);
    return carry(std::move(exchange), {}, {}).value();
}

std::optional<Response> HttpTransport::stream(Request request, const StreamSinks& sinks,
                                              std::stop_token stop) {
    auto exchange = std::make_shared<Exchange>(std::move(request), Exchange::Delivery::pieces);
    return carry(std::move(exchange), sinks, std::move(stop));
}

std::optional<Response> HttpTransport::carry(std::shared_ptr<Exchange> exchange, const StreamSinks& sinks,
                                             std::stop_token stop) {
    Running running(loop_, exchange);
    for (;;) {
        const std::optional<Exchange::News> news = exchange->await(stop);
        if (!news) return std::nullopt;
        if (news->resume) loop_.resume(exchange);
        deliver(*news, sinks);
        if (news->wants_upload) pump_upload(exchange);
        if (!news->finished) continue;
        running.has_finished();
        return result_of(*exchange);
    }
}

void HttpTransport::deliver(const Exchange::News& news, const StreamSinks& sinks) {
    if (news.head && sinks.on_head) sinks.on_head(*news.head);
    if (!news.bytes.empty() && sinks.on_bytes) sinks.on_bytes(news.bytes);
}

void HttpTransport::pump_upload(const std::shared_ptr<Exchange>& exchange) {
    std::string piece(upload_piece, '\0');
    piece.resize(exchange->request().upload(piece));
    const auto what_follows = piece.empty() ? Exchange::Upload::end : Exchange::Upload::more;
    if (exchange->offer_upload(piece, what_follows)) loop_.resume(exchange);
}

// An engine that refuses an upload early may break the connection while it is still being sent: its refusal
// counts, not the break.
Response HttpTransport::result_of(Exchange& exchange) const {
    Response response = exchange.take_response();
    if (exchange.failure() && !response.is_refusal()) throw connection_error(address_, *exchange.failure());
    return response;
}

} // namespace muster::engine
