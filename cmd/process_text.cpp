#include "cmd/process_text.hpp"

#include "cmd/table.hpp"

#include <algorithm>

namespace muster::cmd {

namespace {

constexpr char command_title[] = "CMD";

/// Every title once, in the order they are met, the command's last.
std::vector<std::string> titles_of(const std::vector<ContainerProcesses>& containers) {
    std::vector<std::string> titles;
    for (const auto& container : containers)
        for (const std::string& title : container.table.titles)
            if (title != command_title && std::find(titles.begin(), titles.end(), title) == titles.end())
                titles.push_back(title);
    titles.emplace_back(command_title);
    return titles;
}

std::string cell_of(const engine::ProcessTable& table, const std::vector<std::string>& process,
                    const std::string& title) {
    const auto found = std::find(table.titles.begin(), table.titles.end(), title);
    const auto column = static_cast<std::size_t>(found - table.titles.begin());
    return column < process.size() ? process[column] : "-";
}

} // namespace

std::string process_text(const std::vector<ContainerProcesses>& containers) {
    if (containers.empty()) return {};
    const std::vector<std::string> titles = titles_of(containers);
    std::vector<std::string> header{"SERVICE", "#"};
    header.insert(header.end(), titles.begin(), titles.end());
    Table table(header, Table::narrow_minimum, Table::narrow_gap);
    for (const auto& container : containers)
        for (const auto& process : container.table.processes) {
            std::vector<std::string> cells{container.service, std::to_string(container.number)};
            for (const std::string& title : titles) cells.push_back(cell_of(container.table, process, title));
            table.add(std::move(cells));
        }
    return table.render();
}

} // namespace muster::cmd
