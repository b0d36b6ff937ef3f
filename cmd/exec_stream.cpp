#include "cmd/exec_stream.hpp"

#include "base/error.hpp"

#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace muster::cmd {

namespace {

/// Small enough to find room whenever the connection is said to be writable: a write never blocks, so that
/// output is read however slowly the process takes its input.
constexpr std::size_t input_piece = 4096;
constexpr std::size_t output_piece = 1UL << 15;

bool is_ready(const pollfd& entry, short events) { return (entry.revents & events) != 0; }

} // namespace

ExecStream::ExecStream(engine::Hijacked& stream, ExecEnds ends)
    : stream_(stream), ends_(std::move(ends)), has_input_(ends_.input >= 0),
      wakeup_(::eventfd(0, EFD_CLOEXEC)) {}

ExecStream::~ExecStream() { ::close(wakeup_); }

void ExecStream::interrupt() { ::eventfd_write(wakeup_, 1); }

ExecStream::End ExecStream::run() {
    if (!has_input_) close_input();
    for (;;) {
        const short stream_events = pending_.empty() ? POLLIN : POLLIN | POLLOUT;
        const int input = has_input_ && pending_.empty() ? ends_.input : -1;
        std::array<pollfd, 4> waiting{{{stream_.descriptor(), stream_events, 0},
                                       {input, POLLIN, 0},
                                       {ends_.window, POLLIN, 0},
                                       {wakeup_, POLLIN, 0}}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0) {
            if (errno == EINTR) continue;
            throw Error(ErrorKind::internal, "cannot wait for input and output");
        }
        if (is_ready(waiting[3], POLLIN)) return End::interrupted;
        if (is_ready(waiting[2], POLLIN)) ends_.on_resize();
        if (is_ready(waiting[0], POLLOUT)) write_input();
        if (is_ready(waiting[0], POLLIN | POLLHUP | POLLERR) && !read_output())
            return is_detached_ ? End::detached : End::closed;
        if (is_ready(waiting[1], POLLIN | POLLHUP | POLLERR | POLLNVAL)) read_input();
    }
}

void ExecStream::read_input() {
    std::array<char, input_piece> buffer{};
    const ssize_t count = ::read(ends_.input, buffer.data(), buffer.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (count <= 0) return close_input();
    pending_.assign(buffer.data(), static_cast<std::size_t>(count));
    if (ends_.tty) note_keys();
}

// The engine looks for the sequence too, and then ends the stream.
void ExecStream::note_keys() {
    const std::string& sequence = ends_.detach_sequence;
    if (sequence.empty()) return;
    const std::string keys = last_keys_ + pending_;
    is_detached_ = is_detached_ || keys.find(sequence) != std::string::npos;
    last_keys_ = keys.size() < sequence.size() ? keys : keys.substr(keys.size() - sequence.size() + 1);
}

void ExecStream::write_input() {
    try {
        stream_.write(pending_);
    } catch (const Error&) {
        has_input_ = false; // it takes no more input; what it still says comes all the same
    }
    pending_.clear();
}

void ExecStream::close_input() {
    has_input_ = false;
    if (ends_.input_end == ExecEnds::InputEnd::pass_on) stream_.close_input();
}

bool ExecStream::read_output() {
    std::array<char, output_piece> buffer{};
    const std::size_t count = stream_.read(buffer);
    const std::string_view bytes(buffer.data(), count);
    if (ends_.tty)
        ends_.out.write(bytes);
    else
        frames_.feed(bytes, [this](engine::OutputStream stream, std::string_view text) {
            (stream == engine::OutputStream::standard_output ? ends_.out : ends_.err).write(text);
        });
    return count > 0;
}

} // namespace muster::cmd
