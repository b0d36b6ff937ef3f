#include "base/text.hpp"
#include "engine-client/codec.hpp"
#include "engine-client/json_members.hpp"

namespace muster::engine {

namespace {

struct CpuUsage {
    std::int64_t total = 0;
    std::int64_t system = 0;
    std::int64_t processors = 0;
};

CpuUsage read_cpu(const MemberReader& reader, const char* name) {
    CpuUsage usage;
    std::vector<std::int64_t> per_processor; // engines that do not count them for us
    reader.object(name, [&](const MemberReader& cpu) {
        cpu("system_cpu_usage", usage.system);
        cpu("online_cpus", usage.processors);
        cpu.object("cpu_usage", [&](const MemberReader& own) {
            own("total_usage", usage.total);
            own("percpu_usage", per_processor);
        });
    });
    if (usage.processors == 0) usage.processors = static_cast<std::int64_t>(per_processor.size());
    return usage;
}

/// What is cached of files and not in use, by its name in cgroups of version 1, else of version 2.
/// Source: Docker CLI, calculateMemUsageUnixNoCache.
std::int64_t reclaimable(const MemberReader& memory) {
    std::int64_t found = 0;
    memory.object("stats", [&](const MemberReader& stats) {
        const bool is_version_1 = !stats.member("total_inactive_file").is_null();
        stats(is_version_1 ? "total_inactive_file" : "inactive_file", found);
    });
    return found;
}

void read_memory(const MemberReader& reader, ContainerStats& stats) {
    reader.object("memory_stats", [&](const MemberReader& memory) {
        memory("usage", stats.memory);
        memory("limit", stats.memory_limit);
        const std::int64_t cached = reclaimable(memory);
        if (cached < stats.memory) stats.memory -= cached;
    });
}

void read_networks(const MemberReader& reader, ContainerStats& stats) {
    const Json& networks = reader.member("networks");
    if (!networks.is_object()) return;
    for (const auto& [name, counters] : networks.items()) {
        std::int64_t received = 0;
        std::int64_t sent = 0;
        const MemberReader network(counters);
        network("rx_bytes", received);
        network("tx_bytes", sent);
        stats.received += received;
        stats.sent += sent;
    }
}

void read_block_devices(const MemberReader& reader, ContainerStats& stats) {
    reader.object("blkio_stats", [&](const MemberReader& block) {
        const Json& entries = block.member("io_service_bytes_recursive");
        if (!entries.is_array()) return;
        for (const Json& entry : entries) {
            std::string operation;
            std::int64_t bytes = 0;
            const MemberReader counter(entry);
            counter("op", operation);
            counter("value", bytes);
            if (to_lower(operation) == "read") stats.read += bytes;
            if (to_lower(operation) == "write") stats.written += bytes;
        }
    });
}

} // namespace

void members(const MemberReader& reader, ProcessTable& table) {
    reader("Titles", table.titles);
    reader("Processes", table.processes);
}

ProcessTable decode_processes(std::string_view json) { return decode<ProcessTable>(parse_json(json)); }

ContainerStats decode_stats(std::string_view json) {
    const Json document = parse_json(json);
    const MemberReader reader(document);
    ContainerStats stats;
    const CpuUsage now = read_cpu(reader, "cpu_stats");
    const CpuUsage before = read_cpu(reader, "precpu_stats");
    stats.cpu = now.total;
    stats.cpu_before = before.total;
    stats.system = now.system;
    stats.system_before = before.system;
    stats.processors = now.processors;
    read_memory(reader, stats);
    read_networks(reader, stats);
    read_block_devices(reader, stats);
    reader.object("pids_stats", [&](const MemberReader& pids) { pids("current", stats.processes); });
    return stats;
}

} // namespace muster::engine
