#include "base/error.hpp"
#include "engine-client/engine.hpp"

#include <algorithm>

namespace muster::engine {

namespace {

constexpr std::size_t header_size = 8;

std::size_t payload_size(std::string_view header) {
    std::size_t size = 0;
    for (const char byte : header.substr(4)) size = size << 8 | static_cast<unsigned char>(byte);
    return size;
}

/// Streams: 0 standard input (echoed), 1 output, 2 error, 3 the engine's own error text.
OutputStream stream_of(std::string_view header) {
    const auto number = static_cast<unsigned char>(header[0]);
    const bool is_padded = header.substr(1, 3) == std::string_view("\0\0\0", 3);
    if (number > 3 || !is_padded)
        throw Error(ErrorKind::engine, "the engine's output has an unknown frame (stream " +
                                           std::to_string(number) + "), expected standard output or error")
            .suggest("the container may have a terminal, whose output has no frames");
    return number >= 2 ? OutputStream::standard_error : OutputStream::standard_output;
}

/// The first bytes of `text`, removed from it.
std::string_view take(std::string_view& text, std::size_t count) {
    const std::string_view taken = text.substr(0, count);
    text.remove_prefix(taken.size());
    return taken;
}

} // namespace

void OutputDemultiplexer::feed(std::string_view bytes, const LogSink& sink) {
    while (!bytes.empty()) {
        if (remaining_ > 0) {
            const std::string_view payload = take(bytes, remaining_);
            remaining_ -= payload.size();
            sink(stream_, payload);
            continue;
        }
        header_ += take(bytes, header_size - header_.size());
        if (header_.size() < header_size) return;
        stream_ = stream_of(header_);
        remaining_ = payload_size(header_);
        header_.clear();
    }
}

} // namespace muster::engine
