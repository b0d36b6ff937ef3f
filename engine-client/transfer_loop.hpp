#pragma once

#include "engine-client/address.hpp"
#include "engine-client/transfer.hpp"

#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace muster::engine {

/// The I/O thread: carries all exchanges with one engine by one multi handle, which also keeps idle
/// connections for reuse. Sleeps in curl_multi_poll without a time limit while nothing happens.
///
/// The number of connections has no cap: each transfer has a thread that waits for it, so the callers' pool
/// is the bound, and followed logs can never starve short requests.
class TransferLoop {
  public:
    /// Throws Error (connection) when libcurl is missing.
    explicit TransferLoop(Address address);
    /// Ends what still runs.
    ~TransferLoop();

    // Callable from any thread; they return at once
    void start(std::shared_ptr<Exchange> exchange);
    void resume(std::shared_ptr<Exchange> exchange);
    /// Closes the exchange's connection; nothing when it has finished.
    void cancel(std::shared_ptr<Exchange> exchange);

  private:
    enum class Order { start, resume, cancel };
    struct Command {
        Order order;
        std::shared_ptr<Exchange> exchange;
    };
    struct Cleanup {
        void operator()(CURLM* multi) const { curl().multi_cleanup(multi); }
    };
    using Transfers = std::unordered_map<Exchange*, std::unique_ptr<Transfer>>;

    void send(Command command);
    void run(std::stop_token stop);
    void obey_commands();
    void obey(const Command& command);
    void begin(std::shared_ptr<Exchange> exchange);
    void collect_finished();
    void finish(Transfers::iterator transfer, CURLcode result);
    CurlHandle take_handle();

    const Address address_;
    std::unique_ptr<CURLM, Cleanup> multi_;

    std::mutex inbox_mutex_;
    std::vector<Command> inbox_;

    // The I/O thread's own
    std::vector<CurlHandle> idle_handles_;
    Transfers transfers_;

    std::jthread thread_; // last, so that it ends before what it uses
};

} // namespace muster::engine
