// The tunnel with a program of ours in place of ssh, which writes down its arguments and either fails or runs
// what joins its standard input and output with the engine.
#include "engine-client/ssh_tunnel.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "engine-client/connection.hpp"
#include "engine-client/engine.hpp"
#include "engine-client/hijack.hpp"
#include "engine-client/http_transport.hpp"
#include "http_server.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fstream>
#include <sys/stat.h>

using namespace muster;
using namespace muster::engine;
using namespace muster::engine::test;

namespace {

/// A folder in front of PATH with a program 'ssh' in it.
class FakeSsh {
  public:
    explicit FakeSsh(const std::string& script) : path_(std::getenv("PATH")) {
        const std::string program =
            directory_.write("ssh", "#!/bin/sh\ncd '" + directory_.path().string() +
                                        "'\nif [ \"$1\" = -G ]; then cat settings; exit; "
                                        "fi\necho \"$*\" >>calls\necho $$ >>pids\n" +
                                        script);
        directory_.write("settings", "user me\n");
        ::chmod(program.c_str(), 0700);
        ::setenv("PATH", (directory_.path().string() + ":" + path_).c_str(), 1);
    }
    ~FakeSsh() { ::setenv("PATH", path_.c_str(), 1); }
    FakeSsh(const FakeSsh&) = delete;
    FakeSsh& operator=(const FakeSsh&) = delete;

    void write(const std::string& name, const std::string& content) const { directory_.write(name, content); }
    std::vector<std::string> calls() const { return lines("calls"); }
    int running() const {
        int count = 0;
        for (const std::string& pid : lines("pids"))
            if (::kill(std::stoi(pid), 0) == 0) ++count;
        return count;
    }

    /// Of a file that the script has written.
    std::vector<std::string> lines(const std::string& name) const {
        std::ifstream file(directory_.path() / name);
        std::vector<std::string> lines;
        for (std::string line; std::getline(file, line);) lines.push_back(line);
        return lines;
    }

  private:
    std::string path_;
    fakes::TemporaryDirectory directory_;
};

std::string relay_to(const HttpServer& server) {
    return "exec python3 '" MUSTER_TESTS_DIR "/engine-client/stdio_relay.py' '" +
           server.host().substr(std::string("unix://").size()) + "'\n";
}

void answer_ping(const ReceivedRequest&, const Peer& peer) {
    peer.send(answer(200, "[]", "Api-Version: 1.45\r\n"));
}

Error error_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    return Error(ErrorKind::internal, "no error");
}

/// Of asking an engine behind that ssh for something.
Error failure_behind(const std::string& script, const std::string& host = "ssh://me@box:2222") {
    const FakeSsh ssh(script);
    return error_of([&] { connect({host, ""})->list_volumes({}); });
}

} // namespace

TEST_CASE("an engine behind ssh is spoken to by what ssh runs over there") {
    const HttpServer server(answer_ping);
    const FakeSsh ssh(relay_to(server));
    const auto engine = connect({"ssh://me@box:2222/run/d.sock", ""});
    CHECK(ssh.calls().empty());
    CHECK(engine->info().engine_api == ApiVersion{1, 45});
    engine->list_images({}, {});
    CHECK(server.connections() == 1);
    REQUIRE(ssh.calls().size() == 1);
    const std::string call = ssh.calls().front();
    CHECK(call.starts_with(
        "-T -o ConnectTimeout=30 -o ControlMaster=auto -o ControlPersist=no -o ControlPath=/"));
    CHECK(call.ends_with("/ssh -l me -p 2222 -- box docker --host unix:///run/d.sock system dial-stdio"));
}

TEST_CASE("connections that the user's own ssh configuration shares are left to it") {
    const HttpServer server(answer_ping);
    const FakeSsh ssh(relay_to(server));
    ssh.write("settings", "user me\ncontrolmaster auto\ncontrolpath /home/me/.ssh/c\n");
    connect({"ssh://box", ""})->info();
    CHECK(ssh.calls() == std::vector<std::string>{"-T -o ConnectTimeout=30 -- box docker system dial-stdio"});
}

TEST_CASE("a stream through ssh carries bytes both ways, and its input ends before its output") {
    const HttpServer server([](const ReceivedRequest&, const Peer& peer) {
        peer.send("HTTP/1.1 101 UPGRADED\r\n\r\n");
        peer.send("input was: " + peer.read_to_end());
        peer.close();
    });
    const FakeSsh ssh(relay_to(server));
    const auto tunnel = std::make_shared<SshTunnel>(parse_ssh_target("ssh://box"));
    Address address = address_of({"ssh://box", ""});
    address.socket_path = tunnel->socket_path();
    address.carrier = tunnel;
    const auto stream = hijack(address, "/", "{}");
    stream->write("typed");
    stream->close_input();
    std::string output;
    std::array<char, 64> buffer{};
    for (std::size_t count = stream->read(buffer); count > 0; count = stream->read(buffer))
        output.append(buffer.data(), count);
    CHECK(output == "input was: typed");
}

