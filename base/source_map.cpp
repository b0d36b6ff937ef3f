#include "base/source_map.hpp"

namespace muster {

namespace {

std::vector<std::size_t> find_line_starts(std::string_view text) {
    std::vector<std::size_t> starts{0};
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n') starts.push_back(i + 1);
    return starts;
}

} // namespace

FileId SourceMap::add(std::string name, std::string text) {
    auto starts = find_line_starts(text);
    files_.push_back({std::move(name), std::move(text), std::move(starts)});
    return static_cast<FileId>(files_.size() - 1);
}

const std::string& SourceMap::name(FileId file) const { return files_.at(file).name; }

const std::string& SourceMap::text(FileId file) const { return files_.at(file).text; }

std::string_view SourceMap::line(FileId file, std::uint32_t line) const {
    const File& f = files_.at(file);
    if (line == 0 || line > f.line_starts.size()) return {};
    const std::size_t begin = f.line_starts[line - 1];
    std::size_t end = line < f.line_starts.size() ? f.line_starts[line] - 1 : f.text.size();
    if (end > begin && f.text[end - 1] == '\r') --end;
    return std::string_view(f.text).substr(begin, end - begin);
}

std::string SourceMap::describe(const Span& span) const {
    if (!span.is_known()) return {};
    return name(span.file) + ":" + std::to_string(span.line) + ":" + std::to_string(span.column);
}

} // namespace muster
