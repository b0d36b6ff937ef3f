#include "compose/source/yaml_site.hpp"

#include "base/text.hpp"

namespace muster::compose::source {

YamlSite::YamlSite(const YamlFailure& failure_, FileId file_, std::string_view text_)
    : failure(failure_), file(file_), text(text_), problem(at_code_point(failure_.error.problem_position)),
      context(at_code_point(failure_.error.context_position)) {}

Cursor YamlSite::at_code_point(std::size_t number) const {
    Cursor cursor(file, text);
    cursor.move_to_code_point(number);
    return cursor;
}

Cursor YamlSite::at_offset(std::size_t offset) const {
    Cursor cursor(file, text);
    cursor.move_to_offset(offset);
    return cursor;
}

Cursor YamlSite::at(const Span& place) const {
    Cursor cursor(file, text);
    cursor.move_to(place);
    return cursor;
}

std::string_view YamlSite::line_before(const Cursor& place) const {
    const std::string_view before = text.substr(0, place.offset());
    return before.substr(before.rfind('\n') + 1);
}

bool YamlSite::begins_line(const Cursor& place) const { return trim(line_before(place)).empty(); }

YamlLine line_above(std::string_view text, std::size_t offset) {
    std::string_view above = text.substr(0, text.rfind('\n', offset) + 1);
    while (!above.empty()) {
        above.remove_suffix(1);
        const std::size_t begin = above.rfind('\n') + 1;
        const std::string_view line = trim(above.substr(begin));
        if (!line.empty() && line.front() != '#')
            return {static_cast<std::size_t>(line.data() - text.data()), line};
        above = above.substr(0, begin);
    }
    return {};
}

YamlLine without_dashes(YamlLine line) {
    while (line.text.starts_with("- ")) {
        const std::string_view item = trim(line.text.substr(2));
        line.begin += static_cast<std::size_t>(item.data() - line.text.data());
        line.text = item;
    }
    return line;
}

std::size_t find_key_end(std::string_view line) {
    for (std::size_t i = line.find(':'); i != std::string_view::npos; i = line.find(':', i + 1))
        if (i + 1 == line.size() || line[i + 1] == ' ' || line[i + 1] == '\t') return i;
    return std::string_view::npos;
}

bool is_at_end(const Cursor& place) { return trim(place.rest()).empty(); }

char char_at(const Cursor& place) { return place.rest().empty() ? '\0' : place.rest().front(); }

std::string found_at(const Cursor& place) {
    if (is_at_end(place)) return "the end of the file";
    if (char_at(place) == '\t') return "a tab";
    if (char_at(place) == '\r' || char_at(place) == '\n') return "the end of the line";
    if (char_at(place) == '\'') return "a single quote";
    return quoted(split_code_points(place.rest().substr(0, 4)).front());
}

} // namespace muster::compose::source
