#include "steps.hpp"

#include <doctest/doctest.h>

namespace muster::e2e {

namespace {

std::string with_profiles() {
    return "services:\n" + running("web") + running("shell", "profiles: [debug]") +
           running("probe", "profiles: [debug, test]") + running("load", "profiles: [test]");
}

} // namespace

TEST_CASE("a service with a profile does not start unless the profile is asked for") {
    Sandbox box(with_profiles());
    succeed(box, {"up", "-d"});
    CHECK(box.container_names() == names_of(box, {"web-1"}));
    succeed(box, {"--profile", "debug", "up", "-d"});
    CHECK(box.container_names() == names_of(box, {"probe-1", "shell-1", "web-1"}));
}

TEST_CASE("several profiles can be asked for, or all of them") {
    Sandbox box(with_profiles());
    succeed(box, {"--profile", "debug", "--profile", "test", "up", "-d"});
    CHECK(box.container_names().size() == 4);
    succeed(box, {"--profile", "*", "down", "-t", "0"});
    CHECK(box.container_names().empty());
    succeed(box, {"--profile", "*", "up", "-d"});
    CHECK(box.container_names().size() == 4);
}

TEST_CASE("COMPOSE_PROFILES asks for profiles, and --profile takes its place") {
    Sandbox box(with_profiles());
    succeed_with(box, {{"COMPOSE_PROFILES", "test, debug"}}, {"up", "--no-start"});
    CHECK(box.container_names().size() == 4);
    succeed(box, {"--profile", "*", "down"});
    succeed_with(box, {{"COMPOSE_PROFILES", "debug"}}, {"--profile", "test", "up", "--no-start"});
    CHECK(box.container_names() == names_of(box, {"load-1", "probe-1", "web-1"}));
}

TEST_CASE("the project's .env asks for profiles as well") {
    Sandbox box(with_profiles());
    box.write(".env", "COMPOSE_PROFILES=test\n");
    succeed(box, {"up", "--no-start"});
    CHECK(box.container_names() == names_of(box, {"load-1", "probe-1", "web-1"}));
}

TEST_CASE("a service that is named starts whatever its profile, and alone of it") {
    Sandbox box(with_profiles());
    succeed(box, {"up", "-d", "shell"});
    CHECK(box.container_names() == names_of(box, {"shell-1"}));
}

TEST_CASE("run takes a service whose profile is not active") {
    Sandbox box("services:\n" + running("web") + job("migrate", "echo migrated", "profiles: [tools]"));
    CHECK(succeed(box, {"run", "--rm", "-T", "migrate"}).out == "migrated\n");
    CHECK(box.container_names().empty());
}

TEST_CASE("depending on a service that only a profile enables is a mistake that names the profile") {
    Sandbox box("services:\n" + running("web", "depends_on: [db]") + running("db", "profiles: [storage]"));
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("storage"));
    CHECK(box.container_names().empty());
    succeed(box, {"--profile", "storage", "up", "-d"});
    CHECK(box.container_names() == names_of(box, {"db-1", "web-1"}));
}

TEST_CASE("a dependency that is not required may stay disabled") {
    Sandbox box("services:\n" +
                running("web", "depends_on:\n  db: {condition: service_started, required: false}") +
                running("db", "profiles: [storage]"));
    succeed(box, {"up", "-d"});
    CHECK(box.container_names() == names_of(box, {"web-1"}));
}

TEST_CASE("a second up without the profile leaves the profile's services alone") {
    Sandbox box(with_profiles());
    succeed(box, {"--profile", "debug", "up", "-d"});
    const auto before = box.container_states();
    const auto again = succeed(box, {"up", "-d", "--remove-orphans"});
    CHECK(box.container_states() == before);
    CHECK(again.err != containing("orphan"));
}

} // namespace muster::e2e
