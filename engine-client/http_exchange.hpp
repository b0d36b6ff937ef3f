#pragma once

#include "engine-client/http_message.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>

namespace muster::engine {

/// A request and its answer on their way: what the calling thread and the I/O thread share.
///
/// The I/O thread only puts into and takes out of buffers, so neither a slow reader (a terminal) nor a slow
/// source (a disk) ever holds up other transfers: sinks and sources run on the calling thread. The buffers of
/// streams and uploads are bounded; a full or empty one pauses this one transfer, and through the socket the
/// engine, until it is resumed.
class Exchange {
  public:
    /// Whether the caller wants the answer's body as it comes or at the end. A refusal always comes whole.
    enum class Delivery { whole, pieces };

    Exchange(Request request, Delivery delivery) : request_(std::move(request)), delivery_(delivery) {}

    const Request& request() const { return request_; }

    // The calling thread

    /// What has happened since the last call.
    struct News {
        std::optional<Response> head; ///< once, with Delivery::pieces
        std::string bytes;
        bool wants_upload = false;
        bool finished = false;
        bool resume = false; ///< the transfer was paused for want of room: resume it
    };
    /// Blocks until there is news. Nothing when stopped.
    std::optional<News> await(std::stop_token stop);

    enum class Upload { more, end };
    /// Adds bytes to send. Whether the transfer was paused for want of them, and must be resumed.
    bool offer_upload(std::string_view bytes, Upload what_follows);

    /// REQUIRES: finished. Whole, or with an empty body when it was delivered in pieces.
    Response take_response();
    const std::optional<TransferFailure>& failure() const { return failure_; }

    // The I/O thread; none of these blocks

    void receive_head(const Response& head);
    /// False: there is no room; to be offered again after a resume.
    bool receive(std::string_view bytes);
    /// How many bytes were put into `buffer`, 0 at the end; nothing when they are not there yet.
    std::optional<std::size_t> take_upload(std::span<char> buffer);
    void finish(std::optional<TransferFailure> failure);

  private:
    bool has_news() const;
    bool wants_upload() const;
    News take_news();

    const Request request_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    Delivery delivery_;
    Response response_;
    bool head_is_new_ = false;
    std::string received_;
    std::string upload_;
    bool upload_ended_ = false;
    bool receiving_paused_ = false;
    bool sending_paused_ = false;
    bool finished_ = false;
    std::optional<TransferFailure> failure_;
};

} // namespace muster::engine
