#include "steps.hpp"

#include <doctest/doctest.h>

namespace muster::e2e {

using engine::Health;

namespace {

std::string checked(const std::string& check) {
    return "services:\n" + running("web", "healthcheck: " + check);
}

std::vector<std::string> test_of(Sandbox& box) {
    const auto check = box.container("web").spec.healthcheck;
    return check ? check->test : std::vector<std::string>{};
}

} // namespace

TEST_CASE("a health test in one string is a shell's") {
    Sandbox box(checked("{test: 'test -d /proc && true', interval: 200ms}"));
    succeed(box, {"up", "--wait"});
    CHECK(test_of(box) == std::vector<std::string>{"CMD-SHELL", "test -d /proc && true"});
    CHECK(box.container("web").health == Health::healthy);
}

TEST_CASE("a health test as a list is a command") {
    Sandbox box(checked("{test: [CMD, test, -d, /proc], interval: 200ms}"));
    succeed(box, {"up", "--wait"});
    CHECK(test_of(box) == std::vector<std::string>{"CMD", "test", "-d", "/proc"});
    CHECK(box.container("web").health == Health::healthy);
}

TEST_CASE("a health test that is disabled is none") {
    Sandbox box(checked("{disable: true}"));
    succeed(box, {"up", "--wait"});
    CHECK(test_of(box) == std::vector<std::string>{"NONE"});
    CHECK(box.container("web").health == Health::none);
}

TEST_CASE("an image's health test is used, and can be disabled or timed in the compose file") {
    Sandbox box("services: {}\n");
    const std::string image = box.image("-checked");
    const auto compose = [&](const std::string& more) {
        return "services:\n  web:\n    image: " + image +
               "\n    init: true\n    command: sleep 600\n    build:\n      context: .\n"
               "      dockerfile_inline: |\n        FROM IMAGE\n        HEALTHCHECK --interval=200ms CMD "
               "true\n" +
               more;
    };
    box.write_compose(compose(""));
    succeed(box, {"up", "--wait"});
    CHECK(box.container("web").health == Health::healthy);
    box.write_compose(compose("    healthcheck: {disable: true}\n"));
    succeed(box, {"up", "--wait"});
    CHECK(box.container("web").health == Health::none);
    box.write_compose(compose("    healthcheck: {timeout: 7s}\n"));
    succeed(box, {"up", "--wait"});
    const auto check = box.container("web").spec.healthcheck;
    REQUIRE(check);
    CHECK(check->timeout == 7'000'000'000);
    CHECK(check->test == std::vector<std::string>{"CMD-SHELL", "true"});
}

TEST_CASE("failures in the start period do not count") {
    Sandbox box(checked("{test: 'test -e /ready || { touch /ready; false; }', interval: 300ms, retries: 1, "
                        "start_period: 60s}"));
    succeed(box, {"up", "--wait"});
    CHECK(box.container("web").health == Health::healthy);
}

TEST_CASE("a start interval needs API 1.44, and an older engine is said to be too old") {
    Sandbox box(checked("{test: 'true', interval: 60s, start_period: 60s, start_interval: 200ms}"));
    const auto up = box.muster({"up", "--wait"});
    if (speaks(box, {1, 44})) {
        REQUIRE_MESSAGE(up.exit_code == 0, up.err);
        CHECK(box.container("web").health == Health::healthy);
    } else {
        CHECK(up.exit_code == 1);
        CHECK(up.err == containing("start_interval"));
        CHECK(up.err == containing("needs Docker Engine 25.0 (API 1.44), but this engine speaks API 1.41"));
        CHECK(box.proxy().mutations().empty());
    }
}

TEST_CASE("--wait takes a job that has succeeded for ready") {
    Sandbox box("services:\n" + running("web") + job("seed", "echo done") +
                running("last", "depends_on: {seed: {condition: service_completed_successfully}}"));
    succeed(box, {"up", "--wait"});
    CHECK(output_of(box, "seed") == "done\n");
    const auto before = box.container_states();
    succeed(box, {"up", "--wait"});
    CHECK(box.container_states() == before);
}

TEST_CASE("--wait fails for a service that turns unhealthy") {
    Sandbox box(checked("{test: 'echo not today; false', interval: 200ms, retries: 1}"));
    const auto failed = box.muster({"up", "--wait"});
    CHECK(failed.exit_code == 1);
    CHECK(failed.err == containing("unhealthy"));
    CHECK(failed.err == containing("not today"));
}

TEST_CASE("a service without a health test is never healthy for those who wait for it") {
    Sandbox box("services:\n" + running("db") +
                running("web", "depends_on: {db: {condition: service_healthy}}"));
    const auto failed = box.muster({"up", "-d"});
    CHECK(failed.exit_code == 1);
    CHECK(failed.err == containing("health"));
    CHECK(box.container("web").state != engine::ContainerState::running);
}

TEST_CASE("a dependency that ends before it is healthy is blamed with its exit code") {
    Sandbox box("services:\n" +
                job("db", "echo disk is full; exit 3", "healthcheck: {test: 'true', interval: 60s}") +
                running("web", "depends_on: {db: {condition: service_healthy}}"));
    const auto failed = box.muster({"up", "-d"});
    CHECK(failed.exit_code == 1);
    CHECK(failed.err == containing("exited with code 3"));
    CHECK(failed.err == containing("disk is full"));
    CHECK(box.container("web").state == engine::ContainerState::created);
}

TEST_CASE("an unchanged project whose service turned unhealthy is left as it is") {
    Sandbox box(checked("{test: 'test ! -e /sick', interval: 200ms, retries: 1}"));
    succeed(box, {"up", "--wait"});
    inside(box, "web", "touch /sick");
    box.await_event("web", "health_status: unhealthy");
    box.proxy().forget();
    succeed(box, {"up", "-d"});
    CHECK(box.proxy().mutations().empty());
    CHECK(succeed(box, {"ps", "--format", "{{.Health}}"}).out == "unhealthy\n");
}

} // namespace muster::e2e
