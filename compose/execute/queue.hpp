#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>

namespace muster::compose::execute {

/// A queue between threads: any number of writers and readers.
template <class T>
class Queue {
  public:
    void push(T item) {
        {
            const std::lock_guard lock(mutex_);
            items_.push_back(std::move(item));
        }
        filled_.notify_one();
    }

    /// Blocks until there is an item.
    T pop() { return *pop(std::stop_token{}); }

    /// Blocks until there is an item or a stop is asked for; then nothing.
    std::optional<T> pop(std::stop_token stop) {
        std::unique_lock lock(mutex_);
        filled_.wait(lock, stop, [this] { return !items_.empty(); });
        if (items_.empty()) return std::nullopt;
        T item = std::move(items_.front());
        items_.pop_front();
        return item;
    }

  private:
    std::mutex mutex_;
    std::condition_variable_any filled_;
    std::deque<T> items_;
};

} // namespace muster::compose::execute
