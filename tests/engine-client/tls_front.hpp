#pragma once

#include "engine-client/connection.hpp"
#include "tests/fakes/temporary_directory.hpp"

#include <cstdio>
#include <string>

namespace muster::engine::test {

/// Certificates made for this test run: an authority "ca", a server "server" (for localhost and 127.0.0.1)
/// and a client "client" that it has signed, another server "stranger" (for the name "elsewhere"), and an
/// authority "other" that has signed nothing. Made once by the openssl program.
class Certificates {
  public:
    static const Certificates& get();

    /// "ca.pem", "server-key.pem" ... as a path.
    std::string path(const std::string& name) const { return directory_.path() / name; }
    /// As one for messages.
    TlsFile file(const std::string& name) const { return {path(name), "the test"}; }

  private:
    Certificates();
    void run(const std::string& command) const;
    void make_authority(const std::string& name) const;
    void make_signed(const std::string& name, const std::string& alternative_names) const;

    fakes::TemporaryDirectory directory_;
};

/// A program that speaks TLS in front of a server on a unix socket.
class TlsFront {
  public:
    enum class Clients { any, signed_ones };
    /// `host`: the server's, "unix://...". `server`: whose certificate it shows.
    TlsFront(const std::string& host, const std::string& server, Clients clients);
    ~TlsFront();
    TlsFront(const TlsFront&) = delete;
    TlsFront& operator=(const TlsFront&) = delete;

    /// As Connection::host: "tcp://127.0.0.1:40001".
    std::string host() const { return "tcp://127.0.0.1:" + port_; }

  private:
    std::FILE* program_ = nullptr; ///< its standard input; it ends with that
    std::string port_;
};

} // namespace muster::engine::test
