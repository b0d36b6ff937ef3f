#include "sandbox.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>

namespace muster::e2e {

namespace {

const std::string two_services = "services:\n"
                                 "  db:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                                 "    environment: {V: \"1\"}\n    volumes: [\"data:/data\"]\n"
                                 "  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                                 "    environment: {V: \"1\"}\n    depends_on: [db]\n"
                                 "volumes:\n  data:\n";

std::string with_other_value(std::string compose) {
    for (std::size_t at = 0; (at = compose.find("\"1\"", at)) != std::string::npos;)
        compose.replace(at, 3, "\"2\"");
    return compose;
}

/// Runs the program and kills it outright as soon as it has made `count` changing requests.
void kill_after(Sandbox& box, const std::vector<std::string>& arguments, std::size_t count) {
    box.proxy().forget();
    RunningProgram program(box.call(arguments));
    box.proxy().on_mutation([&](std::size_t made) {
        if (made >= count) program.send_signal(SIGKILL);
    });
    program.wait();
    box.proxy().on_mutation(nullptr);
}

void check_converged(Sandbox& box) {
    const auto again = box.muster({"up", "-d"});
    CHECK_MESSAGE(again.exit_code == 0, again.err);
    CHECK(box.container_names() == std::vector{box.project() + "-db-1", box.project() + "-web-1"});
    CHECK(box.container("db").state == engine::ContainerState::running);
    CHECK(box.container("web").state == engine::ContainerState::running);
    CHECK(box.network_names().size() == 1);
    CHECK(box.muster({"plan"}).exit_code == 0);
}

} // namespace

TEST_CASE("an up that is killed at any request is finished by the next one") {
    for (std::size_t count = 1; count <= 6; ++count) {
        CAPTURE(count);
        Sandbox box(two_services);
        kill_after(box, {"up", "-d"}, count);
        check_converged(box);
    }
}

TEST_CASE("a recreate that is killed at any request is finished by the next up") {
    for (std::size_t count = 1; count <= 9; ++count) {
        CAPTURE(count);
        Sandbox box(two_services);
        REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
        box.write_compose(with_other_value(two_services));
        kill_after(box, {"up", "-d"}, count);
        check_converged(box);
        const auto environment = box.container("web").spec.environment;
        CHECK(std::find(environment.begin(), environment.end(), "V=2") != environment.end());
    }
}

TEST_CASE("a down that is killed is finished by the next one") {
    Sandbox box(two_services);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    kill_after(box, {"down", "-t", "0"}, 2);
    CHECK(box.muster({"down", "-t", "0"}).exit_code == 0);
    CHECK(box.container_names().empty());
    CHECK(box.network_names().empty());
    CHECK(box.volume_names() == std::vector{box.project() + "_data"});
}

} // namespace muster::e2e
