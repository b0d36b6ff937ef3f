#include "compose/translate/names.hpp"

#include <doctest/doctest.h>

namespace muster::compose::translate {

namespace {

Project project_with(char separator) {
    Project project;
    project.name = "demo";
    project.separator = separator;
    return project;
}

Service service(const std::string& image = "", const std::string& own_name = "") {
    Service out;
    out.name = "web";
    out.image = image;
    out.container_name = own_name;
    return out;
}

} // namespace

TEST_CASE("containers and built images are named after project and service") {
    CHECK(container_name(project_with('-'), service(), 2) == "demo-web-2");
    CHECK(container_name(project_with('_'), service(), 2) == "demo_web_2");
    CHECK(container_name(project_with('_'), service("", "own-name"), 1) == "own-name");
    CHECK(image_name(project_with('-'), service()) == "demo-web");
    CHECK(image_name(project_with('_'), service()) == "demo_web");
    CHECK(image_name(project_with('_'), service("nginx")) == "nginx");
}

TEST_CASE("the project's name is left out of a container's, whichever way they are joined") {
    CHECK(short_name("demo", "demo-web-1") == "web-1");
    CHECK(short_name("demo", "demo_web_1") == "web_1");
    CHECK(short_name("demo", "demolition-1") == "demolition-1");
    CHECK(short_name("demo", "demo") == "demo");
    CHECK(short_name("demo", "own-name") == "own-name");
}

} // namespace muster::compose::translate
