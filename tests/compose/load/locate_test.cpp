#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

namespace {

struct PlaceCase {
    std::vector<std::string> path;
    const char* place;
};

} // namespace

TEST_CASE("an attribute is found where it was written, or the nearest thing around it that was") {
    Loading loading = compose_file(R"(services:
  web:
    image: x
    environment:
      - A=1
      - DEBUG=1
    labels:
      a: b
    volumes:
      - data:/data
      - type: bind
        source: ./x
        target: /x
    depends_on: [db]
    dns: 1.1.1.1
  db: {image: x}
volumes:
  data:
)");
    const LoadedProject loaded = loading.load();
    const PlaceCase cases[] = {
        {{"services", "web", "image"}, "compose.yaml:3:5"},
        {{"services", "web", "environment", "DEBUG"}, "compose.yaml:6:9"},
        {{"services", "web", "environment", "OTHER"}, "compose.yaml:4:5"},
        {{"services", "web", "labels", "a"}, "compose.yaml:8:7"},
        {{"services", "web", "volumes", "data"}, "compose.yaml:10:9"},
        {{"services", "web", "volumes", "/data"}, "compose.yaml:10:9"},
        {{"services", "web", "volumes", "/x", "type"}, "compose.yaml:11:9"},
        {{"services", "web", "depends_on", "db"}, "compose.yaml:14:18"},
        {{"services", "web", "dns", "1.1.1.1"}, "compose.yaml:15:10"},
        {{"services", "web", "healthcheck", "test"}, "compose.yaml:2:3"},
        {{"volumes", "data", "driver"}, "compose.yaml:18:3"},
        {{"networks", "default"}, ""},
        {{}, ""},
    };
    for (const PlaceCase& place : cases) {
        CAPTURE(place.place);
        CHECK(loading.sources.describe(locate(loaded, place.path)) == place.place);
    }
}

} // namespace muster::compose::load
