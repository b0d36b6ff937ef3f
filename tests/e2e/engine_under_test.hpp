#pragma once

#include <string>

namespace muster::e2e {

/// The engine that scenarios run on: MUSTER_TEST_ENGINE says which, "first" (DOCKER_HOST, or the default
/// socket) or "second" (MUSTER_TEST_ENGINE2).
struct EngineUnderTest {
    std::string host;        ///< "unix:///var/run/docker.sock"
    std::string skip_reason; ///< why there is none; empty when there is
};

const EngineUnderTest& engine_under_test();

/// A small image that every scenario uses; tests/machine/busybox-image.sh makes it.
inline constexpr char test_image[] = "muster-test/busybox:1";

} // namespace muster::e2e
