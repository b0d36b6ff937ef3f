#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

TEST_CASE("a project whose parts do not go together can be loaded all the same") {
    const char* const texts[] = {
        "services: {a: {image: x, networks: [none], volumes: [\"none:/x\"], secrets: [none]}}\n",
        "services: {a: {image: x, depends_on: [none]}}\n",
        "services: {a: {image: x, depends_on: [b]}, b: {image: x, depends_on: [a]}}\n",
        "services: {a: {image: x, container_name: same}, b: {image: x, container_name: same}}\n",
        "services: {a: {image: x, container_name: one, scale: 2}}\n",
        "services: {a: {container_name: one}}\n",
        "services: {a: {image: x, scale: 2, deploy: {replicas: 3}}}\n",
    };
    for (const char* text : texts) {
        CAPTURE(text);
        Loading loading = compose_file(text);
        CHECK(loading.problems() != "");
        loading.request.check_consistency = false;
        CHECK(loading.problems() == "");
    }
}

TEST_CASE("what is wrong in itself stays so") {
    Loading loading = compose_file("services: {a: {image: x, restart: sometimes}}\n");
    loading.request.check_consistency = false;
    CHECK(loading.problems() != "");
}

TEST_CASE("without interpolation a project keeps its variables") {
    Loading loading = compose_file("services: {a: {image: \"x:${TAG:-1}\", environment: {A: $$B}}}\n");
    loading.request.interpolate = false;
    const Service service = loading.load().project.services.at("a");
    CHECK(service.image == "x:${TAG:-1}");
    CHECK(service.environment.entries.at("A") == "$$B");
}

} // namespace muster::compose::load
