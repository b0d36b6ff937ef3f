#include "cmd/container_row.hpp"

#include "base/go_json.hpp"
#include "base/text.hpp"
#include "base/units.hpp"
#include "cmd/go_print.hpp"
#include "cmd/port_text.hpp"
#include "cmd/screen_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace muster::cmd {

using engine::ContainerSummary;
using engine::MountPoint;
using engine::PublishedPort;

namespace {

constexpr std::size_t command_width = 20;
constexpr std::size_t mount_width = 15;
constexpr std::size_t short_id = 12;

/// The first columns of a text, its control characters kept. Source: Docker CLI, formatter.Ellipsis.
std::string shortened(const std::string& text, std::size_t columns) {
    if (display_width(text) <= columns) return text;
    std::string out;
    for (const std::string_view point : split_code_points(text)) {
        if (display_width(out + std::string(point)) >= columns) break;
        out += point;
    }
    return out + "…";
}

std::string local_time(std::int64_t seconds) {
    const std::time_t time = seconds;
    std::tm parts{};
    ::localtime_r(&time, &parts);
    std::array<char, 64> buffer{};
    std::strftime(buffer.data(), buffer.size(), "%Y-%m-%d %H:%M:%S %z %Z", &parts);
    return buffer.data();
}

std::string mount_text(const std::vector<MountPoint>& mounts, Truncate truncate) {
    std::vector<std::string> names;
    for (const MountPoint& mount : mounts) {
        const std::string& name = mount.name.empty() ? mount.source : mount.name;
        names.push_back(truncate == Truncate::yes ? shortened(name, mount_width) : name);
    }
    return join(names, ",");
}

std::string network_text(const ContainerSummary& container) {
    std::vector<std::string> names;
    for (const auto& [name, attachment] : container.networks) names.push_back(name);
    return join(names, ",");
}

Value publishers(std::vector<PublishedPort> ports) {
    std::stable_sort(ports.begin(), ports.end(), [](const PublishedPort& a, const PublishedPort& b) {
        return a.container_port < b.container_port;
    });
    Value::List list;
    for (const PublishedPort& port : ports) {
        Value entry = Value::record();
        entry.add("URL", port.ip);
        entry.add("TargetPort", port.container_port);
        entry.add("PublishedPort", port.host_port);
        entry.add("Protocol", port.protocol);
        list.push_back(std::move(entry));
    }
    return list;
}

std::string volume_count(const ContainerSummary& container) {
    const auto is_volume = [](const MountPoint& mount) { return mount.type == "volume"; };
    return std::to_string(std::count_if(container.mounts.begin(), container.mounts.end(), is_volume));
}

} // namespace

std::string label_text(const engine::Labels& labels) {
    std::vector<std::string> entries;
    for (const auto& [key, value] : labels) entries.push_back(key + "=" + value);
    return join(entries, ",");
}

std::function<std::string(const std::string&)> label_reader(const engine::Labels& labels) {
    return [labels](const std::string& name) {
        const auto found = labels.find(name);
        return found == labels.end() ? std::string() : found->second;
    };
}

Value container_row(const compose::reconcile::ObservedContainer& container, const std::string& project,
                    std::int64_t now, Truncate truncate) {
    const ContainerSummary& summary = container.summary;
    const bool is_short = truncate == Truncate::yes;
    Value row = Value::record();
    row.add("Command", go_quoted(is_short ? shortened(summary.command, command_width) : summary.command));
    row.add("CreatedAt", local_time(summary.created));
    row.add("ExitCode", summary.exit_code.value_or(0));
    row.add("Health", summary.health == engine::Health::none ? "" : engine::to_string(summary.health));
    row.add("ID", is_short ? summary.id.substr(0, short_id) : summary.id);
    row.add("Image", summary.image);
    row.add("Labels", label_text(summary.labels));
    row.add("LocalVolumes", volume_count(summary));
    row.add("Mounts", mount_text(summary.mounts, truncate));
    row.add("Name", summary.name);
    row.add("Names", summary.name);
    row.add("Networks", network_text(summary));
    row.add("Ports", port_text(summary.ports));
    row.add("Project", project);
    row.add("Publishers", publishers(summary.ports));
    row.add("RunningFor", human_duration(now - summary.created) + " ago");
    row.add("Service", container.service);
    row.add("Size", "0B"); // not asked for: the engine would have to measure every container
    row.add("State", engine::to_string(summary.state));
    row.add("Status", summary.status);
    return row;
}

std::string cell_text(const Value& row, const std::string& key) {
    const Value& cell = *row.find(key);
    return cell.is_string() ? cell.string() : to_go_json(cell);
}

} // namespace muster::cmd
