#include "engine-client/transfer_loop.hpp"

#include <csignal>
#include <limits>
#include <new>

namespace muster::engine {

namespace {

constexpr std::size_t idle_handle_limit = 16;
constexpr int no_time_limit = std::numeric_limits<int>::max();

// Signals are for the threads that know what to do with them.
void block_signals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

} // namespace

TransferLoop::TransferLoop(Address address) : address_(std::move(address)), multi_(curl().multi_init()) {
    if (!multi_) throw std::bad_alloc();
    thread_ = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

TransferLoop::~TransferLoop() {
    thread_.request_stop();
    curl().multi_wakeup(multi_.get());
    thread_.join();
    for (const auto& [exchange, transfer] : transfers_)
        curl().multi_remove_handle(multi_.get(), transfer->raw());
}

void TransferLoop::start(std::shared_ptr<Exchange> exchange) { send({Order::start, std::move(exchange)}); }

void TransferLoop::resume(std::shared_ptr<Exchange> exchange) { send({Order::resume, std::move(exchange)}); }

void TransferLoop::cancel(std::shared_ptr<Exchange> exchange) { send({Order::cancel, std::move(exchange)}); }

void TransferLoop::send(Command command) {
    {
        const std::lock_guard lock(inbox_mutex_);
        inbox_.push_back(std::move(command));
    }
    curl().multi_wakeup(multi_.get());
}

void TransferLoop::run(std::stop_token stop) {
    block_signals();
    while (!stop.stop_requested()) {
        obey_commands();
        int running = 0;
        curl().multi_perform(multi_.get(), &running);
        collect_finished();
        curl().multi_poll(multi_.get(), nullptr, 0, no_time_limit, nullptr);
    }
}

void TransferLoop::obey_commands() {
    std::vector<Command> commands;
    {
        const std::lock_guard lock(inbox_mutex_);
        commands.swap(inbox_);
    }
    for (const Command& command : commands) obey(command);
}

void TransferLoop::obey(const Command& command) {
    if (command.order == Order::start) return begin(command.exchange);
    const auto transfer = transfers_.find(command.exchange.get());
    if (transfer == transfers_.end()) return; // it finished while the command was on its way
    if (command.order == Order::resume) return transfer->second->resume();
    finish(transfer, CURLE_ABORTED_BY_CALLBACK);
}

void TransferLoop::begin(std::shared_ptr<Exchange> exchange) {
    Exchange* const key = exchange.get();
    auto transfer = std::make_unique<Transfer>(take_handle(), address_, std::move(exchange));
    const CURLMcode added = curl().multi_add_handle(multi_.get(), transfer->raw());
    const auto place = transfers_.emplace(key, std::move(transfer)).first;
    if (added != CURLM_OK) finish(place, CURLE_FAILED_INIT);
}

void TransferLoop::collect_finished() {
    int remaining = 0;
    while (const CURLMsg* message = curl().multi_info_read(multi_.get(), &remaining)) {
        if (message->msg != CURLMSG_DONE) continue;
        const CURLcode result = message->data.result; // gone with the handle's removal
        finish(transfers_.find(Transfer::find(message->easy_handle)->exchange()), result);
    }
}

void TransferLoop::finish(Transfers::iterator transfer, CURLcode result) {
    curl().multi_remove_handle(multi_.get(), transfer->second->raw());
    transfer->second->finish(result);
    CurlHandle handle = transfer->second->release_handle();
    transfers_.erase(transfer);
    if (idle_handles_.size() < idle_handle_limit) idle_handles_.push_back(std::move(handle));
}

CurlHandle TransferLoop::take_handle() {
    if (idle_handles_.empty()) return CurlHandle();
    CurlHandle handle = std::move(idle_handles_.back());
    idle_handles_.pop_back();
    return handle;
}

} // namespace muster::engine
