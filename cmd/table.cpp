#include "cmd/table.hpp"

#include "cmd/screen_text.hpp"

#include <algorithm>

namespace muster::cmd {

Table::Table(std::vector<std::string> header, std::size_t minimum_width, std::size_t gap)
    : minimum_width_(minimum_width), gap_(gap) {
    rows_.push_back(std::move(header));
}

void Table::add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

std::string Table::render() const {
    std::vector<std::size_t> widths(rows_.front().size(), minimum_width_);
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], display_width(row[i]) + gap_);
    std::string out;
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i) out += pad(row[i], widths[i]);
        out += row.back() + "\n";
    }
    return out;
}

} // namespace muster::cmd
