#include "cmd/stats_row.hpp"

#include "cmd/size_text.hpp"

#include <array>
#include <cstdio>

namespace muster::cmd {

using engine::ContainerStats;

namespace {

constexpr std::size_t short_id = 12;
constexpr char no_value[] = "--";

std::string percent_text(double percent) {
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.2f%%", percent);
    return buffer.data();
}

double memory_percent(const ContainerStats& stats) {
    if (stats.memory_limit == 0) return 0;
    return static_cast<double>(stats.memory) / static_cast<double>(stats.memory_limit) * 100;
}

std::string pair_text(const std::string& first, const std::string& second) { return first + " / " + second; }

} // namespace

double cpu_percent(const ContainerStats& stats) {
    const auto used = static_cast<double>(stats.cpu - stats.cpu_before);
    const auto elapsed = static_cast<double>(stats.system - stats.system_before);
    if (used <= 0 || elapsed <= 0) return 0;
    return used / elapsed * static_cast<double>(stats.processors) * 100;
}

Value stats_row(const engine::ContainerSummary& container, const ContainerStats* stats, Truncate truncate) {
    const auto cell = [&](const auto& text_of) { return stats ? text_of(*stats) : std::string(no_value); };
    const auto pair = [&](std::string (*size)(std::int64_t), std::int64_t ContainerStats::*first,
                          std::int64_t ContainerStats::*second) {
        return pair_text(stats ? size(stats->*first) : no_value, stats ? size(stats->*second) : no_value);
    };
    Value row = Value::record();
    row.add("BlockIO", pair(decimal_size, &ContainerStats::read, &ContainerStats::written));
    row.add("CPUPerc", cell([](const ContainerStats& s) { return percent_text(cpu_percent(s)); }));
    row.add("Container", container.id);
    row.add("ID", truncate == Truncate::yes ? container.id.substr(0, short_id) : container.id);
    row.add("MemPerc", cell([](const ContainerStats& s) { return percent_text(memory_percent(s)); }));
    row.add("MemUsage", pair(binary_size, &ContainerStats::memory, &ContainerStats::memory_limit));
    row.add("Name", container.name);
    row.add("NetIO", pair(decimal_size, &ContainerStats::received, &ContainerStats::sent));
    row.add("PIDs", cell([](const ContainerStats& s) { return std::to_string(s.processes); }));
    return row;
}

RowLayout stats_layout() {
    return {.table = "{{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}"
                     "\t{{.PIDs}}",
            .headings = {{"BlockIO", "BLOCK I/O"},
                         {"CPUPerc", "CPU %"},
                         {"Container", "CONTAINER"},
                         {"ID", "CONTAINER ID"},
                         {"MemPerc", "MEM %"},
                         {"MemUsage", "MEM USAGE / LIMIT"},
                         {"Name", "NAME"},
                         {"NetIO", "NET I/O"},
                         {"PIDs", "PIDS"}}};
}

} // namespace muster::cmd
