#include "base/error.hpp"
#include "cmd/up_options.hpp"
#include "tests/cmd/command_scene.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;

namespace {

/// "service count"; "-" when it is not of the form.
std::string read_scale(const std::string& text) {
    const auto scale = parse_scale(text);
    return scale ? scale->service + " " + std::to_string(scale->count) : "-";
}

std::string refusal(const Scale& scale, const std::string& service = "image: app") {
    CommandScene scene({"version"}, service);
    compose::Project project = scene.load();
    try {
        set_scale(project, scale);
    } catch (const Error& error) {
        return error.message;
    }
    return {};
}

} // namespace

TEST_CASE("a scale is a service, an equals sign and a whole number") {
    const std::vector<std::pair<std::string, std::string>> table{
        {"web=3", "web 3"},
        {"web=0", "web 0"},
        {"web=007", "web 7"},
        {"a.b_c-d=12", "a.b_c-d 12"},
        {"web", "-"},
        {"web=", "-"},
        {"=3", "-"},
        {"web=-1", "-"},
        {"web=+1", "-"},
        {"web=3x", "-"},
        {"web= 3", "-"},
        {"web=1.5", "-"},
        {"web=1=2", "-"},
        {"web=99999999999999999999", "-"},
        {"", "-"},
    };
    for (const auto& [text, expected] : table) {
        CAPTURE(text);
        CHECK(read_scale(text) == expected);
    }
}

TEST_CASE("a service gets as many containers as asked for, whatever its deploy section says") {
    CommandScene scene({"version"}, "image: app, deploy: {replicas: 2}");
    compose::Project project = scene.load();
    set_scale(project, {"web", 5});
    CHECK(project.services.at("web").scale == 5);
    CHECK(project.services.at("web").deploy->replicas == 5);
}

TEST_CASE("a scale that cannot be had is refused with what stands against it") {
    CHECK(refusal({"wbe", 2}) == "no such service: 'wbe'");
    CHECK(refusal({"web", 2}, "image: app, container_name: one") ==
          "service 'web' has a container_name and so cannot have 2 containers");
    CHECK(refusal({"web", 1}, "image: app, container_name: one").empty());
    CHECK(refusal({"web", compose::most_replicas}).empty());
    CHECK(refusal({"web", compose::most_replicas + 1}) ==
          "service 'web' may have at most " + std::to_string(compose::most_replicas) + " containers");
}
