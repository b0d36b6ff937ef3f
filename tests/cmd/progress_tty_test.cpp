#include "cmd/progress_tty.hpp"

#include "tests/cmd/captured_stream.hpp"
#include "tests/cmd/plan_scene.hpp"

#include <doctest/doctest.h>

#include <regex>

using namespace muster;
using namespace muster::cmd;
using namespace muster::compose::reconcile;
using compose::execute::StepStatus;

namespace {

/// A terminal that knows line ends, "up" and "clear": enough to show what a user sees in the end.
class Screen {
  public:
    void take(const std::string& character) {
        if (character == "\r") return begin_row(row_);
        if (character == "\n") return begin_row(row_ + 1);
        if (is_row_new_) rows_[row_].clear();
        is_row_new_ = false;
        rows_[row_] += character;
    }
    void obey(const std::string& command, const std::string& count) {
        if (command == "A") return begin_row(row_ - std::stoul(count));
        if (is_row_new_) rows_[row_].clear();
        if (command == "J") rows_.resize(row_ + 1);
    }
    /// The rows without times, each followed by '|'.
    std::string text() const {
        std::string out;
        for (const std::string& row : rows_)
            out += std::regex_replace(row, std::regex(" +\\d+\\.\\ds"), "") + "|";
        return out;
    }

  private:
    void begin_row(std::size_t row) {
        row_ = row;
        is_row_new_ = true;
        if (row_ == rows_.size()) rows_.emplace_back();
    }

    std::vector<std::string> rows_{""};
    std::size_t row_ = 0;
    bool is_row_new_ = true;
};

std::string screen_after(const std::string& text) {
    Screen screen;
    static const std::regex token("\x1b\\[([0-9]*)([A-Za-z])|[^\x1b]");
    for (std::sregex_iterator match(text.begin(), text.end(), token), end; match != end; ++match) {
        if ((*match)[2].length() > 0)
            screen.obey((*match)[2], (*match)[1]);
        else
            screen.take(match->str());
    }
    return screen.text();
}

struct Scene : PlanScene {
    StepId network = add(CreateNetwork{"default"}, "Network demo_default");
    StepId start = add(StartContainer{{"demo-web-1", ""}}, "Container demo-web-1", {network});
    CapturedStream out;
    TtyProgress view{out.stream(), TtyProgress::Colors::off, "up", plan};

    void run(StepId id) {
        view.on_status(id, StepStatus::running, {});
        view.on_status(id, StepStatus::succeeded, {});
    }
};

const std::string final_picture =
    "[+] up 2/2| ✔ Network demo_default  Created| ✔ Container demo-web-1  Started|";

} // namespace

TEST_CASE("the last picture stays, and nothing else does") {
    Scene scene;
    scene.run(scene.network);
    scene.run(scene.start);
    scene.view.finish();
    CHECK(screen_after(scene.out.text()) == final_picture + "|");
}

TEST_CASE("nothing is drawn before the first change") {
    Scene scene;
    std::this_thread::sleep_for(std::chrono::milliseconds(120));
    CHECK(scene.out.text().empty());
}

TEST_CASE("other output stands above the picture") {
    Scene scene;
    scene.view.on_status(scene.network, StepStatus::running, {});
    scene.view.print_aside([&] { scene.out.stream().write("web-1  | hello\n"); });
    scene.view.on_status(scene.network, StepStatus::succeeded, {});
    scene.run(scene.start);
    scene.view.finish();
    scene.view.print_aside([&] { scene.out.stream().write("web-1  | bye\n"); });
    CHECK(screen_after(scene.out.text()) == "web-1  | hello|" + final_picture + "web-1  | bye||");
}

TEST_CASE("a paused picture is gone until the next change") {
    Scene scene;
    scene.view.on_status(scene.network, StepStatus::running, {});
    scene.view.pause();
    CHECK(screen_after(scene.out.text()) == "|");
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    CHECK(screen_after(scene.out.text()) == "|");
    scene.view.on_status(scene.network, StepStatus::succeeded, {});
    scene.run(scene.start);
    scene.view.finish();
    CHECK(screen_after(scene.out.text()) == final_picture + "|");
}

TEST_CASE("the output of a failed build follows the last picture") {
    PlanScene plan;
    const StepId build = plan.add(BuildImage{"web"}, "Image demo-web");
    CapturedStream out;
    TtyProgress view(out.stream(), TtyProgress::Colors::off, "up", plan.plan);
    view.on_status(build, StepStatus::running, {});
    view.on_progress(build, "[2/2] RUN false");
    view.on_status(build, StepStatus::failed, PlanScene::failed("exit code: 1"));
    view.finish();
    CHECK(screen_after(out.text()) == "[+] up 0/1| ✘ Image demo-web  Error  exit code: 1|"
                                      "output of the failed build of service 'web':|    [2/2] RUN false||");
}
