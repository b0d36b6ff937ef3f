#include "compose/execute/explain.hpp"

#include "tests/fakes/compose/loaded_text.hpp"
#include "tests/fakes/fake_engine.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::compose;
using namespace muster::compose::execute;
using engine::Health;
using engine::OutputStream;
using reconcile::Goal;
using Lines = std::vector<std::string>;

namespace {

constexpr char compose_text[] = "services:\n"
                                "  db:\n    image: db:1\n    mem_limit: 64m\n    ports: [\"5432:5432\"]\n"
                                "    healthcheck: {test: pg_isready, start_period: 10s}\n"
                                "  web:\n    image: web\n    ports: [\"5432:80\"]\n    container_name: web\n";

/// The engine and a project on it whose container demo-db-1 runs.
struct Scene {
    Project project = fakes::load_text(compose_text);
    fakes::FakeEngine engine;
    reconcile::ObservedState seen;
    Plan plan;
    Outcomes outcomes{seen, plan};
    StepContext context{engine, project, seen, outcomes};

    Scene() {
        engine.add_image("db:1");
        engine.create_container("demo-db-1", labelled("demo", "db"));
        engine.start_container("demo-db-1");
    }

    static engine::ContainerSpec labelled(const std::string& project, const std::string& service) {
        engine::ContainerSpec spec;
        spec.image = "db:1";
        spec.labels = {{"com.docker.compose.project", project}, {"com.docker.compose.service", service}};
        return spec;
    }

    Explanation explain(reconcile::Action action, const std::string& service, const std::string& subject,
                        const std::string& words = "the engine says: no", Lines output = {}) {
        Step step;
        step.action = std::move(action);
        step.service = service;
        step.subject = subject;
        return explain_failure(step, Error(ErrorKind::engine, words), context, std::move(output));
    }

    Explanation explain_wait(Goal goal = Goal::healthy) {
        return explain(
            reconcile::WaitFor{"db", {"demo-db-1", "demo-db-1"}, goal, reconcile::Necessity::required}, "db",
            "Container demo-db-1");
    }

    Explanation explain_start(const std::string& words) {
        return explain(reconcile::StartContainer{{"web", ""}}, "web", "Container web", words);
    }
};

} // namespace

TEST_CASE("of an unhealthy container its probes, its log and the healthcheck's place are told") {
    Scene scene;
    scene.engine.print("demo-db-1", OutputStream::standard_output, "starting\n");
    scene.engine.print("demo-db-1", OutputStream::standard_error, "table is locked\n");
    scene.engine.set_health("demo-db-1", Health::unhealthy, "no answer");
    const Explanation why = scene.explain_wait();
    REQUIRE(why.container);
    CHECK(why.container->name == "demo-db-1");
    CHECK(why.container->health == Health::unhealthy);
    CHECK(why.container->probes == std::vector<engine::ProbeResult>{{1, "no answer"}});
    CHECK(why.container->log == Lines{"starting", "table is locked"});
    CHECK(why.path == Lines{"services", "db", "healthcheck"});
    CHECK(why.hint == "if it only takes longer to get ready, raise 'healthcheck.start_period' (now 10s) or "
                      "'healthcheck.retries'");
}

TEST_CASE("a probe whose program is missing is told from one that fails") {
    Scene scene;
    scene.engine.set_health("demo-db-1", Health::unhealthy, "sh: pg_isready: not found");
    CHECK(scene.explain_wait().hint == "check that the image has the program that 'healthcheck.test' runs");
}

TEST_CASE("only the last lines of a long log are told") {
    Scene scene;
    for (int line = 1; line <= 30; ++line)
        scene.engine.print("demo-db-1", OutputStream::standard_output, std::to_string(line) + "\n");
    scene.engine.exit("demo-db-1", 1);
    const Explanation why = scene.explain_wait();
    REQUIRE(why.container->log.size() == 20);
    CHECK(why.container->log.front() == "11");
    CHECK(why.container->log.back() == "30");
    CHECK(why.hint == "'muster logs db' shows all of its log");
}

TEST_CASE("what to try depends on how a container has ended") {
    struct Case {
        std::int64_t code;
        Goal goal;
        const char* hint;
    };
    for (
        const Case& each : {
            Case{
                0, Goal::healthy,
                "a service's command has to stay in the foreground; one that is meant to end is awaited with "
                "'condition: service_completed_successfully'"},
            Case{1, Goal::healthy,
                 "it printed nothing: look around with 'muster run --rm --entrypoint sh db'"},
            Case{126, Goal::completed_successfully,
                 "check that the program is executable (chmod +x) and made for this machine's architecture"},
            Case{127, Goal::healthy,
                 "check the spelling of what 'command' or 'entrypoint' runs, and that the image has it"},
            Case{
                137, Goal::healthy,
                "it did not end by itself: somebody killed it, or the host ran out of memory ('dmesg' on the "
                "engine's host tells)"},
            Case{143, Goal::healthy, "it did not end by itself: somebody stopped it meanwhile"},
        }) {
        Scene scene;
        scene.engine.exit("demo-db-1", each.code);
        CHECK(scene.explain_wait(each.goal).hint == each.hint);
    }
}

TEST_CASE("who ran out of memory is told the limit") {
    BlamedContainer container;
    container.state = engine::ContainerState::exited;
    container.exit_code = 137;
    container.oom_killed = true;
    const Project project = fakes::load_text(compose_text);
    CHECK(advice_on_end(container, &project.services.at("db"), Goal::healthy) ==
          "raise 'mem_limit' (now 64m), or let the program use less");
}

