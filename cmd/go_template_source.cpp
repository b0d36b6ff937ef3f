#include "cmd/go_template_source.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace muster::cmd::go_template {

Piece span_of(Piece first, Piece last) { return {first.offset, last.offset + last.length - first.offset}; }

Span Source::span(Piece piece) const {
    const std::string_view before = std::string_view(text).substr(0, piece.offset);
    const std::size_t line_start = before.rfind('\n') + 1; // npos + 1 is 0
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::string_view marked = std::string_view(text).substr(piece.offset, piece.length);
    const std::size_t length = count_code_points(marked.substr(0, marked.find('\n')));
    return {.file = file,
            .line = static_cast<std::uint32_t>(line),
            .column = static_cast<std::uint32_t>(1 + count_code_points(before.substr(line_start))),
            .length = static_cast<std::uint32_t>(std::max<std::size_t>(length, 1))};
}

Error Source::error(Piece piece, std::string message) const {
    return Error(ErrorKind::usage, std::move(message)).at(span(piece));
}

} // namespace muster::cmd::go_template
