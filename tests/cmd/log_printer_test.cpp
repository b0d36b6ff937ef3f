#include "cmd/log_printer.hpp"

#include "base/error.hpp"
#include "tests/cmd/captured_stream.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>

using namespace muster;
using namespace muster::cmd;
using engine::OutputStream;

namespace {

struct Scene {
    CapturedStream out;
    CapturedStream err;
    LogPrinter printer;

    explicit Scene(LogStyle style = {}) : printer(out.stream(), err.stream(), style) {}

    void feed(const std::string& name, std::string_view bytes) {
        printer.feed(name, OutputStream::standard_output, bytes);
    }
    std::string printed() {
        printer.flush();
        return out.text();
    }
};

} // namespace

TEST_CASE("every line carries its container's name in a column of its own") {
    Scene scene;
    scene.printer.add_source("db-1");
    scene.printer.add_source("server-1");
    scene.feed("db-1", "ready\n\nto serve\n");
    scene.feed("server-1", "GET / 200\n");
    CHECK(scene.printed() == "db-1      | ready\n"
                             "db-1      | \n"
                             "db-1      | to serve\n"
                             "server-1  | GET / 200\n");
}

TEST_CASE("lines are put together from pieces, for each stream of each container") {
    Scene scene;
    scene.feed("a", "one ");
    scene.feed("b", "two ");
    scene.printer.feed("a", OutputStream::standard_error, "three ");
    scene.feed("a", "four\nfi");
    scene.printer.feed("a", OutputStream::standard_error, "five\n");
    scene.feed("b", "six\n");
    CHECK(scene.printed() == "a  | one four\nb  | two six\n");
    CHECK(scene.err.text() == "a  | three five\n");
}

TEST_CASE("an unfinished line is printed when its container ends") {
    Scene scene;
    scene.feed("web-1", "last words");
    CHECK(scene.printed().empty());
    scene.printer.announce_end({.name = "web-1", .exit_code = 3});
    CHECK(scene.printed() == "web-1  | last words\nweb-1 exited with code 3\n");
}

TEST_CASE("a container that comes back is told to do so") {
    Scene scene;
    scene.printer.announce_end({.name = "web-1", .exit_code = 1, .restarts = true});
    CHECK(scene.printed() == "web-1 exited with code 1 (restarting)\n");
}

TEST_CASE("an unfinished line is printed when there is no more to come at all") {
    CapturedStream out;
    CapturedStream err;
    { LogPrinter(out.stream(), err.stream(), {}).feed("web-1", OutputStream::standard_output, "last"); }
    CHECK(out.text() == "web-1  | last\n");
}

TEST_CASE("the line ends of a container with a terminal become ordinary ones") {
    Scene scene;
    scene.feed("web-1", "one\r\ntwo\r");
    scene.feed("web-1", "\n10%\r20%\r\n");
    CHECK(scene.printed() == "web-1  | one\nweb-1  | two\nweb-1  | 10%\r20%\n");
}

TEST_CASE("a long line stays in one piece") {
    Scene scene;
    const std::string line(200'000, 'x');
    for (std::size_t at = 0; at < line.size(); at += 16384) scene.feed("web-1", line.substr(at, 16384));
    scene.feed("web-1", "\n");
    CHECK(scene.printed() == "web-1  | " + line + "\n");
}

TEST_CASE("colours go round in the order of Docker Compose, for the name only") {
    Scene scene({.color = true});
    const std::vector<std::string> codes{"36",   "33",   "32",   "35",   "34", "36;1",
                                         "33;1", "32;1", "35;1", "34;1", "36"};
    std::string expected;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const std::string name(1, static_cast<char>('a' + i));
        scene.feed(name, "x\n");
        expected += "\x1b[" + codes[i] + "m" + name + "  | \x1b[0mx\n";
    }
    CHECK(scene.printed() == expected);
}

TEST_CASE("without prefix the lines are the container's own") {
    Scene scene({.color = true, .prefix = false});
    scene.feed("web-1", "one\ntwo\n");
    CHECK(scene.printed() == "one\ntwo\n");
}

TEST_CASE("what is drawn on the same screen is asked to make room") {
    CapturedStream out;
    int calls = 0;
    {
        LogPrinter printer(out.stream(), out.stream(), {}, [&](const std::function<void()>& print) {
            ++calls;
            print();
        });
        printer.feed("a", OutputStream::standard_output, "x\n");
    }
    CHECK(calls == 1);
    CHECK(out.text() == "a  | x\n");
}

TEST_CASE("lines of several threads never mix") {
    Scene scene;
    {
        std::vector<std::jthread> threads;
        for (const char* name : {"a", "b", "c"})
            threads.emplace_back([&scene, name] {
                for (int i = 0; i < 2000; ++i) scene.feed(name, std::string(name) + std::to_string(i) + "\n");
            });
    }
    std::map<char, int> next;
    const std::string text = scene.printed();
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
        const std::string name(1, text[at]);
        const std::string expected = name + "  | " + name + std::to_string(next[text[at]]++) + "\n";
        REQUIRE(text.compare(at, expected.size(), expected) == 0);
    }
    CHECK(next == std::map<char, int>{{'a', 2000}, {'b', 2000}, {'c', 2000}});
}

TEST_CASE("output that cannot be written is an error, not silence") {
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    Stream out(full);
    {
        LogPrinter printer(out, out, {});
        printer.feed("web-1", OutputStream::standard_output, "lost\n");
        CHECK_THROWS_AS(printer.flush(), Error);
    }
    ::close(full);
}
