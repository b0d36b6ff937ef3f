#pragma once

#include "tests/fakes/temporary_directory.hpp"

#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace muster::engine::test {

/// A request as the server received it.
struct ReceivedRequest {
    std::string line; ///< "GET /_ping"
    std::map<std::string, std::string> headers;
    std::string body;
    int connection = 0; ///< counted from 1
};

/// The server's end of one connection.
class Peer {
  public:
    explicit Peer(int descriptor) : descriptor_(descriptor) {}
    /// False when the client has gone.
    bool send(std::string_view bytes) const;
    void close() const;
    /// Blocks until the client closes; what it sends until then.
    std::string read_to_end() const;
    /// The next bytes, or an empty text when the client has gone.
    std::string read_some() const;

  private:
    int descriptor_;
};

/// An HTTP server on a unix socket whose answers a test writes by hand. Each connection has a thread, which
/// calls the script for every request, after it has read the body or without reading it.
class HttpServer {
  public:
    using Script = std::function<void(const ReceivedRequest&, const Peer&)>;
    enum class Bodies { read, left };

    explicit HttpServer(Script script, Bodies bodies = Bodies::read);
    /// Closes all connections and waits for the scripts to end.
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// As Connection::host.
    std::string host() const { return "unix://" + socket_path_; }
    int connections() const;
    /// "METHOD path body" of every request so far.
    std::vector<std::string> requests() const;

  private:
    void accept_all();
    void serve(int descriptor, int number);

    Script script_;
    Bodies bodies_;
    fakes::TemporaryDirectory directory_;
    std::string socket_path_;
    int listener_ = -1;
    mutable std::mutex mutex_;
    std::vector<int> descriptors_;
    std::vector<std::string> requests_;
    std::list<std::jthread> connections_;
    std::jthread acceptor_;
};

/// "HTTP/1.1 200 OK" with a body of known length.
std::string answer(int status, std::string_view body, std::string_view headers = {});

/// The head of an answer whose length is not known beforehand.
std::string chunked_head(std::string_view headers = {});
std::string chunk(std::string_view bytes);
inline const std::string last_chunk = "0\r\n\r\n";

} // namespace muster::engine::test
