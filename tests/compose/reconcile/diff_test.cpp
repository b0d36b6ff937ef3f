#include "compose/reconcile/diff.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

using engine::ContainerSpec;
using engine::ImageDetails;

namespace {

/// One difference in each line.
std::string differences(const ContainerSpec& actual, const ContainerSpec& wanted,
                        const ImageDetails* image = nullptr) {
    std::string out;
    for (const Reason& reason : diff_container(actual, wanted, image)) out += reason.text + "\n";
    return out;
}

ContainerSpec with_environment(std::vector<std::string> environment) {
    ContainerSpec spec;
    spec.environment = std::move(environment);
    return spec;
}

} // namespace

TEST_SUITE("diff_container") {
    TEST_CASE("equal containers do not differ") { CHECK(differences({}, {}).empty()); }

    TEST_CASE("a changed variable is told with its values and its place") {
        const auto reasons = diff_container(with_environment({"DEBUG=0"}), with_environment({"DEBUG=1"}), {});
        REQUIRE(reasons.size() == 1);
        CHECK(reasons[0].text == "environment.DEBUG: '0' -> '1'");
        CHECK(reasons[0].path == std::vector<std::string>{"environment", "DEBUG"});
    }

    TEST_CASE("variables that came or went are told") {
        CHECK(differences(with_environment({"A=1"}), with_environment({"B=2"})) ==
              "environment.A: '1' -> (removed)\nenvironment.B: (not set) -> '2'\n");
    }

    TEST_CASE("what looks like a credential is never shown") {
        for (const std::string name : {"DB_PASSWORD", "api_key", "AuthToken", "MYSQL_PWD", "Client_Secret"}) {
            CAPTURE(name);
            const std::string text =
                differences(with_environment({name + "=old-1"}), with_environment({name + "=new-2"}));
            CHECK(text == "environment." + name + ": (hidden) -> (hidden)\n");
        }
    }

    TEST_CASE("an address with a password in it is never shown") {
        CHECK(differences(with_environment({"DATABASE_URL=postgres://me:old-1@db/app"}),
                          with_environment({"DATABASE_URL=postgres://me:new-2@db/app"})) ==
              "environment.DATABASE_URL: (hidden) -> (hidden)\n");
        CHECK(differences(with_environment({"SITE=http://a:80/@b"}), with_environment({"SITE=http://c"})) ==
              "environment.SITE: 'http://a:80/@b' -> 'http://c'\n");
    }

    TEST_CASE("what the image accounts for is no difference") {
        ImageDetails image;
        image.environment = {"PATH=/bin"};
        image.labels = {{"maker", "m"}};
        image.command = {{"serve"}};
        image.entrypoint = {{"/run"}};
        image.user = "app";
        image.working_dir = "/app";
        ContainerSpec actual = with_environment({"PATH=/bin"});
        actual.labels = image.labels;
        actual.command = image.command;
        actual.entrypoint = image.entrypoint;
        actual.user = "app";
        actual.working_dir = "/app";
        CHECK(differences(actual, {}, &image).empty());
        CHECK(differences(actual, {}) == "entrypoint: [/run] -> []\n"
                                         "command: [serve] -> []\n"
                                         "user: 'app' -> (none)\n"
                                         "working_dir: '/app' -> (none)\n"
                                         "environment.PATH: '/bin' -> (removed)\n"
                                         "labels.maker: 'm' -> (removed)\n");
    }

    TEST_CASE("an entrypoint of the service's own clears the image's command") {
        ImageDetails image;
        image.command = {{"serve"}};
        ContainerSpec actual;
        actual.entrypoint = {{"/own"}};
        CHECK(differences(actual, actual, &image).empty());
    }

    TEST_CASE("labels by which Compose keeps account are no difference") {
        ContainerSpec actual;
        actual.labels = {{"com.docker.compose.config-hash", "1"}};
        CHECK(differences(actual, {}).empty());
    }

    TEST_CASE("ports, volumes, networks and limits are compared") {
        ContainerSpec actual;
        actual.host.port_bindings["80/tcp"] = {{"", "8080"}};
        actual.host.binds = {"/a:/data:rw"};
        actual.host.memory = 1024;
        actual.endpoints["old"] = {};
        ContainerSpec wanted;
        wanted.host.port_bindings["80/tcp"] = {{"127.0.0.1", "8080"}};
        wanted.host.binds = {"/b:/data:rw"};
        wanted.host.privileged = true;
        wanted.endpoints["new"] = {};
        CHECK(differences(actual, wanted) == "ports: [8080:80/tcp] -> [127.0.0.1:8080:80/tcp]\n"
                                             "volumes: [/a:/data:rw] -> [/b:/data:rw]\n"
                                             "privileged: false -> true\n"
                                             "mem_limit: 1024 -> 0\n"
                                             "networks: [old] -> [new]\n");
    }
}

} // namespace muster::compose::reconcile
