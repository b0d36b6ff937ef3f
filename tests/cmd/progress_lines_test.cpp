#include "cmd/progress_json.hpp"
#include "cmd/progress_plain.hpp"
#include "cmd/progress_quiet.hpp"
#include "tests/cmd/captured_stream.hpp"
#include "tests/cmd/plan_scene.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;
using namespace muster::compose::reconcile;
using compose::execute::StepStatus;

namespace {

struct Scene : PlanScene {
    StepId pull = add(PullImage{"nginx", ""}, "Image nginx");
    StepId build = add(BuildImage{"web"}, "Image demo-web");
    StepId start = add(StartContainer{{"demo-web-1", ""}}, "Container demo-web-1", {build});
    StepId hook =
        add(RunHook{"web", HookKind::post_start, 0, {"demo-web-1", ""}}, "Container demo-web-1", {start});

    Scene() { plan.unchanged = {{"Container demo-db-1", "Running"}}; }
};

void run(ProgressView& view, StepId id) {
    view.on_status(id, StepStatus::running, {});
    view.on_status(id, StepStatus::succeeded, {});
}

void play(ProgressView& view, const Scene& scene) {
    view.on_status(scene.pull, StepStatus::running, {});
    view.on_progress(scene.pull, "a1b2c3d4e5f6: Downloading 1.2MB / 30MB");
    view.on_progress(scene.pull, "a1b2c3d4e5f6: Pull complete");
    view.on_status(scene.pull, StepStatus::succeeded, {});
    view.on_status(scene.build, StepStatus::running, {});
    view.on_progress(scene.build, "[2/3] RUN \"make\"");
    view.on_status(scene.build, StepStatus::succeeded, {});
    run(view, scene.start);
    run(view, scene.hook);
    view.finish();
}

} // namespace

TEST_CASE("plain progress is a line for each change of words") {
    const Scene scene;
    CapturedStream out;
    PlainProgress view(out.stream(), scene.plan);
    play(view, scene);
    CHECK(out.text() == " Container demo-db-1  Running\n"
                        " Image nginx  Pulling\n"
                        "web | a1b2c3d4e5f6: Pull complete\n"
                        " Image nginx  Pulled\n"
                        " Image demo-web  Building\n"
                        "web | [2/3] RUN \"make\"\n"
                        " Image demo-web  Built\n"
                        " Container demo-web-1  Starting\n"
                        " Container demo-web-1  Started\n");
}

TEST_CASE("plain progress says why something failed or was skipped") {
    const Scene scene;
    CapturedStream out;
    PlainProgress view(out.stream(), scene.plan);
    view.on_status(scene.build, StepStatus::running, {});
    view.on_status(scene.build, StepStatus::failed, PlanScene::failed("exit code: 4"));
    view.on_status(scene.start, StepStatus::skipped, PlanScene::skipped(scene.build));
    view.on_status(scene.hook, StepStatus::skipped, PlanScene::skipped(scene.build));
    CHECK(out.text() == " Container demo-db-1  Running\n"
                        " Image demo-web  Building\n"
                        " Image demo-web  Error  exit code: 4\n"
                        " Container demo-web-1  Skipped  Image demo-web failed\n");
}

TEST_CASE("JSON progress has Docker Compose's keys") {
    const Scene scene;
    CapturedStream out;
    JsonProgress view(out.stream(), scene.plan);
    play(view, scene);
    const std::string expected =
        R"({"id":"Container demo-db-1","status":"Done","text":"Running"})"
        "\n"
        R"({"id":"Image nginx","status":"Working","text":"Pulling"})"
        "\n"
        R"({"id":"a1b2c3d4e5f6","parent_id":"Image nginx","status":"Working","text":"Downloading 1.2MB / 30MB"})"
        "\n"
        R"({"id":"a1b2c3d4e5f6","parent_id":"Image nginx","status":"Done","text":"Pull complete"})"
        "\n"
        R"({"id":"Image nginx","status":"Done","text":"Pulled"})"
        "\n"
        R"({"id":"Image demo-web","status":"Working","text":"Building"})"
        "\n"
        R"({"id":"Image demo-web","status":"Working","text":"Building","details":"[2/3] RUN \"make\""})"
        "\n"
        R"({"id":"Image demo-web","status":"Done","text":"Built"})"
        "\n"
        R"({"id":"Container demo-web-1","status":"Working","text":"Starting"})"
        "\n"
        R"({"id":"Container demo-web-1","status":"Done","text":"Started"})"
        "\n"
        R"({"id":"Container demo-web-1","status":"Working","text":"Started","details":"running its post_start hook"})"
        "\n"
        R"({"id":"Container demo-web-1","status":"Done","text":"Started"})"
        "\n";
    CHECK(out.text() == expected);
}

TEST_CASE("quiet progress says nothing of what succeeds") {
    const Scene scene;
    CapturedStream out;
    QuietProgress view(out.stream(), scene.plan);
    play(view, scene);
    CHECK(out.text().empty());
}

TEST_CASE("quiet progress shows what a failed build printed, its last lines when there are many") {
    const Scene scene;
    CapturedStream out;
    QuietProgress view(out.stream(), scene.plan);
    view.on_status(scene.build, StepStatus::running, {});
    SUBCASE("few") {
        view.on_progress(scene.build, "[2/3] RUN make");
        view.on_progress(scene.build, "  no rule to make target");
        view.on_status(scene.build, StepStatus::failed, PlanScene::failed("exit code: 2"));
        view.finish();
        CHECK(out.text() == "output of the failed build of service 'web':\n"
                            "    [2/3] RUN make\n"
                            "      no rule to make target\n");
    }
    SUBCASE("many") {
        for (int i = 1; i <= 102; ++i) view.on_progress(scene.build, "line " + std::to_string(i));
        view.on_status(scene.build, StepStatus::failed, PlanScene::failed("exit code: 2"));
        view.finish();
        CHECK(out.text().starts_with(
            "output of the failed build of service 'web', without the first 2 lines:\n    line 3\n"));
        CHECK(out.text().ends_with("    line 102\n"));
    }
}