TEST_CASE("nothing is left of a tunnel: no process, no socket") {
    const HttpServer server([](const ReceivedRequest&, const Peer& peer) { peer.read_to_end(); });
    const FakeSsh ssh(relay_to(server));
    std::string folder;
    {
        const auto tunnel = std::make_shared<SshTunnel>(parse_ssh_target("ssh://box"));
        folder = parent_path(tunnel->socket_path());
        struct stat info {};
        REQUIRE(::stat(folder.c_str(), &info) == 0);
        CHECK((info.st_mode & 0777) == 0700);
        Address address = address_of({"ssh://box", ""});
        address.socket_path = tunnel->socket_path();
        address.carrier = tunnel;
        std::stop_source stop;
        const std::jthread stopper([&] {
            while (server.requests().empty()) std::this_thread::yield();
            stop.request_stop();
        });
        CHECK_FALSE(HttpTransport(address).stream({Method::get, "/events"}, {}, stop.get_token()));
        CHECK(ssh.running() == 1);
    }
    CHECK(ssh.running() == 0);
    struct stat info {};
    CHECK(::stat(folder.c_str(), &info) != 0);
}

TEST_CASE("an ssh that does not end when it is told to is killed") {
    const FakeSsh ssh("trap '' TERM\necho up >up\nexec sleep 1000\n");
    {
        const SshTunnel tunnel(parse_ssh_target("ssh://box"));
        Address address = address_of({"ssh://box", ""});
        address.socket_path = tunnel.socket_path();
        HttpTransport transport(address);
        std::stop_source stop;
        const std::jthread stopper([&] {
            while (ssh.lines("up").empty()) std::this_thread::yield();
            stop.request_stop();
        });
        transport.stream({Method::get, "/"}, {}, stop.get_token());
    }
    CHECK(ssh.running() == 0);
}

TEST_CASE("an ssh that cannot connect is quoted") {
    const Error error = failure_behind("echo '@@@ the host key has changed @@@' >&2\n"
                                       "echo 'Host key verification failed.' >&2\nexit 255\n");
    CHECK(error.kind == ErrorKind::connection);
    CHECK(error.message == "ssh to 'me@box' failed: Host key verification failed.");
    CHECK(error.notes == std::vector<Note>{{"ssh says: @@@ the host key has changed @@@", std::nullopt}});
    CHECK(error.hint == "'ssh -l me -p 2222 -- box' has to work without a question");
}

TEST_CASE("what fails on the other machine is told apart from ssh itself") {
    Error error = failure_behind("echo 'sh: 1: docker: not found' >&2\nexit 127\n", "ssh://box");
    CHECK(error.message ==
          "'docker system dial-stdio' failed on 'box' with exit code 127: sh: 1: docker: not found");
    CHECK(error.hint == "the Docker CLI must be installed there, and in the PATH of commands run by ssh");
    error = failure_behind("echo 'Cannot connect to the Docker daemon.' >&2\nexit 1\n", "ssh://box");
    CHECK(
        error.message ==
        "'docker system dial-stdio' failed on 'box' with exit code 1: Cannot connect to the Docker daemon.");
    CHECK(error.hint == "'ssh -- box docker system dial-stdio' shows what it does");
    error = failure_behind("kill -9 $$\n", "ssh://box");
    CHECK(error.message == "ssh to 'box' failed: it gave no reason");
}

TEST_CASE("a machine without ssh is told so") {
    const char* path = std::getenv("PATH");
    const std::string kept = path;
    ::setenv("PATH", "/nonexistent", 1);
    const Error error = error_of([] { connect({"ssh://box", ""})->info(); });
    ::setenv("PATH", kept.c_str(), 1);
    CHECK(error.message == "cannot run 'ssh': No such file or directory");
    CHECK(error.hint == "install an OpenSSH client (Debian: openssh-client)");
}

TEST_CASE("a connection that breaks later is explained by ssh too") {
    const HttpServer server([](const ReceivedRequest& request, const Peer& peer) {
        if (request.line == "HEAD /_ping" || request.line == "GET /_ping") return answer_ping(request, peer);
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        peer.close();
    });
    const FakeSsh ssh("python3 '" MUSTER_TESTS_DIR "/engine-client/stdio_relay.py' '" +
                      server.host().substr(7) +
                      "'\necho 'client_loop: send disconnect: Broken pipe' >&2\nexit 255\n");
    const Error error = error_of([&] { connect({"ssh://box", ""})->list_volumes({}); });
    CHECK(error.message == "ssh to 'box' failed: client_loop: send disconnect: Broken pipe");
}
