#include "compose/translate/container_spec.hpp"
#include "compose/translate/labels.hpp"
#include "tests/fakes/compose/loaded_text.hpp"

#include <doctest/doctest.h>

namespace muster::compose::translate {

namespace {

engine::ContainerSpec spec_of(const std::string& compose, const OneOff& one_off) {
    const Project project = fakes::load_text(compose);
    return container_spec(project, project.services.at("web"),
                          {.name = "demo-web-run-1", .one_off = one_off});
}

const std::string web =
    "services: {web: {image: 'web:1', stdin_open: true, networks: {default: {aliases: [w]}}}}";

} // namespace

TEST_CASE("a one-off container carries a slug in place of a number") {
    const engine::ContainerSpec spec = spec_of(web, {.slug = "abc"});
    CHECK(spec.labels.at(label::oneoff) == "True");
    CHECK(spec.labels.at(label::slug) == "abc");
    CHECK_FALSE(spec.labels.contains(label::container_number));
    CHECK(spec.stdin_once);
    CHECK_FALSE(spec.host.auto_remove);
}

TEST_CASE("a one-off container is found by its name alone, or on request by its service's names too") {
    using Names = std::vector<std::string>;
    const auto alone = spec_of(web, {.slug = "abc"});
    CHECK(alone.endpoints.at("demo_default").aliases == Names{"demo-web-run-1"});
    const auto shared = spec_of(web, {.slug = "abc", .aliases = Aliases::of_service});
    CHECK(shared.endpoints.at("demo_default").aliases == Names{"demo-web-run-1", "web", "w"});
}

TEST_CASE("a one-off container goes with its command on request") {
    CHECK(spec_of(web, {.slug = "abc", .after_exit = AfterExit::remove}).host.auto_remove);
}

} // namespace muster::compose::translate
