#include "cmd/exec_stream.hpp"

#include "base/error.hpp"
#include "tests/cmd/captured_stream.hpp"

#include <doctest/doctest.h>

#include <array>
#include <fcntl.h>
#include <sys/socket.h>
#include <thread>

using namespace muster;
using namespace muster::cmd;

namespace {

/// A connection whose other end, the process's, the test holds.
class SocketStream final : public engine::Hijacked {
  public:
    SocketStream() { REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()) == 0); }
    ~SocketStream() override {
        ::close(ends_[0]);
        end_process();
    }
    SocketStream(const SocketStream&) = delete;
    SocketStream& operator=(const SocketStream&) = delete;

    int descriptor() const override { return ends_[0]; }
    std::size_t read(std::span<char> buffer) override {
        const ssize_t count = ::read(ends_[0], buffer.data(), buffer.size());
        if (count < 0) throw Error(ErrorKind::connection, "read failed");
        return static_cast<std::size_t>(count);
    }
    void write(std::string_view bytes) override {
        if (::send(ends_[0], bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0)
            throw Error(ErrorKind::connection, "write failed");
    }
    void close_input() override { ::shutdown(ends_[0], SHUT_WR); }

    int process_end() const { return ends_[1]; }
    void refuse_input() const { ::shutdown(ends_[1], SHUT_RD); }
    void print(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t count = ::send(ends_[1], bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count < 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    /// What the process is sent, up to the end of its input.
    std::string read_all() const {
        std::string all;
        std::array<char, 4096> buffer{};
        for (ssize_t count = 0; (count = ::read(ends_[1], buffer.data(), buffer.size())) > 0;)
            all.append(buffer.data(), static_cast<std::size_t>(count));
        return all;
    }
    void end_process() {
        if (ends_[1] >= 0) ::close(ends_[1]);
        ends_[1] = -1;
    }

  private:
    std::array<int, 2> ends_{-1, -1};
};

class Pipe {
  public:
    Pipe() { REQUIRE(::pipe2(ends_.data(), O_CLOEXEC) == 0); }
    ~Pipe() {
        ::close(ends_[0]);
        close();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int reading_end() const { return ends_[0]; }
    void write(std::string_view bytes) const {
        REQUIRE(::write(ends_[1], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    }
    void close() {
        if (ends_[1] >= 0) ::close(ends_[1]);
        ends_[1] = -1;
    }

  private:
    std::array<int, 2> ends_{-1, -1};
};

struct Scene {
    SocketStream process;
    Pipe keys;
    CapturedStream out;
    CapturedStream err;

    ExecEnds plain() { return {.input = keys.reading_end(), .out = out.stream(), .err = err.stream()}; }
    ExecEnds terminal() {
        return {.input = keys.reading_end(), .out = out.stream(), .err = err.stream(), .tty = true};
    }
};

std::string frame(char stream, const std::string& text) {
    return std::string{stream, 0, 0, 0, 0, 0, 0, static_cast<char>(text.size())} + text;
}

} // namespace

TEST_CASE("output goes to the stream that it was written to, until the process closes it") {
    Scene scene;
    scene.process.print(frame(1, "out\n") + frame(2, "err\n"));
    scene.process.end_process();
    CHECK(ExecStream(scene.process, scene.plain()).run() == ExecStream::End::closed);
    CHECK(scene.out.text() == "out\n");
    CHECK(scene.err.text() == "err\n");
}

TEST_CASE("a terminal's bytes come as they are") {
    Scene scene;
    scene.process.print("\x01\x02 raw\r\n");
    scene.process.end_process();
    ExecStream(scene.process, scene.terminal()).run();
    CHECK(scene.out.text() == "\x01\x02 raw\r\n");
}

TEST_CASE("input reaches the process, and so does its end") {
    Scene scene;
    scene.keys.write("hello");
    scene.keys.close();
    std::string received;
    std::jthread process([&] {
        received = scene.process.read_all();
        scene.process.end_process();
    });
    CHECK(ExecStream(scene.process, scene.plain()).run() == ExecStream::End::closed);
    process.join();
    CHECK(received == "hello");
}

TEST_CASE("without input the process is told at once that none will come") {
    Scene scene;
    std::jthread process([&] {
        scene.process.print(frame(1, scene.process.read_all() + "end"));
        scene.process.end_process();
    });
    ExecStream(scene.process, {.out = scene.out.stream(), .err = scene.err.stream()}).run();
    CHECK(scene.out.text() == "end");
}

TEST_CASE("a process that echoes more than any buffer holds blocks neither side") {
    Scene scene;
    constexpr std::size_t total = 4UL << 20;
    std::jthread typist([&] {
        const std::string piece(1UL << 16, 'x');
        for (std::size_t sent = 0; sent < total; sent += piece.size()) scene.keys.write(piece);
        scene.keys.close();
    });
    std::jthread process([&] {
        // As `cat` does: it reads no further before it has got rid of what it read.
        std::array<char, 65536> buffer{};
        for (ssize_t count = 0;
             (count = ::read(scene.process.process_end(), buffer.data(), buffer.size())) > 0;)
            scene.process.print({buffer.data(), static_cast<std::size_t>(count)});
        scene.process.end_process();
    });
    CHECK(ExecStream(scene.process, scene.terminal()).run() == ExecStream::End::closed);
    CHECK(scene.out.text().size() == total);
}

TEST_CASE("a process that takes no more input may still say something") {
    Scene scene;
    scene.process.print("done");
    scene.process.refuse_input();
    scene.keys.write("for nobody");
    std::jthread process([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        scene.process.print(", really");
        scene.process.end_process();
    });
    CHECK(ExecStream(scene.process, scene.terminal()).run() == ExecStream::End::closed);
    CHECK(scene.out.text() == "done, really");
}

TEST_CASE("ctrl-p ctrl-q is told apart from the process's own end") {
    Scene scene;
    scene.keys.write("ls\x10\x11");
    std::jthread engine([&] {
        std::array<char, 4> typed{};
        ::recv(scene.process.process_end(), typed.data(), typed.size(), MSG_WAITALL);
        scene.process.end_process();
    });
    SUBCASE("in a terminal") {
        CHECK(ExecStream(scene.process, scene.terminal()).run() == ExecStream::End::detached);
    }
    SUBCASE("elsewhere these are bytes like any others") {
        CHECK(ExecStream(scene.process, scene.plain()).run() == ExecStream::End::closed);
    }
}

TEST_CASE("an interruption ends it while the process goes on") {
    Scene scene;
    ExecStream stream(scene.process, scene.terminal());
    std::jthread user([&] { stream.interrupt(); });
    CHECK(stream.run() == ExecStream::End::interrupted);
}

TEST_CASE("a change of the window's size is passed on") {
    Scene scene;
    Pipe window;
    window.write("w");
    int resizes = 0;
    const auto on_resize = [&] {
        char byte = 0;
        REQUIRE(::read(window.reading_end(), &byte, 1) == 1);
        ++resizes;
        scene.process.end_process();
    };
    ExecStream(scene.process, {.out = scene.out.stream(),
                               .err = scene.err.stream(),
                               .tty = true,
                               .window = window.reading_end(),
                               .on_resize = on_resize})
        .run();
    CHECK(resizes == 1);
}
