#include "compose/execute/executor.hpp"

#include <doctest/doctest.h>

namespace muster::compose::execute {

using engine::ContainerState;
using engine::Health;
using reconcile::ContainerRef;
using reconcile::Goal;
using reconcile::Necessity;

namespace {

using Ids = std::vector<StepId>;

Step step(reconcile::Action action, const std::string& subject, Ids after) {
    return {.action = std::move(action),
            .subject = subject,
            .service = "",
            .after = std::move(after),
            .reasons = {},
            .only_if = {}};
}

Step start(const std::string& name, Ids after = {}) {
    return step(reconcile::StartContainer{{name, ""}}, "Container " + name, std::move(after));
}

Step wait(const std::string& name, Ids after = {}, Necessity necessity = Necessity::required) {
    return step(reconcile::WaitFor{name, {name, ""}, Goal::healthy, necessity}, "Container " + name,
                std::move(after));
}

Step pull(const std::string& reference) {
    return step(reconcile::PullImage{reference, ""}, "Image " + reference, {});
}

Step only_if(Step made, reconcile::Conditions conditions) {
    made.only_if = std::move(conditions);
    return made;
}

Plan plan_of(std::vector<Step> steps) {
    Plan plan;
    plan.steps = std::move(steps);
    return plan;
}

std::string status_word(StepStatus status) {
    switch (status) {
    case StepStatus::pending: return "pending";
    case StepStatus::running: return "running";
    case StepStatus::succeeded: return "succeeded";
    case StepStatus::unneeded: return "unneeded";
    case StepStatus::failed: return "failed";
    case StepStatus::skipped: return "skipped";
    case StepStatus::cancelled: return "cancelled";
    }
    return {};
}

/// "succeeded failed(why) skipped<1": each step's state, with its error and culprit.
std::string states(const Executor& executor) {
    std::string out;
    for (const StepState& state : executor.states()) {
        if (!out.empty()) out += " ";
        out += status_word(state.status);
        if (state.error) out += "(" + state.error->message + ")";
        if (state.culprit) out += "<" + std::to_string(*state.culprit);
    }
    return out;
}

StepFailed failure_of(StepId id, const std::string& why = "no") {
    return {id, Error(ErrorKind::engine, why)};
}

ContainerObserved healthy(const std::string& name) {
    return {.name = name, .state = ContainerState::running, .health = Health::healthy};
}

ContainerObserved unhealthy(const std::string& name) {
    return {.name = name, .state = ContainerState::running, .health = Health::unhealthy};
}

} // namespace

TEST_SUITE("Executor") {
    TEST_CASE("an empty plan is done at once") {
        const Plan plan;
        CHECK(Executor(plan, 1).is_done());
    }

    TEST_CASE("a step starts when all it comes after have succeeded") {
        const Plan plan = plan_of({start("a"), start("b"), start("c", {0, 1})});
        Executor executor(plan, 8);
        CHECK(executor.start_ready() == Ids{0, 1});
        executor.on(StepSucceeded{1, ""});
        CHECK(executor.start_ready().empty());
        executor.on(StepSucceeded{0, ""});
        CHECK(executor.start_ready() == Ids{2});
        CHECK_FALSE(executor.is_done());
        executor.on(StepSucceeded{2, ""});
        CHECK(executor.is_done());
    }

    TEST_CASE("no more steps run at once than allowed, the first of the plan first") {
        const Plan plan = plan_of({start("a"), start("b"), start("c"), start("d")});
        Executor executor(plan, 2);
        CHECK(executor.start_ready() == Ids{0, 1});
        CHECK(executor.start_ready().empty());
        executor.on(failure_of(1));
        CHECK(executor.start_ready() == Ids{2});
        executor.on(StepSucceeded{0, ""});
        executor.on(StepSucceeded{2, ""});
        CHECK(executor.start_ready() == Ids{3});
    }

    TEST_CASE("a limit of zero still lets one step run") {
        const Plan plan = plan_of({start("a"), start("b")});
        CHECK(Executor(plan, 0).start_ready() == Ids{0});
    }

    TEST_CASE("waits take no slot") {
        const Plan plan = plan_of({wait("a"), wait("b"), start("c"), start("d")});
        Executor executor(plan, 1);
        CHECK(executor.start_ready() == Ids{0, 1, 2});
        executor.on(healthy("a"));
        CHECK(executor.start_ready().empty());
        executor.on(StepSucceeded{2, ""});
        CHECK(executor.start_ready() == Ids{3});
    }

    TEST_CASE("what comes after a failure is skipped with the culprit at the root, the rest goes on") {
        const Plan plan =
            plan_of({start("a"), start("b", {0}), start("c", {1}), start("d"), start("e", {3})});
        Executor executor(plan, 8);
        executor.start_ready();
        executor.on(failure_of(0, "port is taken"));
        CHECK(states(executor) == "failed(port is taken) skipped<0 skipped<0 running pending");
        executor.on(StepSucceeded{3, ""});
        CHECK(executor.start_ready() == Ids{4});
        executor.on(StepSucceeded{4, ""});
        CHECK(executor.is_done());
    }

    TEST_CASE("of two failures, the first is the culprit") {
        const Plan plan = plan_of({start("a"), start("b"), start("c", {0, 1})});
        Executor executor(plan, 8);
        executor.start_ready();
        executor.on(failure_of(1));
        executor.on(failure_of(0));
        CHECK(states(executor) == "failed(no) failed(no) skipped<1");
        CHECK(executor.is_done());
    }

    TEST_CASE("an optional wait that goes wrong is a success that remembers why") {
        const Plan plan = plan_of({wait("db", {}, Necessity::optional), start("web", {0})});
        Executor executor(plan, 8);
        executor.start_ready();
        executor.on(unhealthy("db"));
        CHECK(states(executor) == "succeeded(container 'db' is unhealthy) pending");
        CHECK(executor.start_ready() == Ids{1});
    }

    TEST_CASE("an optional wait lets its dependents start although the container never could") {
        const Plan plan = plan_of({start("db"), wait("db", {0}, Necessity::optional), start("web", {1})});
        Executor executor(plan, 8);
        executor.start_ready();
        executor.on(failure_of(0));
        CHECK(states(executor) == "failed(no) succeeded(cannot start container db) pending");
        CHECK(executor.start_ready() == Ids{2});
    }

    TEST_CASE("a step whose image turns out unchanged is unneeded, and what follows it goes on") {
        const Plan plan =
            plan_of({pull("web:1"), only_if(start("a", {0}), {{"web:1", "old"}}), start("b", {1})});
        Executor executor(plan, 8);
        executor.start_ready();
        executor.on(StepSucceeded{0, "old"});
        CHECK(executor.start_ready() == Ids{2});
        CHECK(states(executor) == "succeeded unneeded running");
    }

    TEST_CASE("one changed image of several makes a step needed") {
        const Plan plan =
            plan_of({pull("a"), pull("b"), only_if(start("c", {0, 1}), {{"a", "old"}, {"b", "old"}})});
        Executor executor(plan, 8);
        executor.start_ready();
        executor.on(StepSucceeded{0, "old"});
        executor.on(StepSucceeded{1, "new"});
        CHECK(executor.start_ready() == Ids{2});
    }

    TEST_CASE("an interrupt ends waits and cancels what has not begun; what runs is finished") {
        const Plan plan = plan_of({start("a"), wait("b"), start("c", {0}), start("d", {1})});
        Executor executor(plan, 8);
        executor.start_ready();
        executor.on(Interrupted{});
        CHECK(states(executor) == "running cancelled cancelled cancelled");
        CHECK_FALSE(executor.is_done());
        executor.on(StepSucceeded{0, ""});
        CHECK(executor.start_ready().empty());
        CHECK(states(executor) == "succeeded cancelled cancelled cancelled");
        CHECK(executor.is_done());
        CHECK(executor.was_interrupted());
    }

    TEST_CASE("a step that fails after an interrupt is reported, a second interrupt changes nothing") {
        const Plan plan = plan_of({start("a"), start("b", {0})});
        Executor executor(plan, 8);
        executor.start_ready();
        executor.on(Interrupted{});
        executor.on(Interrupted{});
        executor.on(failure_of(0));
        CHECK(states(executor) == "failed(no) cancelled");
        CHECK(executor.is_done());
    }

    TEST_CASE("after the deadline all waits fail, those that begin later too; other steps go on") {
        const Plan plan = plan_of({wait("a"), start("b", {0}), start("c"), wait("c", {2}), start("d", {2})});
        Executor executor(plan, 8);
        executor.start_ready();
        executor.on(DeadlineReached{"10s"});
        executor.on(StepSucceeded{2, ""});
        CHECK(executor.start_ready() == Ids{4});
        CHECK(states(executor) ==
              "failed(not ready after 10s) skipped<0 succeeded failed(not ready after 10s) running");
    }

    TEST_CASE("an optional wait that begins after the deadline releases its dependents in the same round") {
        const Plan plan = plan_of({start("a"), wait("a", {0}, Necessity::optional), start("b", {1})});
        Executor executor(plan, 1);
        executor.start_ready();
        executor.on(DeadlineReached{"10s"});
        executor.on(StepSucceeded{0, ""});
        CHECK(executor.start_ready() == Ids{2});
    }

    TEST_CASE("without events no wait can end: they fail rather than last forever") {
        const Plan plan = plan_of({wait("a"), start("b")});
        Executor executor(plan, 8);
        executor.start_ready();
        executor.on(EventsLost{Error(ErrorKind::connection, "the engine is gone")});
        CHECK(states(executor) == "failed(the engine is gone) running");
    }

    TEST_CASE("events that come twice, too early, too late or about others change nothing") {
        const Plan plan = plan_of({start("a"), wait("a", {0}), start("b", {1})});
        Executor executor(plan, 8);
        executor.start_ready();
        executor.on(healthy("a")); // before the wait began
        executor.on(StepSucceeded{2, ""});
        CHECK(states(executor) == "running pending pending");
        executor.on(StepSucceeded{0, ""});
        executor.on(StepSucceeded{0, ""});
        executor.on(failure_of(0));
        executor.start_ready();
        executor.on(unhealthy("stranger"));
        executor.on(healthy("a"));
        executor.on(unhealthy("a"));
        CHECK(executor.start_ready() == Ids{2});
        CHECK(states(executor) == "succeeded succeeded running");
    }

    TEST_CASE("one observation ends all waits for that container, each by its own goal") {
        Plan plan = plan_of({wait("a"), wait("a")});
        std::get<reconcile::WaitFor>(plan.steps[1].action).goal = Goal::completed_successfully;
        Executor executor(plan, 8);
        executor.start_ready();
        executor.on(ContainerObserved{.name = "a", .state = ContainerState::exited});
        CHECK(states(executor) == "failed(container 'a' exited with code 0) succeeded");
    }

    TEST_CASE("transitions are told once, in their order") {
        const Plan plan = plan_of({start("a"), start("b", {0})});
        Executor executor(plan, 8);
        executor.start_ready();
        executor.on(failure_of(0));
        std::string told;
        for (const Transition& transition : executor.take_transitions())
            told += std::to_string(transition.step) + " " + status_word(transition.status) + "\n";
        CHECK(told == "0 running\n0 failed\n1 skipped\n");
        CHECK(executor.take_transitions().empty());
    }
}

TEST_CASE("a container is judged by the goal that is waited for") {
    struct Row {
        Goal goal;
        ContainerObserved observed;
        std::string verdict; ///< "pending", "reached", or why it failed
    };
    const auto seen = [](ContainerState state, Health health = Health::none, std::int64_t code = 0) {
        return ContainerObserved{.name = "c", .state = state, .health = health, .exit_code = code};
    };
    ContainerObserved killed = seen(ContainerState::exited, Health::none, 137);
    killed.oom_killed = true;
    const std::vector<Row> rows{
        {Goal::running, seen(ContainerState::running), "reached"},
        {Goal::running, seen(ContainerState::exited, Health::none, 2), "container 'c' exited with code 2"},
        {Goal::healthy, seen(ContainerState::created), "pending"},
        {Goal::healthy, seen(ContainerState::restarting, Health::unhealthy), "pending"},
        {Goal::healthy, seen(ContainerState::running, Health::starting), "pending"},
        {Goal::healthy, seen(ContainerState::running, Health::healthy), "reached"},
        {Goal::healthy, seen(ContainerState::running, Health::unhealthy), "container 'c' is unhealthy"},
        {Goal::healthy, seen(ContainerState::running), "container 'c' has no healthcheck configured"},
        {Goal::healthy, seen(ContainerState::exited), "container 'c' exited with code 0"},
        {Goal::healthy, killed, "container 'c' exited with code 137 (killed: out of memory)"},
        {Goal::healthy, seen(ContainerState::removing), "container 'c' was removed"},
        {Goal::completed_successfully, seen(ContainerState::running), "pending"},
        {Goal::completed_successfully, seen(ContainerState::restarting, Health::none, 1), "pending"},
        {Goal::completed_successfully, seen(ContainerState::exited), "reached"},
        {Goal::completed_successfully, seen(ContainerState::exited, Health::none, 3),
         "container 'c' didn't complete successfully: exited with code 3"},
        {Goal::running_or_healthy, seen(ContainerState::running), "reached"},
        {Goal::running_or_healthy, seen(ContainerState::running, Health::starting), "pending"},
        {Goal::running_or_healthy, seen(ContainerState::exited), "reached"},
        {Goal::running_or_healthy, seen(ContainerState::exited, Health::none, 1),
         "container 'c' exited with code 1"},
        {Goal::completed_successfully, seen(ContainerState::removing),
         "container 'c' didn't complete successfully: was removed"},
        {Goal::running_or_healthy, seen(ContainerState::removing), "container 'c' was removed"},
    };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CAPTURE(i);
        const Verdict verdict = judge(rows[i].goal, rows[i].observed);
        const bool is_reached = verdict.kind == Verdict::Kind::reached;
        const bool is_failed = verdict.kind == Verdict::Kind::failed;
        CHECK((is_failed ? verdict.message : is_reached ? "reached" : "pending") == rows[i].verdict);
    }
}

} // namespace muster::compose::execute
