#include "cmd/subject_states.hpp"

#include "tests/cmd/plan_scene.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;
using namespace muster::compose::reconcile;
using compose::execute::StepState;
using compose::execute::StepStatus;

namespace {

/// The states of subjects as one text, "Creating (Working), Created", with the tone where it is not done.
class Story {
  public:
    explicit Story(const Plan& plan) : states_(plan) {}

    Story& then(StepId id, StepStatus status, const StepState& state = {}) {
        const auto next = states_.on_status(id, status, state);
        if (!next) return *this;
        text_ += (text_.empty() ? "" : ", ") + next->text;
        if (next->tone != Tone::done) text_ += " (" + to_string(next->tone) + ")";
        if (!next->details.empty()) text_ += ": " + next->details;
        return *this;
    }
    Story& run(StepId id) { return then(id, StepStatus::running).then(id, StepStatus::succeeded); }

    const std::string& text() const { return text_; }

  private:
    SubjectStates states_;
    std::string text_;
};

CreateContainer create_web(const std::string& replaces = "") {
    return {"web", 1, "demo-web-1", replaces.empty() ? "demo-web-1" : replaces + "_demo-web-1", replaces};
}

} // namespace

TEST_CASE("each kind of step is told in Docker Compose's words") {
    struct Row {
        Action action;
        std::string told;
    };
    const ContainerRef web{"demo-web-1", "1"};
    const std::vector<Row> rows{
        {CreateNetwork{"default"}, "Creating (Working), Created"},
        {RemoveNetwork{"1"}, "Removing (Working), Removed"},
        {DisconnectNetwork{"1", web}, ""},
        {ConnectNetwork{"demo_default", web, {}}, "Connecting (Working), Connected"},
        {CreateVolume{"data"}, "Creating (Working), Created"},
        {RemoveVolume{"data"}, "Removing (Working), Removed"},
        {PullImage{"nginx", ""}, "Pulling (Working), Pulled"},
        {BuildImage{"web"}, "Building (Working), Built"},
        {RemoveImage{"nginx"}, "Removing (Working), Removed"},
        {create_web(), "Creating (Working), Created"},
        {CopyFiles{"web", web}, ""},
        {StartContainer{web}, "Starting (Working), Started"},
        {StopContainer{web, std::nullopt}, "Stopping (Working), Stopped"},
        {KillContainer{web, "SIGKILL"}, "Killing (Working), Killed"},
        {PauseContainer{web}, "Paused"},
        {UnpauseContainer{web}, "Unpaused"},
        {RemoveContainer{web}, "Removing (Working), Removed"},
        {WaitFor{"web", web, Goal::healthy}, "Waiting (Working), Healthy"},
        {WaitFor{"web", web, Goal::running_or_healthy}, "Waiting (Working), Healthy"},
        {WaitFor{"web", web, Goal::completed_successfully}, "Waiting (Working), Exited"},
        {RunHook{"web", HookKind::post_start, 0, web},
         "Started (Working): running its post_start hook, Started"},
        {RunHook{"web", HookKind::pre_stop, 0, web}, "Stopping (Working): running its pre_stop hook"},
    };
    for (const Row& row : rows) {
        PlanScene scene;
        const StepId id = scene.add(row.action, "Container demo-web-1");
        CAPTURE(describe_action(row.action));
        CHECK(Story(scene.plan).run(id).text() == row.told);
    }
}

TEST_CASE("the steps of a replacement read as one change") {
    PlanScene scene;
    const ContainerRef web{"demo-web-1", "old"};
    const StepId create = scene.add(create_web("old"), "Container demo-web-1");
    const StepId stop = scene.add(StopContainer{web, std::nullopt}, "Container demo-web-1", {create});
    const StepId remove = scene.add(RemoveContainer{web}, "Container demo-web-1", {stop});
    const StepId rename = scene.add(RenameContainer{web, "old_demo-web-1"}, "Container demo-web-1", {remove});
    const StepId start = scene.add(StartContainer{web}, "Container demo-web-1", {rename});
    CHECK(
        Story(scene.plan).run(create).run(stop).run(remove).run(rename).run(start).text() ==
        "Recreate (Working), Recreate (Working): stopping the old container, Recreate (Working), Recreated, "
        "Starting (Working), Started");
}

TEST_CASE("a container whose conditional steps all turn out unneeded is running as before") {
    PlanScene scene;
    const StepId create = scene.add(create_web("old"), "Container demo-web-1");
    const StepId start = scene.add(StartContainer{{"demo-web-1", "old"}}, "Container demo-web-1", {create});
    CHECK(Story(scene.plan).then(create, StepStatus::unneeded).then(start, StepStatus::unneeded).text() ==
          "Running");
}

TEST_CASE("a failure keeps standing, whatever is skipped because of it") {
    PlanScene scene;
    const StepId create = scene.add(create_web(), "Container demo-web-1");
    const StepId start = scene.add(StartContainer{{"demo-web-1", ""}}, "Container demo-web-1", {create});
    CHECK(Story(scene.plan)
              .then(create, StepStatus::running)
              .then(create, StepStatus::failed, PlanScene::failed("no such image: nginx\nmore"))
              .then(start, StepStatus::skipped, PlanScene::skipped(create))
              .text() == "Creating (Working), Error (Error): no such image: nginx");
}

TEST_CASE("a skipped subject names the one that failed") {
    PlanScene scene;
    const StepId wait = scene.add(WaitFor{"db", {"demo-db-1", ""}, Goal::healthy}, "Container demo-db-1");
    const StepId start = scene.add(StartContainer{{"demo-web-1", ""}}, "Container demo-web-1", {wait});
    CHECK(Story(scene.plan).then(start, StepStatus::skipped, PlanScene::skipped(wait)).text() ==
          "Skipped (Warning): Container demo-db-1 failed");
}

TEST_CASE("an optional wait that goes wrong is a warning") {
    PlanScene scene;
    const StepId wait = scene.add(WaitFor{"db", {"demo-db-1", ""}, Goal::healthy, Necessity::optional},
                                  "Container demo-db-1");
    StepState state = PlanScene::failed("container 'demo-db-1' is unhealthy");
    state.status = StepStatus::succeeded;
    CHECK(Story(scene.plan).then(wait, StepStatus::running).then(wait, StepStatus::succeeded, state).text() ==
          "Waiting (Working), Skipped (Warning): container 'demo-db-1' is unhealthy");
}

TEST_CASE("what a user's interruption keeps from happening is said") {
    PlanScene scene;
    const StepId start = scene.add(StartContainer{{"demo-web-1", ""}}, "Container demo-web-1");
    CHECK(Story(scene.plan).then(start, StepStatus::cancelled).text() == "Interrupted (Warning)");
}
