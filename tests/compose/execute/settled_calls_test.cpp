#include "compose/execute/settled_calls.hpp"

#include "base/error.hpp"
#include "tests/fakes/fake_engine.hpp"

#include <doctest/doctest.h>

namespace muster::compose::execute {

namespace {

const Error overlap(ErrorKind::engine, "the engine says: Pool overlaps with other one on this address space");

engine::NetworkSpec network(const std::string& hash) {
    engine::NetworkSpec spec;
    spec.name = "demo_back";
    spec.labels = {{"com.docker.compose.project", "demo"}, {"com.docker.compose.config-hash", hash}};
    return spec;
}

} // namespace

TEST_CASE("a network whose addresses are taken by itself, made for a killed run, is there") {
    fakes::FakeEngine engine;
    engine.create_network(network("1"));
    engine.fail_on("create_network demo_back", overlap);
    create_network_once(engine, network("1"));
    CHECK(engine.list_networks({}).size() == fakes::FakeEngine().list_networks({}).size() + 1);
}

TEST_CASE("a network whose addresses are taken by another one cannot be made") {
    fakes::FakeEngine engine;
    engine.fail_on("create_network demo_back", overlap);
    CHECK_THROWS_AS(create_network_once(engine, network("1")), Error);
    engine::NetworkSpec other = network("2");
    other.name = "demo_other";
    engine.create_network(other);
    CHECK_THROWS_AS(create_network_once(engine, network("1")), Error);
}

} // namespace muster::compose::execute
