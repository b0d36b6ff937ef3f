#include "base/error.hpp"
#include "engine-client/engine.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::engine;

namespace {

std::string frame(char stream, const std::string& payload) {
    const std::string header{stream, 0, 0, 0, 0, 0, 0, static_cast<char>(payload.size())};
    return header + payload;
}

/// What came out, joined per run of one stream: "out:ab err:c ".
class Picture {
  public:
    LogSink sink() {
        return [this](OutputStream stream, std::string_view bytes) {
            const char* name = stream == OutputStream::standard_output ? "out:" : "err:";
            if (name != last_) text_ += (text_.empty() ? "" : " ") + std::string(name);
            last_ = name;
            text_ += bytes;
        };
    }
    const std::string& text() const { return text_; }

  private:
    std::string_view last_;
    std::string text_;
};

} // namespace

TEST_CASE("frames are split into the two streams, wherever the pieces are cut") {
    const std::string bytes = frame(1, "hello\n") + frame(2, "oh") + frame(1, "") + frame(2, "!") +
                              frame(3, "gone") + frame(0, "in");
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        CAPTURE(piece);
        OutputDemultiplexer demultiplexer;
        Picture picture;
        for (std::size_t from = 0; from < bytes.size(); from += piece)
            demultiplexer.feed(std::string_view(bytes).substr(from, piece), picture.sink());
        CHECK(picture.text() == "out:hello\n err:oh!gone out:in");
    }
}

TEST_CASE("a frame's length is read as an unsigned number") {
    OutputDemultiplexer demultiplexer;
    Picture picture;
    const std::string payload(0x80FF, 'x');
    demultiplexer.feed(std::string("\1\0\0\0\0\0\x80\xFF", 8) + payload + frame(2, "end"), picture.sink());
    CHECK(picture.text() == "out:" + payload + " err:end");
}

TEST_CASE("output without frames is reported, not misread") {
    OutputDemultiplexer demultiplexer;
    const LogSink sink = [](OutputStream, std::string_view) { FAIL("no payload expected"); };
    try {
        demultiplexer.feed("plain text of a terminal", sink);
        FAIL("an error was expected");
    } catch (const Error& error) {
        CHECK(error.kind == ErrorKind::engine);
        CHECK(error.message ==
              "the engine's output has an unknown frame (stream 112), expected standard output or error");
        CHECK(error.hint == "the container may have a terminal, whose output has no frames");
    }
}
