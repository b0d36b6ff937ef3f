#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <string>

namespace muster::cmd::go_template {

/// A stretch of a template, in bytes.
struct Piece {
    std::size_t offset = 0;
    std::size_t length = 0;
};

/// From the beginning of the one to the end of the other.
Piece span_of(Piece first, Piece last);

/// A template's text, as the user typed it.
struct Source {
    std::string text;
    FileId file = 0;

    std::string text_of(Piece piece) const { return text.substr(piece.offset, piece.length); }
    Span span(Piece piece) const;
    /// An Error (usage) with its place.
    Error error(Piece piece, std::string message) const;
};

} // namespace muster::cmd::go_template
