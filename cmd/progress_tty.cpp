#include "cmd/progress_tty.hpp"

#include "cmd/screen_text.hpp"

namespace muster::cmd {

using compose::execute::StepId;
using compose::execute::StepState;
using compose::execute::StepStatus;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view clear_to_end_of_line = "\x1b[K";
constexpr std::string_view clear_below = "\x1b[J";
constexpr auto spinner_interval = 100ms;
/// Changes that come faster than anyone can see share a picture.
constexpr auto shortest_interval = 30ms;

} // namespace

TtyProgress::TtyProgress(Stream& out, Colors colors, const std::string& title,
                         const compose::reconcile::Plan& plan)
    : out_(out), colors_(colors), picture_(title, plan), builds_(plan),
      timer_([this](std::stop_token stop) { run(stop); }) {}

TtyProgress::~TtyProgress() { finish(); }

std::chrono::milliseconds TtyProgress::elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun_);
}

void TtyProgress::on_status(StepId id, StepStatus status, const StepState& state) {
    const std::lock_guard lock(mutex_);
    picture_.on_status(id, status, state, elapsed());
    builds_.on_status(id, status);
    is_paused_ = false;
    draw_soon();
}

void TtyProgress::on_progress(StepId id, const std::string& text) {
    const std::lock_guard lock(mutex_);
    picture_.on_progress(id, text);
    builds_.add(id, text);
    is_dirty_ = true;
}

void TtyProgress::draw_soon() {
    is_dirty_ = true;
    if (Clock::now() - last_draw_ >= shortest_interval) draw(Extent::screen);
    changed_.notify_all();
}

void TtyProgress::run(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    const auto has_work = [this] { return !is_paused_ && (is_dirty_ || picture_.is_moving()); };
    while (!stop.stop_requested()) {
        if (!changed_.wait(lock, stop, has_work)) return;
        const auto next = last_draw_ + (is_dirty_ ? shortest_interval : spinner_interval);
        changed_.wait_until(lock, stop, next, [] { return false; });
        if (!stop.stop_requested() && has_work()) draw(Extent::screen);
    }
}

// A terminal that has become narrower since has wrapped the rows: each takes several lines of it now.
std::string TtyProgress::to_top() const {
    const std::size_t columns = out_.size().columns;
    std::size_t lines = 0;
    for (const std::size_t width : drawn_widths_)
        lines += std::max<std::size_t>(1, (width + columns - 1) / columns);
    return lines == 0 ? "\r" : "\r\x1b[" + std::to_string(lines) + "A";
}

void TtyProgress::draw(Extent extent) {
    const Canvas canvas{.size = out_.size(), .color = colors_ == Colors::on, .now = elapsed()};
    std::string frame = to_top();
    drawn_widths_.clear();
    for (const std::string& row : picture_.draw(canvas, extent)) {
        frame.append(row).append(clear_to_end_of_line).append("\n");
        drawn_widths_.push_back(display_width(fit(row, canvas.size.columns)));
    }
    frame += clear_below;
    out_.write(frame);
    is_dirty_ = false;
    last_draw_ = Clock::now();
}

void TtyProgress::erase() {
    if (drawn_widths_.empty()) return;
    out_.write(to_top().append(clear_below));
    drawn_widths_.clear();
}

void TtyProgress::pause() {
    const std::lock_guard lock(mutex_);
    is_paused_ = true;
    erase();
}

void TtyProgress::print_aside(const std::function<void()>& print) {
    const std::lock_guard lock(mutex_);
    erase();
    print();
    if (!is_finished_ && !is_paused_) draw_soon();
}

void TtyProgress::finish() {
    timer_.request_stop();
    const std::lock_guard lock(mutex_);
    if (is_finished_) return;
    is_finished_ = true;
    draw(Extent::whole);
    drawn_widths_.clear();
    out_.write(builds_.of_failed());
}

} // namespace muster::cmd
