#include "cmd/event_text.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>

using namespace muster;
using namespace muster::cmd;

namespace {

engine::Event start_of_web() {
    return {.type = "container",
            .action = "start",
            .actor = "0123",
            .attributes = {{"name", "demo-web-1"},
                           {"image", "nginx"},
                           {"com.docker.compose.service", "web"},
                           {"com.docker.compose.project", "demo"}},
            .time = 1'735'689'600'120'000'000};
}

void set_zone(const char* zone) {
    ::setenv("TZ", zone, 1);
    ::tzset();
}

} // namespace

TEST_CASE("an event is a line with its time here and what it says of the container") {
    set_zone("UTC-2");
    CHECK(event_text(start_of_web()) ==
          "2025-01-01 02:00:00.120000 container start 0123 (image=nginx, name=demo-web-1)\n");
    set_zone("UTC");
    CHECK(event_text(start_of_web()) ==
          "2025-01-01 00:00:00.120000 container start 0123 (image=nginx, name=demo-web-1)\n");
}

TEST_CASE("an event as JSON names its service and leaves the tools' labels out") {
    set_zone("UTC-2");
    CHECK(event_json(start_of_web()) ==
          R"({"action":"start","attributes":{"image":"nginx","name":"demo-web-1"},"id":"0123",)"
          R"("service":"web","time":"2025-01-01T02:00:00.12+02:00","type":"container"})"
          "\n");
    set_zone("UTC");
    auto whole_second = start_of_web();
    whole_second.time = 1'735'689'600'000'000'000;
    CHECK(event_json(whole_second).find(R"("time":"2025-01-01T00:00:00Z")") != std::string::npos);
}
