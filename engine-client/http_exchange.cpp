#include "engine-client/http_exchange.hpp"

#include <algorithm>
#include <cstring>

namespace muster::engine {

namespace {

constexpr std::size_t receive_limit = 1UL << 20;
constexpr std::size_t upload_limit = 1UL << 18;

} // namespace

bool Exchange::wants_upload() const {
    return request_.upload && !upload_ended_ && !finished_ && upload_.size() < upload_limit;
}

bool Exchange::has_news() const {
    const bool has_pieces = delivery_ == Delivery::pieces && (head_is_new_ || !received_.empty());
    return finished_ || has_pieces || wants_upload();
}

Exchange::News Exchange::take_news() {
    News news;
    news.wants_upload = wants_upload();
    news.finished = finished_;
    if (delivery_ == Delivery::whole) return news;
    if (std::exchange(head_is_new_, false)) news.head = response_;
    news.bytes.swap(received_);
    news.resume = std::exchange(receiving_paused_, false);
    return news;
}

std::optional<Exchange::News> Exchange::await(std::stop_token stop) {
    if (stop.stop_requested()) return std::nullopt;
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop, [this] { return has_news(); })) return std::nullopt;
    return take_news();
}

bool Exchange::offer_upload(std::string_view bytes, Upload what_follows) {
    const std::lock_guard lock(mutex_);
    upload_ += bytes;
    upload_ended_ = what_follows == Upload::end;
    return std::exchange(sending_paused_, false);
}

Response Exchange::take_response() {
    const std::lock_guard lock(mutex_);
    response_.body.swap(received_);
    return std::move(response_);
}

void Exchange::receive_head(const Response& head) {
    const std::lock_guard lock(mutex_);
    response_ = head;
    head_is_new_ = true;
    if (head.is_refusal()) delivery_ = Delivery::whole;
    changed_.notify_one();
}

bool Exchange::receive(std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    if (delivery_ == Delivery::pieces && received_.size() >= receive_limit) {
        receiving_paused_ = true;
        return false;
    }
    const bool is_awaited = delivery_ == Delivery::pieces && received_.empty();
    received_ += bytes;
    if (is_awaited) changed_.notify_one();
    return true;
}

std::optional<std::size_t> Exchange::take_upload(std::span<char> buffer) {
    const std::lock_guard lock(mutex_);
    if (upload_.empty() && !upload_ended_) {
        sending_paused_ = true;
        return std::nullopt;
    }
    const std::size_t count = std::min(buffer.size(), upload_.size());
    std::memcpy(buffer.data(), upload_.data(), count);
    upload_.erase(0, count);
    changed_.notify_one();
    return count;
}

void Exchange::finish(std::optional<TransferFailure> failure) {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(failure);
    finished_ = true;
    changed_.notify_one();
}

} // namespace muster::engine
