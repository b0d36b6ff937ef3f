#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "engine_under_test.hpp"

#include "engine-client/connection.hpp"
#include "engine-client/engine.hpp"

#include <cstdlib>
#include <cstring>
#include <iostream>

namespace muster::e2e {

namespace {

std::string variable(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);
    return value && *value ? value : otherwise;
}

EngineUnderTest choose_engine() {
    if (variable("MUSTER_TEST_ENGINE", "first") == "first")
        return {variable("DOCKER_HOST", "unix:///var/run/docker.sock"), ""};
    const std::string host = variable("MUSTER_TEST_ENGINE2", "");
    if (!host.empty()) return {host, ""};
    return {"", variable("MUSTER_TEST_ENGINE2_REASON",
                         "no second engine was started (MUSTER_TEST_ENGINE2 is not set)")};
}

/// Why scenarios cannot run, or nothing.
std::string check_engine(const EngineUnderTest& engine) {
    if (!engine.skip_reason.empty()) return engine.skip_reason;
    try {
        const auto client = engine::connect({.host = engine.host, .api_version = ""});
        if (client->find_image(test_image)) return {};
        return std::string("image ") + test_image + " is not there; tests/machine/busybox-image.sh makes it";
    } catch (const std::exception& error) {
        return error.what();
    }
}

bool only_lists_tests(int argc, char** argv) {
    for (int i = 1; i < argc; ++i)
        if (std::strstr(argv[i], "list-test")) return true;
    return false;
}

const EngineUnderTest chosen = choose_engine();

} // namespace

const EngineUnderTest& engine_under_test() { return chosen; }

} // namespace muster::e2e

int main(int argc, char** argv) {
    using namespace muster::e2e;
    if (!only_lists_tests(argc, argv)) {
        const std::string reason = check_engine(chosen);
        if (!reason.empty()) {
            std::cout << "skipped: " << reason << "\n";
            return 77;
        }
    }
    return doctest::Context(argc, argv).run();
}
