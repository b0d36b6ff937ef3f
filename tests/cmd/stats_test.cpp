#include "base/go_json.hpp"
#include "cmd/size_text.hpp"
#include "cmd/stats_row.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;

TEST_CASE("sizes read as in the Docker CLI") {
    CHECK(decimal_size(0) == "0B");
    CHECK(decimal_size(999) == "999B");
    CHECK(decimal_size(1500) == "1.5kB");
    CHECK(decimal_size(123'456) == "123kB");
    CHECK(decimal_size(12'345'678) == "12.3MB");
    CHECK(decimal_size(4'260'000'000) == "4.26GB");
    CHECK(binary_size(49'999'991) == "47.68MiB");
    CHECK(binary_size(2'000'000'000) == "1.863GiB");
    CHECK(binary_size(0) == "0B");
}

TEST_CASE("a container's use is told as docker stats does") {
    const engine::ContainerStats stats{.cpu = 1'050'000'000,
                                       .cpu_before = 1'000'000'000,
                                       .system = 92'000'000'000,
                                       .system_before = 90'000'000'000,
                                       .processors = 2,
                                       .memory = 49'999'991,
                                       .memory_limit = 2'000'000'000,
                                       .received = 1501,
                                       .sent = 2602,
                                       .read = 123'456,
                                       .written = 7890,
                                       .processes = 7};
    engine::ContainerSummary container;
    container.id = "0123456789abcdef";
    container.name = "demo-web-1";
    CHECK(
        to_go_json(stats_row(container, &stats, Truncate::yes)) ==
        R"({"BlockIO":"123kB / 7.89kB","CPUPerc":"5.00%","Container":"0123456789abcdef","ID":"0123456789ab",)"
        R"("MemPerc":"2.50%","MemUsage":"47.68MiB / 1.863GiB","Name":"demo-web-1","NetIO":"1.5kB / 2.6kB",)"
        R"("PIDs":"7"})");
    CHECK(to_go_json(stats_row(container, nullptr, Truncate::no)) ==
          R"({"BlockIO":"-- / --","CPUPerc":"--","Container":"0123456789abcdef","ID":"0123456789abcdef",)"
          R"("MemPerc":"--","MemUsage":"-- / --","Name":"demo-web-1","NetIO":"-- / --","PIDs":"--"})");
}

TEST_CASE("clocks that went backwards and first samples use nothing") {
    CHECK(cpu_percent({}) == 0);
    CHECK(cpu_percent({.cpu = 1, .cpu_before = 2, .system = 4, .system_before = 3, .processors = 1}) == 0);
    CHECK(cpu_percent({.cpu = 2, .cpu_before = 1, .system = 3, .system_before = 3, .processors = 1}) == 0);
}
