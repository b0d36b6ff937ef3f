#pragma once

#include "base/source_map.hpp"

#include <cstddef>
#include <string_view>

namespace muster::compose::source {

/// A place that moves through a UTF-8 text and knows its line and column. Moving forward is linear in the
/// distance, so that asking for many places in reading order reads the text once; moving back starts anew.
class Cursor {
  public:
    Cursor(FileId file, std::string_view text) : file_(file), text_(text) { restart(); }

    /// To a byte offset; the end of the text when that is nearer.
    void move_to_offset(std::size_t offset);
    /// To the code point of that number, a byte order mark not counted.
    void move_to_code_point(std::size_t number);
    /// To the line and column of a place in this text.
    void move_to(const Span& place);

    std::size_t offset() const { return offset_; }
    /// What stands from here to the end of the text.
    std::string_view rest() const { return text_.substr(offset_); }
    /// What stands from here to the end of the line.
    std::string_view rest_of_line() const;

    Span span(std::size_t length) const;

  private:
    void restart();
    void step();

    FileId file_;
    std::string_view text_;
    std::size_t offset_ = 0;
    std::size_t code_point_ = 0;
    std::uint32_t line_ = 1;
    std::uint32_t column_ = 1;
};

} // namespace muster::compose::source
