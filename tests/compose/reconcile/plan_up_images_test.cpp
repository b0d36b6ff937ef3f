#include "tests/compose/reconcile/sample_projects.hpp"
#include "tests/compose/reconcile/scene.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

TEST_SUITE("plan_up: images") {
    TEST_CASE("images are fetched by their pull policy") {
        const std::string present = "network default\nimage nginx:1";
        CHECK(up({web, "network default"}) == R"(
0 pull image nginx:1: the image is not present
1 create container demo-web-1 after 0: it does not exist
2 start container demo-web-1 after 1: it does not exist
)");
        CHECK(up({web, present}, {.pull_policy = "always", .starting = Starting::create_only}) == R"(
0 pull image nginx:1: pull policy 'always'
1 create container demo-web-1 after 0: it does not exist
)");
        CHECK(up({web, present}, {.pull_policy = "missing", .starting = Starting::create_only}) == R"(
0 create container demo-web-1: it does not exist
)");
        CHECK(up({web, "network default"}, {.pull_policy = "never"}) == R"(
error: image 'nginx:1' of service 'web' is not present, and its pull policy is 'never'
)");
    }

    TEST_CASE("an image that one service builds is not pulled for another") {
        CHECK(up({R"(
services:
  app: {image: 'app:1', build: .}
  job: {image: 'app:1'})",
                  "network default"},
                 {.starting = Starting::create_only}) == R"(
0 build image app:1: the image is not present
1 create container demo-app-1 after 0: it does not exist
2 create container demo-job-1 after 0: it does not exist
)");
    }

    TEST_CASE("without building, a missing image that has no name of its own is an error") {
        CHECK(up({"services: {web: {build: .}}", ""}, {.building = Building::never}) == R"(
error: image 'demo-web' of service 'web' is not present, and building is switched off
)");
    }
}

} // namespace muster::compose::reconcile
