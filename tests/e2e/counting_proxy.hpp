#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace muster::e2e {

/// Stands between the program and the engine and writes down every request line, so that tests can say what
/// was asked of the engine, and when.
class CountingProxy {
  public:
    /// `engine_socket`: the path of the engine's unix socket; `path`: where to listen.
    CountingProxy(std::string engine_socket, std::string path);
    ~CountingProxy();
    CountingProxy(const CountingProxy&) = delete;
    CountingProxy& operator=(const CountingProxy&) = delete;

    /// "POST /containers/create", without version and query.
    std::vector<std::string> requests() const;
    /// Those that change something: all but GET and HEAD.
    std::vector<std::string> mutations() const;
    void forget();
    /// How many requests there have been, forgotten ones too, that change something in a project: not those
    /// that only run something in a container or wait for it.
    std::size_t change_count() const;

    /// Called after each mutating request was passed on, with how many there have been.
    void on_mutation(std::function<void(std::size_t count)> action);

    /// From now on nothing is passed on any more, as if the engine hung.
    void hold() { is_held_ = true; }

  private:
    void accept_clients(const std::stop_token& stop);
    void serve(int client, const std::stop_token& stop);
    void record(const std::string& bytes);

    std::string engine_socket_;
    std::string path_;
    int listener_ = -1;
    mutable std::mutex mutex_;
    std::atomic<bool> is_held_ = false;
    std::vector<std::string> requests_;
    std::size_t change_count_ = 0;
    std::function<void(std::size_t)> action_;
    std::vector<std::jthread> clients_; ///< only touched by the accepting thread
    std::jthread acceptor_;
};

} // namespace muster::e2e
