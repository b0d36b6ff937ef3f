#include "tests/fakes/fake_hijacked.hpp"

#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::fakes {

namespace {

[[noreturn]] void fail(const std::string& what) { throw Error(ErrorKind::connection, "fake exec: " + what); }

void send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("the buffer is full, or the stream is closed");
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::string frame(engine::OutputStream stream, const std::string& text) {
    if (text.empty()) return "";
    std::string header(8, '\0');
    header[0] = stream == engine::OutputStream::standard_output ? 1 : 2;
    for (std::size_t i = 0; i < 4; ++i) header[4 + i] = static_cast<char>(text.size() >> (24 - 8 * i));
    return header + text;
}

} // namespace

FakeHijacked::FakeHijacked(const std::string& output) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) fail("no socket");
    own_end_ = ends[0];
    other_end_ = ends[1];
    send_all(other_end_, output);
    ::shutdown(other_end_, SHUT_WR);
}

FakeHijacked::~FakeHijacked() {
    ::close(own_end_);
    ::close(other_end_);
}

std::size_t FakeHijacked::read(std::span<char> buffer) {
    for (;;) {
        const ssize_t count = ::read(own_end_, buffer.data(), buffer.size());
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno != EINTR) fail("cannot read");
    }
}

void FakeHijacked::write(std::string_view bytes) { send_all(own_end_, bytes); }

void FakeHijacked::close_input() { ::shutdown(own_end_, SHUT_WR); }

std::string output_of(const ExecScript& script, bool tty) {
    if (tty) return script.standard_output + script.standard_error;
    return frame(engine::OutputStream::standard_output, script.standard_output) +
           frame(engine::OutputStream::standard_error, script.standard_error);
}

} // namespace muster::fakes
