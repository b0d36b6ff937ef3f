#include "compose/graph/order.hpp"

#include "base/text.hpp"

#include <doctest/doctest.h>

namespace muster::compose::graph {

namespace {

/// "web: db cache" for each service and what it depends on.
Project project_of(const std::string& lines) {
    Project project;
    for (const std::string& line : split(lines, '\n')) {
        const auto parts = split(line, ':');
        Service& service = project.services[parts[0]];
        service.name = parts[0];
        if (parts.size() == 1) continue;
        for (const std::string& name : split(parts[1], ' '))
            if (!name.empty()) service.depends_on[name];
    }
    return project;
}

std::string words(const std::set<std::string>& names) { return join({names.begin(), names.end()}, " "); }

constexpr char diamond[] = "app: left right\nleft: base\nright: base\nbase\nalone";

} // namespace

TEST_CASE("a service comes after all it depends on, in alphabetical order where there is a choice") {
    CHECK(join(dependency_order(project_of(diamond)), " ") == "alone base left right app");
    CHECK(join(dependency_order(project_of("a: z\nb\nz: b")), " ") == "b z a");
    CHECK(dependency_order(Project{}).empty());
}

TEST_CASE("a dependency that is not active is passed over") {
    CHECK(join(dependency_order(project_of("web: gone")), " ") == "web");
    CHECK(words(with_dependencies(project_of("web: gone"), {"web"})) == "web");
}

TEST_CASE("dependents are found through other dependents, without the service itself") {
    const Project project = project_of(diamond);
    CHECK(words(dependents_of(project, "base")) == "app left right");
    CHECK(words(dependents_of(project, "left")) == "app");
    CHECK(words(dependents_of(project, "app")).empty());
    CHECK(words(dependents_of(project, "unknown")).empty());
}

TEST_CASE("services are selected together with all they depend on") {
    const Project project = project_of(diamond);
    CHECK(words(with_dependencies(project, {"left"})) == "base left");
    CHECK(words(with_dependencies(project, {"app", "alone"})) == "alone app base left right");
    CHECK(words(with_dependencies(project, {})).empty());
}

} // namespace muster::compose::graph
