#include "compose/execute/life_watch.hpp"

#include "tests/fakes/fake_engine.hpp"

#include <doctest/doctest.h>

#include <future>

using namespace muster;
using namespace muster::compose::execute;

namespace {

engine::ContainerSpec spec_of(const std::string& project) {
    engine::ContainerSpec spec;
    spec.image = "app";
    spec.labels = {{"com.docker.compose.project", project},
                   {"com.docker.compose.service", "web"},
                   {"com.docker.compose.container-number", "2"},
                   {"com.docker.compose.config-hash", "hash"}};
    return spec;
}

} // namespace

TEST_CASE("a started container of the project is reported with its service and number") {
    fakes::FakeEngine engine;
    engine.add_image("app");
    engine.create_container("foreign", spec_of("other"));
    const std::string id = engine.create_container("demo-web-2", spec_of("demo"));
    std::promise<compose::reconcile::ObservedContainer> started;
    const LifeWatch watch(
        engine, "demo",
        {.on_start = [&](const auto& container) { started.set_value(container); }, .on_lost = nullptr});
    engine.start_container("foreign");
    engine.start_container("demo-web-2");
    const auto container = started.get_future().get();
    CHECK(container.summary.id == id);
    CHECK(container.summary.name == "demo-web-2");
    CHECK(container.service == "web");
    CHECK(container.number == 2);
}

TEST_CASE("the end of a container is reported with its exit code") {
    fakes::FakeEngine engine;
    engine.add_image("app");
    engine.create_container("demo-web-2", spec_of("demo"));
    engine.start_container("demo-web-2");
    std::promise<ContainerEnd> ended;
    const LifeWatch watch(engine, "demo",
                          {.on_start = [](const auto&) {},
                           .on_end = [&](const auto&, const ContainerEnd& end) { ended.set_value(end); },
                           .on_lost = nullptr});
    engine.exit("demo-web-2", 7);
    const ContainerEnd end = ended.get_future().get();
    CHECK(end.name == "demo-web-2");
    CHECK(end.exit_code == 7);
    CHECK_FALSE(end.restarts);
}

TEST_CASE("a watch that the engine refuses is reported, and does not block") {
    fakes::FakeEngine engine;
    engine.fail_on("watch_events", Error(ErrorKind::connection, "gone"));
    std::promise<std::string> lost;
    const LifeWatch watch(engine, "demo", {.on_start = nullptr, .on_lost = [&](const Error& error) {
                                               lost.set_value(error.message);
                                           }});
    CHECK(lost.get_future().get() == "gone");
}
