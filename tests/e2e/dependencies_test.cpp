#include "steps.hpp"

#include <doctest/doctest.h>

namespace muster::e2e {

using engine::ContainerState;

namespace {

std::string pair(const std::string& value = "1", const std::string& web = "depends_on: [db]") {
    return "services:\n" + running("db", "environment: {V: '" + value + "'}") + running("web", web) +
           running("other");
}

} // namespace

TEST_CASE("naming a service starts what it depends on, and nothing else") {
    Sandbox box(pair());
    succeed(box, {"up", "-d", "web"});
    CHECK(box.container_names() == names_of(box, {"db-1", "web-1"}));
    CHECK(box.event_time("db", "start") < box.event_time("web", "start"));
}

TEST_CASE("--no-deps starts the named service alone") {
    Sandbox box(pair());
    succeed(box, {"up", "-d", "--no-deps", "web"});
    CHECK(box.container_names() == names_of(box, {"web-1"}));
}

TEST_CASE("a changed dependency of a named service is recreated, unless --no-deps") {
    Sandbox box(pair("1"));
    succeed(box, {"up", "-d"});
    const std::string db = box.container("db").id, web = box.container("web").id;
    box.write_compose(pair("2"));
    succeed(box, {"up", "-d", "--no-deps", "web"});
    CHECK(box.container("db").id == db);
    succeed(box, {"up", "-d", "web"});
    CHECK(box.container("db").id != db);
    CHECK(box.container("web").id == web);
}

TEST_CASE("--force-recreate takes the named services, and with --always-recreate-deps what they depend on") {
    Sandbox box(pair());
    succeed(box, {"up", "-d"});
    const std::string db = box.container("db").id, web = box.container("web").id;
    succeed(box, {"up", "-d", "--force-recreate", "web"});
    CHECK(box.container("db").id == db);
    CHECK(box.container("web").id != web);
    succeed(box, {"up", "-d", "--always-recreate-deps", "web"});
    CHECK(box.container("db").id != db);
}

TEST_CASE("--no-recreate leaves changed containers alone, and starts them") {
    Sandbox box(pair("1"));
    succeed(box, {"up", "-d"});
    const std::string db = box.container("db").id;
    succeed(box, {"stop", "db"});
    box.write_compose(pair("2"));
    succeed(box, {"up", "-d", "--no-recreate"});
    CHECK(box.container("db").id == db);
    CHECK(is_running(box, "db"));
}

TEST_CASE("--no-start makes everything and starts nothing; start does the rest in order") {
    Sandbox box(pair());
    succeed(box, {"up", "--no-start"});
    for (const char* service : {"db", "web", "other"})
        CHECK(box.container(service).state == ContainerState::created);
    CHECK(box.network_names().size() == 1);
    succeed(box, {"start"});
    CHECK(box.event_time("db", "start") < box.event_time("web", "start"));
}

TEST_CASE("start takes what a named service depends on along") {
    Sandbox box(pair());
    succeed(box, {"create"});
    succeed(box, {"start", "web"});
    CHECK(is_running(box, "db"));
    CHECK(is_running(box, "web"));
    CHECK(box.container("other").state == ContainerState::created);
}

TEST_CASE("start of a service without a container is refused") {
    Sandbox box(pair());
    const auto refused = box.muster({"start", "web"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("'web' has no container to start"));
}

TEST_CASE("restart takes along who asks to be restarted with a dependency") {
    Sandbox box(pair("1", "depends_on:\n  db: {condition: service_started, restart: true}"));
    succeed(box, {"up", "-d"});
    const auto web = box.container("web"), other = box.container("other");
    succeed(box, {"restart", "db"});
    CHECK(box.container("web").started_at > web.started_at);
    CHECK(box.container("web").id == web.id);
    CHECK(box.container("other").started_at == other.started_at);
}

TEST_CASE("restart --no-deps, or without a wish to be restarted, leaves dependents alone") {
    Sandbox box(pair("1", "depends_on:\n  db: {condition: service_started, restart: true}"));
    succeed(box, {"up", "-d"});
    const auto web = box.container("web"), db = box.container("db");
    succeed(box, {"restart", "--no-deps", "db"});
    CHECK(box.container("web").started_at == web.started_at);
    CHECK(box.container("db").started_at > db.started_at);
}

TEST_CASE("a recreated dependency restarts who asks for it, and keeps its container") {
    const std::string web = "depends_on:\n  db: {condition: service_started, restart: true}";
    Sandbox box(pair("1", web));
    succeed(box, {"up", "-d"});
    const auto before = box.container("web"), other = box.container("other");
    box.write_compose(pair("2", web));
    succeed(box, {"up", "-d"});
    CHECK(box.container("web").id == before.id);
    CHECK(box.container("web").started_at > before.started_at);
    CHECK(box.container("other").started_at == other.started_at);
}

TEST_CASE("stop of a dependency leaves its dependents running; stop of all goes backwards") {
    Sandbox box(pair());
    succeed(box, {"up", "-d"});
    succeed(box, {"stop", "db"});
    CHECK(is_running(box, "web"));
    CHECK_FALSE(is_running(box, "db"));
    succeed(box, {"start"});
    succeed(box, {"stop"});
    CHECK_FALSE(is_running(box, "web"));
    CHECK_FALSE(is_running(box, "other"));
}

TEST_CASE("down of a service takes who depends on it along, and leaves the network") {
    Sandbox box(pair());
    succeed(box, {"up", "-d"});
    succeed(box, {"down", "db"});
    CHECK(box.container_names() == names_of(box, {"other-1"}));
    CHECK(box.network_names().size() == 1);
}

TEST_CASE("a dependency that is not required may fail") {
    Sandbox box(
        "services:\n" + job("seed", "exit 4") +
        running("web", "depends_on:\n  seed: {condition: service_completed_successfully, required: false}"));
    const auto up = succeed(box, {"up", "-d"});
    CHECK(is_running(box, "web"));
    CHECK(up.err == containing("seed"));
}

TEST_CASE("a failing dependency stops its dependents only") {
    Sandbox box("services:\n" + job("seed", "exit 4") +
                running("web", "depends_on: {seed: {condition: service_completed_successfully}}") +
                running("after", "depends_on: [web]") + running("other"));
    CHECK(box.muster({"up", "-d"}).exit_code == 1);
    CHECK(box.container("web").state == ContainerState::created);
    CHECK(box.container("after").state == ContainerState::created);
    CHECK(is_running(box, "other"));
}

TEST_CASE("a circle of dependencies is shown as its path") {
    Sandbox box("services:\n" + running("a", "depends_on: [b]") + running("b", "depends_on: [c]") +
                running("c", "depends_on: [a]"));
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("a -> b -> c -> a"));
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("depending on a service that does not exist is a mistake that names it") {
    Sandbox box("services:\n" + running("web", "depends_on: [bd]") + running("db"));
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("'bd'"));
}

TEST_CASE("a chain of healthy services comes up in its order") {
    const std::string check = "healthcheck: {test: 'true', interval: 300ms}";
    Sandbox box("services:\n" + running("a", check) +
                running("b", check + "\ndepends_on: {a: {condition: service_healthy}}") +
                running("c", "depends_on: {b: {condition: service_healthy}}"));
    succeed(box, {"up", "-d"});
    CHECK(box.event_time("a", "health_status: healthy") < box.event_time("b", "start"));
    CHECK(box.event_time("b", "health_status: healthy") < box.event_time("c", "start"));
}

TEST_CASE("a service with several replicas is healthy when all of them are") {
    Sandbox box("services:\n" +
                running("db", "scale: 2\nhealthcheck: {test: 'test -e /ready || { touch /ready; false; }', "
                              "interval: 300ms, retries: 10}") +
                running("web", "depends_on: {db: {condition: service_healthy}}"));
    succeed(box, {"up", "-d"});
    for (const int number : {1, 2}) CHECK(box.container("db", number).health == engine::Health::healthy);
    CHECK(is_running(box, "web"));
}

} // namespace muster::e2e
