#include "engine-client/codec.hpp"

#include <doctest/doctest.h>

using namespace muster::engine;

TEST_CASE("a sample of what a container uses is read") {
    const ContainerStats stats = decode_stats(
        R"({"pids_stats":{"current":7},
            "blkio_stats":{"io_service_bytes_recursive":[{"op":"Read","value":1},{"op":"write","value":2},
                                                         {"op":"read","value":3},{"op":"total","value":9}]},
            "cpu_stats":{"cpu_usage":{"total_usage":20},"system_cpu_usage":200,"online_cpus":4},
            "precpu_stats":{"cpu_usage":{"total_usage":10},"system_cpu_usage":100},
            "memory_stats":{"usage":50,"limit":1000,"stats":{"inactive_file":8}},
            "networks":{"eth0":{"rx_bytes":5,"tx_bytes":6},"eth1":{"rx_bytes":10,"tx_bytes":20}}})");
    CHECK(stats == ContainerStats{.cpu = 20,
                                  .cpu_before = 10,
                                  .system = 200,
                                  .system_before = 100,
                                  .processors = 4,
                                  .memory = 42,
                                  .memory_limit = 1000,
                                  .received = 15,
                                  .sent = 26,
                                  .read = 4,
                                  .written = 2,
                                  .processes = 7});
}

TEST_CASE("engines on cgroups of version 1 say otherwise what is cached and how many processors there are") {
    const ContainerStats stats = decode_stats(
        R"({"cpu_stats":{"cpu_usage":{"total_usage":1,"percpu_usage":[1,2,3]}},
            "blkio_stats":{"io_service_bytes_recursive":null},
            "memory_stats":{"usage":50,"stats":{"inactive_file":8,"total_inactive_file":9}}})");
    CHECK(stats.processors == 3);
    CHECK(stats.memory == 41);
}

TEST_CASE("a stopped container's sample is all zero") {
    CHECK(decode_stats(R"({"read":"0001-01-01T00:00:00Z","networks":null,"memory_stats":{}})") ==
          ContainerStats{});
}

TEST_CASE("the processes in a container are read") {
    CHECK(decode_processes(R"({"Titles":["PID","CMD"],"Processes":[["1","sh -c x"],["7","sleep 1"]]})") ==
          ProcessTable{{"PID", "CMD"}, {{"1", "sh -c x"}, {"7", "sleep 1"}}});
    CHECK(decode_processes(R"({"Titles":["PID"],"Processes":null})") == ProcessTable{{"PID"}, {}});
}

TEST_CASE("where a volume lies and when an image was made are read") {
    const auto volumes =
        decode_volume_list(R"({"Volumes":[{"Name":"v","Scope":"local","Mountpoint":"/m"}]})");
    REQUIRE(volumes.size() == 1);
    CHECK(volumes[0].scope == "local");
    CHECK(volumes[0].mountpoint == "/m");
    const ImageDetails image =
        decode_image(R"({"Id":"i","Variant":"v8","Size":5,"Created":"2025-01-02T03:04:05Z",
                                                "Metadata":{"LastTagTime":"2025-06-01T00:00:00Z"}})");
    CHECK(image.variant == "v8");
    CHECK(image.size == 5);
    CHECK(image.created == "2025-01-02T03:04:05Z");
    CHECK(image.last_tagged == "2025-06-01T00:00:00Z");
}
