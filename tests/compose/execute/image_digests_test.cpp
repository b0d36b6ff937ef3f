#include "compose/execute/image_digests.hpp"

#include "base/error.hpp"
#include "tests/fakes/fake_engine.hpp"

#include <doctest/doctest.h>

namespace muster::compose::execute {

namespace {

const std::string digest = "sha256:" + std::string(64, 'a');

std::string messages_of(const std::function<void()>& body) {
    try {
        body();
        return {};
    } catch (const LoadFailure& failure) {
        std::string out;
        for (const Error& error : failure.errors)
            out += error.message + " | " + error.notes.front().text + "\n";
        return out;
    } catch (const Error& error) {
        return error.message;
    }
}

} // namespace

TEST_CASE("an image is named in full with the digest that its registry has, each asked for once") {
    fakes::FakeEngine engine;
    engine.add_remote_image("nginx:1.25");
    engine.add_remote_image("example.com/team/app");
    const auto pinned = resolve_image_digests(
        engine, {.images = {"nginx:1.25", "example.com/team/app", "nginx:1.25"}, .docker_config = ""});
    CHECK(pinned.at("nginx:1.25").starts_with("docker.io/library/nginx:1.25@sha256:"));
    CHECK(pinned.at("example.com/team/app").starts_with("example.com/team/app:latest@sha256:"));
    CHECK(engine.calls().size() == 2);
}

TEST_CASE("an image with a digest is not asked for, and loses its tag") {
    fakes::FakeEngine engine;
    const std::string image = "nginx:1.25@" + digest;
    const auto pinned = resolve_image_digests(engine, {.images = {image}, .docker_config = ""});
    CHECK(pinned.at(image) == "docker.io/library/nginx@" + digest);
    CHECK(engine.calls().empty());
}

TEST_CASE("every image that a registry does not know is reported") {
    fakes::FakeEngine engine;
    engine.add_remote_image("known");
    const DigestRequest request{.images = {"b", "known", "a"}, .docker_config = ""};
    CHECK(messages_of([&] { resolve_image_digests(engine, request); }) ==
          "the engine says: Head \"https://registry.example.com/v2/\": manifest unknown: "
          "docker.io/library/a:latest | "
          "while asking for the digest of 'a'\n"
          "the engine says: Head \"https://registry.example.com/v2/\": manifest unknown: "
          "docker.io/library/b:latest | "
          "while asking for the digest of 'b'\n");
}

TEST_CASE("an engine that cannot be reached is told of once") {
    fakes::FakeEngine engine;
    const Error gone(ErrorKind::connection, "cannot reach the engine");
    engine.fail_on("get_registry_digest docker.io/library/a:latest", gone);
    engine.fail_on("get_registry_digest docker.io/library/b:latest", gone);
    const DigestRequest request{.images = {"a", "b"}, .docker_config = ""};
    CHECK(messages_of([&] { resolve_image_digests(engine, request); }) == "cannot reach the engine");
}

} // namespace muster::compose::execute
