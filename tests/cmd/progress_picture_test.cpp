#include "cmd/progress_picture.hpp"

#include "base/text.hpp"
#include "tests/cmd/plan_scene.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;
using namespace muster::compose::reconcile;
using compose::execute::StepState;
using compose::execute::StepStatus;

namespace {

CreateContainer create(const std::string& service) {
    const std::string name = "demo-" + service + "-1";
    return {service, 1, name, name, ""};
}

/// A database that web waits for.
struct Stack : PlanScene {
    StepId network = add(CreateNetwork{"default"}, "Network demo_default");
    StepId create_db = add(create("db"), "Container demo-db-1", {network});
    StepId start_db = add(StartContainer{{"demo-db-1", ""}}, "Container demo-db-1", {create_db});
    StepId wait = add(WaitFor{"db", {"demo-db-1", ""}, Goal::healthy}, "Container demo-db-1", {start_db});
    StepId create_web = add(create("web"), "Container demo-web-1", {network});
    StepId start_web = add(StartContainer{{"demo-web-1", ""}}, "Container demo-web-1", {create_web, wait});
};

/// A picture and a clock that only the test moves.
class Film {
  public:
    explicit Film(const Plan& plan) : picture_("up", plan) {}

    Film& at(int milliseconds) {
        canvas.now = std::chrono::milliseconds(milliseconds);
        return *this;
    }
    Film& change(StepId id, StepStatus status, const StepState& state = {}) {
        picture_.on_status(id, status, state, canvas.now);
        return *this;
    }
    Film& begin(StepId id) { return change(id, StepStatus::running); }
    Film& end(StepId id) { return change(id, StepStatus::succeeded); }
    Film& say(StepId id, const std::string& text) {
        picture_.on_progress(id, text);
        return *this;
    }
    std::string shot(Extent extent = Extent::screen) const {
        return join(picture_.draw(canvas, extent), "\n") + "\n";
    }
    bool is_moving() const { return picture_.is_moving(); }

    Canvas canvas{.size = {.rows = 24, .columns = 80}};

  private:
    ProgressPicture picture_;
};

} // namespace

TEST_CASE("a line appears with the first change of its subject") {
    const Stack stack;
    Film film(stack.plan);
    CHECK(film.shot() == "[+] up 0/3  0.0s\n");
    film.begin(stack.network).at(100);
    CHECK(film.shot() == "[+] up 0/3  0.1s\n"
                         " ⠙ Network demo_default  Creating    0.1s\n");
    film.end(stack.network).begin(stack.create_db).begin(stack.create_web).at(350);
    CHECK(film.shot() == "[+] up 1/3  0.3s\n"
                         " ✔ Network demo_default  Created     0.1s\n"
                         " ⠸ Container demo-db-1   Creating    0.2s\n"
                         " ⠸ Container demo-web-1  Creating    0.2s\n");
}

TEST_CASE("a container that waits for another says for what") {
    const Stack stack;
    Film film(stack.plan);
    film.begin(stack.network).end(stack.network);
    film.begin(stack.create_db).end(stack.create_db).begin(stack.create_web).end(stack.create_web);
    film.begin(stack.start_db).end(stack.start_db).begin(stack.wait).at(1500);
    CHECK(film.shot() == "[+] up 1/3  1.5s\n"
                         " ✔ Network demo_default  Created    0.0s\n"
                         " ⠴ Container demo-db-1   Waiting    1.5s\n"
                         " ⠴ Container demo-web-1  Waiting    1.5s  for db to be healthy\n");
    film.end(stack.wait).begin(stack.start_web).end(stack.start_web);
    CHECK(film.shot() == "[+] up 3/3  1.5s\n"
                         " ✔ Network demo_default  Created    0.0s\n"
                         " ✔ Container demo-db-1   Healthy    1.5s\n"
                         " ✔ Container demo-web-1  Started    1.5s\n");
    CHECK_FALSE(film.is_moving());
}

TEST_CASE("a failure says why, and what was skipped because of it names it") {
    const Stack stack;
    Film film(stack.plan);
    film.begin(stack.network).end(stack.network).begin(stack.create_db).begin(stack.create_web);
    film.end(stack.create_web).at(200);
    film.change(stack.create_db, StepStatus::failed, PlanScene::failed("no such image: postgres:99"));
    for (const StepId id : {stack.start_db, stack.wait, stack.start_web})
        film.change(id, StepStatus::skipped, PlanScene::skipped(stack.create_db));
    CHECK(film.shot() == "[+] up 1/3  0.2s\n"
                         " ✔ Network demo_default  Created    0.0s\n"
                         " ✘ Container demo-db-1   Error      0.2s  no such image: postgres:99\n"
                         " ! Container demo-web-1  Skipped    0.2s  Container demo-db-1 failed\n");
}

TEST_CASE("what is skipped before it has begun has no time, but a reason") {
    const Stack stack;
    Film film(stack.plan);
    film.begin(stack.network).at(200);
    film.change(stack.network, StepStatus::failed, PlanScene::failed("no address is left"));
    film.change(stack.create_db, StepStatus::skipped, PlanScene::skipped(stack.network));
    CHECK(film.shot() == "[+] up 0/3  0.2s\n"
                         " ✘ Network demo_default  Error      0.2s  no address is left\n"
                         " ! Container demo-db-1   Skipped          Network demo_default failed\n");
}

