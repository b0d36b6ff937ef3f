#include "sandbox.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace muster::e2e {

TEST_CASE("a service starts after its dependency is healthy, and not before") {
    Sandbox box(
        "services:\n"
        "  db:\n    image: IMAGE\n    init: true\n    command: sh -c 'sleep 2; touch /ready; sleep 600'\n"
        "    healthcheck:\n      test: test -f /ready\n      interval: 500ms\n      retries: 20\n"
        "  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
        "    depends_on:\n      db:\n        condition: service_healthy\n");
    const auto result = box.muster({"up", "-d"});
    REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    CHECK(box.event_time("db", "health_status: healthy") < box.event_time("web", "start"));
    CHECK(box.event_time("web", "create") < box.event_time("db", "health_status: healthy"));
}

TEST_CASE("nothing is asked of the engine while a dependency is awaited") {
    Sandbox box(
        "services:\n"
        "  db:\n    image: IMAGE\n    init: true\n    command: sh -c 'sleep 3; touch /ready; sleep 600'\n"
        "    healthcheck:\n      test: test -f /ready\n      interval: 3500ms\n"
        "  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
        "    depends_on:\n      db:\n        condition: service_healthy\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    // One look at db when the wait begins, whatever time it takes.
    const std::string look = "GET /containers/" + box.container("db").id + "/json";
    const auto requests = box.proxy().requests();
    CHECK(std::count(requests.begin(), requests.end(), look) <= 1);
    CHECK(requests.size() < 20);
}

TEST_CASE("a service waits for a job to complete, and a completed job is not run again for nothing") {
    Sandbox box("services:\n"
                "  migrate:\n    image: IMAGE\n    command: sh -c 'sleep 1; echo migrated'\n"
                "  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                "    depends_on:\n      migrate:\n        condition: service_completed_successfully\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(box.event_time("migrate", "die") < box.event_time("web", "start"));
    box.proxy().forget();
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("a job that fails is blamed with its exit code and its last words") {
    Sandbox box("services:\n"
                "  migrate:\n    image: IMAGE\n    command: sh -c 'echo no such table >&2; exit 3'\n"
                "  web:\n    image: IMAGE\n    command: sleep 600\n"
                "    depends_on:\n      migrate:\n        condition: service_completed_successfully\n");
    const auto result = box.muster({"up", "-d"});
    CHECK(result.exit_code == 1);
    CHECK(result.err.find("exited with code 3") != std::string::npos);
    CHECK(result.err.find("no such table") != std::string::npos);
    CHECK(result.err.find("not started because of this: 'web' (waits for 'migrate' to complete)") !=
          std::string::npos);
    CHECK(box.container("web").state == engine::ContainerState::created);
}

TEST_CASE("an unhealthy dependency is blamed with its last health probe") {
    Sandbox box("services:\n"
                "  db:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                "    healthcheck:\n      test: echo table is locked; exit 1\n      interval: 300ms\n      "
                "retries: 2\n"
                "  web:\n    image: IMAGE\n    command: sleep 600\n"
                "    depends_on:\n      db:\n        condition: service_healthy\n");
    const auto result = box.muster({"up", "-d"});
    CHECK(result.exit_code == 1);
    CHECK(result.err.find("is unhealthy") != std::string::npos);
    CHECK(result.err.find("table is locked") != std::string::npos);
}

TEST_CASE("--wait ends when everything is healthy, and gives up after --wait-timeout") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                "    healthcheck:\n      test: test -f /ready\n      interval: 300ms\n      retries: 1000\n");
    const auto late = box.muster({"up", "--wait", "--wait-timeout", "1"});
    CHECK(late.exit_code == 1);
    CHECK(late.err.find("not ready after 1s") != std::string::npos);
    REQUIRE(box.muster({"exec", "-T", "web", "touch", "/ready"}).exit_code == 0);
    CHECK(box.muster({"up", "--wait"}).exit_code == 0);
    CHECK(box.container("web").health == engine::Health::healthy);
}

} // namespace muster::e2e
