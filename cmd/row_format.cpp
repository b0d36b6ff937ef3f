#include "cmd/row_format.hpp"

#include "base/go_json.hpp"
#include "base/text.hpp"
#include "cmd/screen_text.hpp"
#include "cmd/table.hpp"

#include <algorithm>

namespace muster::cmd {

namespace {

constexpr std::string_view table_word = "table";

std::string without_blanks(std::string text) {
    text.erase(0, text.find_first_not_of(' '));
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

/// Cells end with a tab, the last one of a line with the line, and count for no column.
std::string align(const std::string& text) {
    std::vector<std::vector<std::string>> lines;
    for (const std::string& line : split(text, '\n')) lines.push_back(split(line, '\t'));
    lines.pop_back(); // behind the last line end
    std::vector<std::size_t> widths;
    for (const auto& cells : lines) {
        widths.resize(std::max(widths.size(), cells.size()), Table::docker_minimum);
        for (std::size_t i = 0; i + 1 < cells.size(); ++i)
            widths[i] = std::max(widths[i], display_width(cells[i]) + Table::usual_gap);
    }
    std::string out;
    for (const auto& cells : lines) {
        for (std::size_t i = 0; i + 1 < cells.size(); ++i) out += pad(cells[i], widths[i]);
        out += cells.back() + "\n";
    }
    return out;
}

} // namespace

RowFormat::RowFormat(const std::string& format, RowLayout layout, SourceMap& sources)
    : layout_(std::move(layout)) {
    if (format == "json") return;
    is_table_ = format.empty() || format.starts_with(table_word);
    std::string text =
        without_blanks(is_table_ && !format.empty() ? format.substr(table_word.size()) : format);
    if (text.empty()) text = layout_.table;
    const FileId file = sources.add("--format", text);
    template_.emplace(std::move(text), file);
}

std::string RowFormat::render(const std::vector<TemplateData>& rows) const {
    std::string out;
    if (is_table_) out = template_->render_heading(layout_.headings) + "\n";
    for (const TemplateData& row : rows)
        out += (template_ ? template_->render(row) : to_go_json(row.fields)) + "\n";
    return is_table_ ? align(out) : out;
}

FlagSpec row_format_flag() {
    return {"format", '\0',    FlagKind::text, "table, json, a Go template, or 'table' and a template",
            "FORMAT", "table", false,          {"table", "json"}};
}

} // namespace muster::cmd