TEST_CASE("what is left as it is stands there from the start") {
    PlanScene scene;
    scene.plan.unchanged = {{"Container demo-db-1", "Running"}, {"Container demo-web-1", "Healthy"}};
    CHECK(Film(scene.plan).shot() == "[+] up 2/2  0.0s\n"
                                     " ✔ Container demo-db-1   Running\n"
                                     " ✔ Container demo-web-1  Healthy\n");
}

TEST_CASE("a pull shows its layer and a build its step, until they are done") {
    PlanScene scene;
    const StepId pull = scene.add(PullImage{"nginx:1.25", ""}, "Image nginx:1.25");
    const StepId build = scene.add(BuildImage{"web"}, "Image demo-web");
    Film film(scene.plan);
    film.begin(pull).begin(build).say(pull, "a1b2c3d4e5f6: Downloading 1.2MB / 30MB");
    film.say(build, "[2/5] RUN make").say(build, "  compiling\rcompiled \x1b[32mall\x1b[0m").at(1000);
    CHECK(film.shot() == "[+] up 0/2  1.0s\n"
                         " ⠋ Image nginx:1.25  Pulling     1.0s  a1b2c3d4e5f6: Downloading 1.2MB / 30MB\n"
                         " ⠋ Image demo-web    Building    1.0s  compiled all\n");
    film.end(pull).end(build);
    CHECK(film.shot() == "[+] up 2/2  1.0s\n"
                         " ✔ Image nginx:1.25  Pulled    1.0s\n"
                         " ✔ Image demo-web    Built     1.0s\n");
}

TEST_CASE("lines are cut to the width of the terminal, never wrapped") {
    PlanScene scene;
    const std::string image = "registry.example.com/team/application/server:2026.11";
    const StepId pull = scene.add(PullImage{image, ""}, "Image " + image);
    Film film(scene.plan);
    film.begin(pull).say(pull, "a1b2c3d4e5f6: Downloading 1.2MB / 30MB");
    film.canvas.size.columns = 60;
    CHECK(film.shot() == "[+] up 0/1  0.0s\n"
                         " ⠋ Image registry.example.com/te…  Pulling    0.0s  a1b2c3…\n");
    film.canvas.size.columns = 24;
    CHECK(film.shot() == "[+] up 0/1  0.0s\n"
                         " ⠋ Image registry.…  P…\n");
    film.canvas.size.columns = 1;
    CHECK(film.shot() == "\n\n");
}

TEST_CASE("finished lines fold into a count when the screen has too few rows") {
    PlanScene scene;
    std::vector<StepId> starts;
    for (int i = 1; i <= 9; ++i) {
        const std::string name = "demo-web-" + std::to_string(i);
        starts.push_back(scene.add(StartContainer{{name, ""}}, "Container " + name));
    }
    Film film(scene.plan);
    film.canvas.size.rows = 6;
    for (const StepId id : starts) film.begin(id);
    SUBCASE("those that are under way stay in sight") {
        for (std::size_t i = 0; i < 7; ++i) film.end(starts[i]);
        CHECK(film.shot() == "[+] up 7/9  0.0s\n"
                             " ✔ 7 finished\n"
                             " ⠋ Container demo-web-8  Starting    0.0s\n"
                             " ⠋ Container demo-web-9  Starting    0.0s\n");
    }
    SUBCASE("failures come first, and what finds no room is counted") {
        film.end(starts[0]);
        film.change(starts[6], StepStatus::failed, PlanScene::failed("port is taken"));
        CHECK(film.shot() == "[+] up 1/9  0.0s\n"
                             " ✔ 1 finished\n"
                             " ✘ Container demo-web-7  Error       0.0s  port is taken\n"
                             " ⠋ Container demo-web-2  Starting    0.0s\n"
                             " … 6 more\n");
    }
    SUBCASE("the last picture shows them all") {
        for (const StepId id : starts) film.end(id);
        CHECK(split(film.shot(Extent::whole), '\n').size() == 11);
    }
}

TEST_CASE("colours follow the tone, and only where there may be any") {
    PlanScene scene;
    const StepId start = scene.add(StartContainer{{"demo-web-1", ""}}, "Container demo-web-1");
    Film film(scene.plan);
    film.canvas.color = true;
    film.begin(start).change(start, StepStatus::failed, PlanScene::failed("no"));
    CHECK(film.shot() == "\x1b[1m[+] up 0/1\x1b[0m  0.0s\n"
                         "\x1b[31m ✘ \x1b[0mContainer demo-web-1  \x1b[31mError\x1b[0m    0.0s"
                         "\x1b[31m  no\x1b[0m\n");
}

TEST_CASE("a long wait is told in minutes") {
    const Stack stack;
    Film film(stack.plan);
    film.begin(stack.network).at(125'000);
    CHECK(film.shot() == "[+] up 0/3  2m05s\n"
                         " ⠋ Network demo_default  Creating   2m05s\n");
}
