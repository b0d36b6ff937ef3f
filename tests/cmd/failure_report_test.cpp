#include "cmd/failure_report.hpp"

#include "base/go_json.hpp"
#include "base/text.hpp"
#include "tests/cmd/plan_scene.hpp"
#include "tests/fakes/compose/loaded_text.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;
using namespace muster::compose::reconcile;
using compose::execute::ExecutionResult;
using compose::execute::StepState;
using compose::execute::StepStatus;

namespace {

constexpr char compose_text[] = "services:\n"
                                "  db:\n    image: db\n    healthcheck: {test: check}\n"
                                "  api:\n    image: api\n    depends_on: {db: {condition: service_healthy}}\n"
                                "  web:\n    image: web\n    depends_on: [api]\n";

/// db is awaited in vain; so api and web are not started.
struct Scene : PlanScene {
    SourceMap sources;
    FileId file = sources.add("compose.yaml", compose_text);
    compose::Project project = fakes::load_text(compose_text);
    StepId wait = add(WaitFor{"db", {"demo-db-1", ""}, Goal::healthy}, "Container demo-db-1");
    StepId start_api = add(StartContainer{{"demo-api-1", ""}}, "Container demo-api-1", {wait});
    StepId start_web = add(StartContainer{{"demo-web-1", ""}}, "Container demo-web-1", {start_api});
    ExecutionResult result;

    Scene() {
        plan.steps[wait].service = "db";
        plan.steps[start_api].service = "api";
        result.states = {failed("container 'demo-db-1' is unhealthy"), skipped(wait), skipped(wait)};
        result.states[wait].error->kind = ErrorKind::step_failed;
        compose::execute::BlamedContainer db;
        db.name = "demo-db-1";
        db.id = "f00";
        db.state = engine::ContainerState::running;
        db.health = engine::Health::unhealthy;
        db.restart_count = 2;
        db.probes = {{1, "no answer\n"}, {1, "no answer\n"}};
        db.log = {"starting", "\x1b[31mtable is locked\x1b[0m"};
        result.explanations[wait] = {.container = db,
                                     .findings = {},
                                     .output = {},
                                     .path = {"services", "db", "healthcheck"},
                                     .hint = "wait longer"};
    }

    std::vector<FailureReport> reports() {
        return failure_reports(plan, result, project, [this](const auto& path) {
            return path.size() == 3 ? std::optional(Span{file, 4, 5, 11}) : std::nullopt;
        });
    }
    std::string text(const ReportRoom& room = {}) {
        return render_error(failure_error(reports().front(), sources, room), sources);
    }
};

} // namespace

TEST_CASE("a failure is told with its place, what the engine knows, who waits, and what to try") {
    Scene scene;
    REQUIRE(scene.reports().size() == 1);
    CHECK(
        scene.text() ==
        "compose.yaml:4:5: error: container 'demo-db-1' is unhealthy\n"
        "    4 |     healthcheck: {test: check}\n"
        "      |     ^^^^^^^^^^^\n"
        "note: it was restarted 2 times\n"
        "note: its last health probes all exited with code 1:\n"
        "    no answer\n"
        "note: the last lines of its log:\n"
        "    starting\n"
        "    table is locked\n"
        "note: not started because of this: 'api' (waits for 'db' to be healthy), 'web' (waits for 'api' to "
        "run)\n"
        "hint: wait longer\n");
}

TEST_CASE("on a screen the log gives way to the rest of the report") {
    Scene scene;
    auto& log = scene.result.explanations[scene.wait].container->log;
    log.clear();
    for (int line = 1; line <= 20; ++line) log.push_back("line " + std::to_string(line));
    const std::string text = scene.text({.rows = 24, .columns = 80});
    CHECK(text.find("note: the last 12 lines of its log:\n    line 9\n") != std::string::npos);
    CHECK(text.find("line 20\n") != std::string::npos);
    const auto lines = split(text, '\n');
    CHECK(lines.size() <= 24);
    SUBCASE("but for its very last lines") {
        const std::string tiny = scene.text({.rows = 5, .columns = 80});
        CHECK(tiny.find("note: the last 3 lines of its log:\n    line 18\n") != std::string::npos);
    }
    SUBCASE("long lines take several rows") {
        log.back() = std::string(400, 'x');
        CHECK(scene.text({.rows = 24, .columns = 80}).find("the last 7 lines") != std::string::npos);
    }
}

TEST_CASE("an exit code is told with what it means") {
    Scene scene;
    auto& container = *scene.result.explanations[scene.wait].container;
    container.state = engine::ContainerState::exited;
    container.health = engine::Health::none;
    container.probes.clear();
    container.log.clear();
    container.exit_code = 137;
    container.oom_killed = true;
    container.restart_count = 0;
    scene.result.states[scene.wait].error->message = "container 'demo-db-1' exited with code 137";
    const std::string text = scene.text();
    CHECK(text.find("note: exit code 137: killed by SIGKILL\nnote: it ran out of memory\n") !=
          std::string::npos);
}

TEST_CASE("a refusal of the engine is told with what was asked of it") {
    Scene scene;
    scene.plan.steps[scene.wait].action = StartContainer{{"demo-db-1", ""}};
    scene.result.states[scene.wait] = Scene::failed("the engine says: port is already allocated");
    scene.result.explanations[scene.wait] = {};
    scene.result.explanations[scene.wait].findings = {"port 80 is held by container 'x'"};
    const std::string text = scene.text();
    CHECK(text.starts_with("error: cannot start container 'demo-db-1': the engine says: port is already "
                           "allocated\nnote: port 80 is held by container 'x'\n"));
}

TEST_CASE("the engine's going away is one cause, however many waits it ends") {
    Scene scene;
    const Error lost(ErrorKind::connection, "the connection to the engine was lost");
    for (StepState& state : scene.result.states)
        state = {.status = StepStatus::failed, .error = lost, .culprit = std::nullopt};
    scene.result.explanations.clear();
    REQUIRE(scene.reports().size() == 1);
    CHECK(scene.text() == "error: the connection to the engine was lost\n");
}

TEST_CASE("a wait that took too long names its container") {
    Scene scene;
    scene.result.states[scene.wait].error = Error(ErrorKind::step_failed, "not ready after 10s");
    CHECK(scene.reports().front().error.message == "container 'demo-db-1' is not ready after 10s");
}

TEST_CASE("the same report as JSON") {
    Scene scene;
    CHECK(to_go_json(failure_record(scene.reports().front(), scene.sources)) ==
          R"({"error":true,"message":"container 'demo-db-1' is unhealthy","id":"Container demo-db-1",)"
          R"("service":"db","step":"wait until healthy","where":"compose.yaml:4:5",)"
          R"("container":{"name":"demo-db-1","id":"f00","state":"running","health":"unhealthy",)"
          R"("oom_killed":false,"restarts":2,"probes":[{"exit_code":1,"output":"no answer\n"},)"
          R"({"exit_code":1,"output":"no answer\n"}],"log":["starting","table is locked"]},)"
          R"("waiting":[{"service":"api","for":"db","condition":"service_healthy"},)"
          R"({"service":"web","for":"api","condition":"service_started"}],"hint":"wait longer"})");
}
