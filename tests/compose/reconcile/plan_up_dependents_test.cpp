#include "tests/compose/reconcile/sample_projects.hpp"
#include "tests/compose/reconcile/scene.hpp"
#include "tests/fakes/compose/loaded_text.hpp"
#include "tests/fakes/compose/plan_text_state.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

namespace {

/// Two services, the second of which shares something of the first.
Scene sharing(const std::string& attribute) {
    return {"services: {db: {image: 'db:1'}, web: {image: 'web:1', " + attribute + "}}", pair_resources + R"(
container demo-db-1 db 1 running stale
container demo-web-1 web 1 running)"};
}

/// Why web's container is replaced, or "it stays".
std::string fate_of_web(const Scene& scene, const UpOptions& options = {}) {
    for (const Step& step : plan_up_of(scene, options).steps)
        if (const auto* create = std::get_if<CreateContainer>(&step.action))
            if (create->service == "web") return step.reasons.at(0).text;
    return "it stays";
}

} // namespace

TEST_SUITE("plan_up: services that share or depend") {
    TEST_CASE("a container that shares a namespace or volumes of a replaced one is replaced too") {
        CHECK(fate_of_web(sharing("network_mode: 'service:db'")) ==
              "network_mode: service 'db' gets a new container");
        CHECK(fate_of_web(sharing("ipc: 'service:db'")) == "ipc: service 'db' gets a new container");
        CHECK(fate_of_web(sharing("pid: 'service:db'")) == "pid: service 'db' gets a new container");
        CHECK(fate_of_web(sharing("volumes_from: [db]")) ==
              "volumes_from: service 'db' gets a new container");
        CHECK(fate_of_web(sharing("volumes_from: ['db:ro']")) ==
              "volumes_from: service 'db' gets a new container");
    }

    TEST_CASE("a container that takes volumes of a container elsewhere stays") {
        CHECK(fate_of_web(sharing("volumes_from: ['container:other:ro']")) == "it stays");
    }

    TEST_CASE("a linked or merely awaited container stays when the other is replaced") {
        CHECK(fate_of_web(sharing("links: [db]")) == "it stays");
        CHECK(fate_of_web(sharing("depends_on: [db]")) == "it stays");
    }

    TEST_CASE("containers that are not to be replaced stay, whatever they share") {
        CHECK(fate_of_web(sharing("network_mode: 'service:db'"),
                          {.recreate = Recreate::never, .recreate_dependencies = Recreate::never}) ==
              "it stays");
    }

    TEST_CASE("a container whose donor was left out of the run stays with it") {
        const std::string text =
            "services: {db: {image: 'db:1'}, web: {image: 'web:1', network_mode: 'service:db'}}";
        Project project = fakes::load_text(text);
        const ObservedState seen = fakes::observed_state(
            pair_resources + "container demo-db-1 db 1 running\ncontainer demo-web-1 web 1 running", project);
        project.disabled_services.insert(project.services.extract("db"));
        project.services.at("web").depends_on.clear();
        CHECK(dump(plan_up(project, seen, {})) == "");
    }

    TEST_CASE("dependencies are replaced with --always-recreate-deps, and only they") {
        const Scene scene{pair_with("{condition: service_started}"), pair_resources + R"(
container demo-db-1 db 1 running
container demo-web-1 web 1 running)"};
        const UpOptions options{.services = {"web"}, .recreate_dependencies = Recreate::always};
        CHECK(up(scene, options) == R"(
0 create replacement container demo-db-1: a recreate was asked for
1 stop container demo-db-1 after 0: a recreate was asked for
2 remove container demo-db-1 after 0 1: a recreate was asked for
3 rename container to demo-db-1 after 2: a recreate was asked for
4 start container demo-db-1 after 3: a recreate was asked for
)");
    }

    TEST_CASE("a dependency that is not required and not there is not waited for") {
        CHECK(up({R"(
services:
  db: {image: 'db:1', profiles: [extra]}
  web: {image: 'web:1', depends_on: {db: {condition: service_healthy, required: false}}})",
                  "network default\nimage web:1"}) == R"(
0 create container demo-web-1: it does not exist
1 start container demo-web-1 after 0: it does not exist
)");
    }

    TEST_CASE("a dependency that is not required is waited for, but may fail") {
        const Plan plan = plan_up_of({R"(
services:
  db: {image: 'db:1', healthcheck: {test: [CMD, x]}}
  web: {image: 'web:1', depends_on: {db: {condition: service_healthy, required: false}}})",
                                      pair_resources});
        std::size_t waits = 0;
        for (const Step& step : plan.steps)
            if (const auto* wait = std::get_if<WaitFor>(&step.action))
                waits += wait->necessity == Necessity::optional ? 1U : 100U;
        CHECK(waits == 1);
    }

    TEST_CASE("a dependency without replicas is not waited for") {
        CHECK(up({pair_with("{condition: service_healthy}", ", scale: 0"), "network default\nimage web:1"}) ==
              R"(
0 create container demo-web-1: it does not exist
1 start container demo-web-1 after 0: it does not exist
)");
    }
}

TEST_SUITE("plan_up is one graph") {
    TEST_CASE("a service starts while another one's image is still pulled or built") {
        CHECK(up({R"(
services:
  db: {image: 'db:1'}
  app: {image: 'app:1', build: 'https://example.org/app.git'}
  web: {image: 'web:1'})",
                  "network default\nimage db:1"}) == R"(
0 build image app:1: the image is not present
1 pull image web:1: the image is not present
2 create container demo-app-1 after 0: it does not exist
3 start container demo-app-1 after 2: it does not exist
4 create container demo-db-1: it does not exist
5 start container demo-db-1 after 4: it does not exist
6 create container demo-web-1 after 1: it does not exist
7 start container demo-web-1 after 6: it does not exist
)");
    }
}

} // namespace muster::compose::reconcile