TEST_CASE("a container that is gone is no reason to fail the report") {
    Scene scene;
    scene.engine.remove_container("demo-db-1", engine::Engine::RemoveVolumes::no);
    const Explanation why = scene.explain_wait();
    CHECK_FALSE(why.container);
    CHECK(why.path == Lines{"services", "db"});
}

TEST_CASE("nothing is asked of an engine that went away") {
    Scene scene;
    scene.engine.clear_calls();
    Step step;
    step.action = reconcile::StartContainer{{"web", ""}};
    const Error lost(ErrorKind::connection, "the connection was lost");
    CHECK(explain_failure(step, lost, scene.context, {}) == Explanation{});
    CHECK(scene.engine.calls().empty());
}

TEST_CASE("who holds a port is found: a container of the project, of another one, of none, or no container") {
    const std::string words = "the engine says: driver failed programming external connectivity on endpoint "
                              "web (1): Bind for 0.0.0.0:5432 failed: port is already allocated";
    const auto holder = [&](const engine::Labels& labels, const std::string& name) {
        Scene scene;
        engine::ContainerSpec spec;
        spec.image = "db:1";
        spec.labels = labels;
        spec.host.port_bindings["5432/tcp"] = {{"", "5432"}};
        spec.exposed_ports = {"5432/tcp"};
        scene.engine.create_container(name, spec);
        scene.engine.start_container(name);
        return scene.explain_start(words);
    };
    CHECK(holder(Scene::labelled("demo", "db").labels, "demo-db-2").findings ==
          Lines{"port 5432 is held by container 'demo-db-2' of service 'db' of this project"});
    CHECK(holder(Scene::labelled("other", "sql").labels, "other-sql-1").findings ==
          Lines{"port 5432 is held by container 'other-sql-1' of service 'sql' of project 'other'"});
    const Explanation foreign = holder({}, "pg");
    CHECK(foreign.findings == Lines{"port 5432 is held by container 'pg', which belongs to no project"});
    CHECK(foreign.path == Lines{"services", "web", "ports"});
    CHECK(foreign.hint == "publish another port, or stop what holds this one");
    Scene scene;
    CHECK(
        scene
            .explain_start("the engine says: driver failed programming external connectivity on endpoint web "
                           "(1): Error starting userland proxy: listen tcp4 0.0.0.0:5432: bind: address "
                           "already in use")
            .findings == Lines{"port 5432 is held by no container, so by a program of the engine's host"});
}

TEST_CASE("who has a name is found by the id in the engine's words") {
    Scene scene;
    const std::string id = scene.engine.create_container("web", Scene::labelled("", ""));
    reconcile::CreateContainer create;
    create.service = "web";
    const Explanation why = scene.explain(create, "web", "Container web",
                                          "the engine says: Conflict. The container name \"/web\" is already "
                                          "in use by container \"" +
                                              id + "\". You have to remove (or rename) that container");
    CHECK(why.findings == Lines{"the name is taken by container 'web', which belongs to no project"});
    CHECK(why.path == Lines{"services", "web", "container_name"});
}

TEST_CASE("a volume that cannot be removed is told with the containers that use it") {
    Scene scene;
    engine::ContainerSpec spec = Scene::labelled("other", "sql");
    engine::MountSpec& mount = spec.host.mounts.emplace_back();
    mount.type = "volume";
    mount.source = "demo_data";
    mount.target = "/data";
    scene.engine.create_container("other-sql-1", spec);
    const Explanation why = scene.explain(reconcile::RemoveVolume{"demo_data"}, "", "Volume demo_data",
                                          "the engine says: remove demo_data: volume is in use - [1]");
    CHECK(why.findings == Lines{"it is used by container 'other-sql-1' of service 'sql' of project 'other'"});
    CHECK(why.hint == "remove the containers that use it first");
}

TEST_CASE("an image that cannot be pulled is told with the tags that are there") {
    Scene scene;
    const Explanation why =
        scene.explain(reconcile::PullImage{"db:2", ""}, "db", "Image db:2",
                      "the engine says: manifest for db:2 not found: manifest unknown: manifest unknown");
    CHECK(why.findings == Lines{"the engine has db:1"});
    CHECK(why.path == Lines{"services", "db", "image"});
    CHECK(why.hint == "check the tag: the registry does not have it");
}

TEST_CASE("the output of a hook is its own, and its attribute is to blame") {
    Scene scene;
    const reconcile::RunHook hook{"db", reconcile::HookKind::post_start, 0, {"demo-db-1", "demo-db-1"}};
    const Explanation why =
        scene.explain(hook, "db", "Container demo-db-1", "post_start hook failed", {"no"});
    CHECK(why.output == Lines{"no"});
    CHECK(why.path == Lines{"services", "db", "post_start"});
}

TEST_CASE("exit codes mean what shells and the kernel mean by them") {
    CHECK(exit_code_meaning(0).empty());
    CHECK(exit_code_meaning(1).empty());
    CHECK(exit_code_meaning(126) == "the program could not be executed");
    CHECK(exit_code_meaning(127) == "the program was not found");
    CHECK(exit_code_meaning(134) == "aborted itself: SIGABRT");
    CHECK(exit_code_meaning(137) == "killed by SIGKILL");
    CHECK(exit_code_meaning(139) == "crashed: SIGSEGV, a segmentation fault");
    CHECK(exit_code_meaning(143) == "ended by SIGTERM, the request to stop");
    CHECK(exit_code_meaning(163) == "killed by signal 35");
    CHECK(exit_code_meaning(255).empty());
}
