#include "compose/source/cursor.hpp"

namespace muster::compose::source {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool continues_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

} // namespace

void Cursor::restart() {
    offset_ = text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    code_point_ = 0;
    line_ = 1;
    column_ = 1;
}

void Cursor::step() {
    const bool ends_line = text_[offset_] == '\n';
    ++offset_;
    while (offset_ < text_.size() && continues_code_point(text_[offset_])) ++offset_;
    ++code_point_;
    column_ = ends_line ? 1 : column_ + 1;
    if (ends_line) ++line_;
}

void Cursor::move_to_offset(std::size_t offset) {
    if (offset < offset_) restart();
    while (offset_ < offset && offset_ < text_.size()) step();
}

void Cursor::move_to_code_point(std::size_t number) {
    if (number < code_point_) restart();
    while (code_point_ < number && offset_ < text_.size()) step();
}

void Cursor::move_to(const Span& place) {
    restart();
    while ((line_ < place.line || (line_ == place.line && column_ < place.column)) && offset_ < text_.size())
        step();
}

std::string_view Cursor::rest_of_line() const {
    const std::size_t end = text_.find('\n', offset_);
    return text_.substr(offset_, end == std::string_view::npos ? end : end - offset_);
}

Span Cursor::span(std::size_t length) const {
    return {file_, line_, column_, static_cast<std::uint32_t>(length)};
}

} // namespace muster::compose::source
