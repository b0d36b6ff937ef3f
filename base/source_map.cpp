#include "base/source_map.hpp"

namespace muster {

namespace {

std::vector<std::uint32_t> find_line_starts(std::string_view text) {
    std::vector<std::uint32_t> starts{0};
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1))
        starts.push_back(static_cast<std::uint32_t>(end + 1));
    return starts;
}

} // namespace

FileId SourceMap::add(std::string name, std::string text) {
    files_.push_back({std::move(name), std::move(text), {}});
    return static_cast<FileId>(files_.size() - 1);
}

const std::string& SourceMap::name(FileId file) const { return files_.at(file).name; }

const std::string& SourceMap::text(FileId file) const { return files_.at(file).text; }

std::string_view SourceMap::line(FileId file, std::uint32_t line) const {
    const File& f = files_.at(file);
    if (f.line_starts.empty()) f.line_starts = find_line_starts(f.text);
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
