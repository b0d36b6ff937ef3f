#include "engine-client/line_splitter.hpp"

#include <utility>

namespace muster::engine {

namespace {

void hand_out(std::string_view line, const LineSplitter::Sink& sink) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) sink(line);
}

} // namespace

void LineSplitter::feed(std::string_view bytes, const Sink& sink) {
    for (std::size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
        const std::string line = std::exchange(rest_, {}).append(bytes.substr(0, end));
        bytes.remove_prefix(end + 1);
        hand_out(line, sink);
    }
    rest_ += bytes;
}

void LineSplitter::finish(const Sink& sink) { hand_out(std::exchange(rest_, {}), sink); }

} // namespace muster::engine
