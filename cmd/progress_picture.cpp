#include "cmd/progress_picture.hpp"

#include "base/text.hpp"
#include "cmd/screen_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace muster::cmd {

namespace reconcile = compose::reconcile;
using compose::execute::StepId;
using compose::execute::StepState;
using compose::execute::StepStatus;
using std::chrono::milliseconds;

namespace {

constexpr std::array<const char*, 10> spinner{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
constexpr milliseconds spinner_step{100};
constexpr std::size_t narrowest_subject = 16;
constexpr std::size_t room_beside_subject = 30;
constexpr std::size_t elapsed_width = 8;
constexpr std::size_t rows_around_lines = 2; // the header, and where the cursor stands

/// One row, filled from the left until its columns are used up.
class Row {
  public:
    explicit Row(const Canvas& canvas) : left_(canvas.size.columns - 1), color_(canvas.color) {}

    Row& add(Paint how, const std::string& text) {
        const std::string part = fit(text, left_);
        left_ -= display_width(part);
        text_ += color_ && !part.empty() ? paint(how, part) : part;
        return *this;
    }
    std::string take() { return std::move(text_); }

  private:
    std::size_t left_;
    bool color_;
    std::string text_;
};

std::string elapsed_words(milliseconds time) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
    std::array<char, 32> buffer{};
    if (seconds < 100)
        std::snprintf(buffer.data(), buffer.size(), "%.1fs", static_cast<double>(time.count()) / 1000.0);
    else
        std::snprintf(buffer.data(), buffer.size(), "%ldm%02lds", seconds / 60, seconds % 60);
    return buffer.data();
}

std::string pad_left(const std::string& text, std::size_t columns) {
    return text.size() < columns ? std::string(columns - text.size(), ' ') + text : text;
}

Paint paint_of(Tone tone) {
    switch (tone) {
    case Tone::working: return Paint::blue;
    case Tone::done: return Paint::green;
    case Tone::warning: return Paint::yellow;
    case Tone::error: return Paint::red;
    }
    return Paint::none;
}

std::string mark_of(Tone tone, milliseconds now) {
    switch (tone) {
    case Tone::working: return spinner[static_cast<std::size_t>(now / spinner_step) % spinner.size()];
    case Tone::done: return "✔";
    case Tone::warning: return "!";
    case Tone::error: return "✘";
    }
    return " ";
}

std::string goal_words(const reconcile::WaitFor& wait) {
    switch (wait.goal) {
    case reconcile::Goal::running: return wait.service + " to run";
    case reconcile::Goal::healthy: return wait.service + " to be healthy";
    case reconcile::Goal::completed_successfully: return wait.service + " to complete";
    case reconcile::Goal::running_or_healthy: return wait.service + " to be ready";
    }
    return wait.service;
}

/// What a progress bar last drew over itself, without its indentation.
std::string last_drawn(std::string_view text) {
    text = trim(text);
    const std::size_t redraw = text.rfind('\r');
    return std::string(redraw == std::string_view::npos ? text : text.substr(redraw + 1));
}

} // namespace

ProgressPicture::ProgressPicture(std::string title, const reconcile::Plan& plan)
    : title_(std::move(title)), plan_(plan), states_(plan),
      statuses_(plan.steps.size(), StepStatus::pending) {
    for (const reconcile::Unchanged& unchanged : plan.unchanged)
        line_of(unchanged.subject).state = SubjectState{unchanged.state, Tone::done, ""};
    for (const reconcile::Step& step : plan.steps) {
        Line& line = line_of(step.subject);
        ++line.open_steps;
        add_gates(line, step);
    }
}

ProgressPicture::Line& ProgressPicture::line_of(const std::string& subject) {
    const auto [known, is_new] = index_.try_emplace(subject, lines_.size());
    if (is_new) lines_.emplace_back().subject = subject;
    return lines_[known->second];
}

void ProgressPicture::add_gates(Line& line, const reconcile::Step& step) const {
    for (const StepId before : step.after) {
        const reconcile::Step& gate = plan_.steps[before];
        const bool is_wait =
            std::holds_alternative<reconcile::WaitFor>(gate.action) && gate.subject != step.subject;
        const bool is_known = std::find(line.gates.begin(), line.gates.end(), before) != line.gates.end();
        if (is_wait && !is_known) line.gates.push_back(before);
    }
}

void ProgressPicture::on_status(StepId id, StepStatus status, const StepState& state, milliseconds now) {
    Line& line = line_of(plan_.steps[id].subject);
    if (statuses_[id] == StepStatus::running) {
        --running_steps_;
        --line.running_steps;
    }
    if (status == StepStatus::running) {
        ++running_steps_;
        ++line.running_steps;
        if (!line.begun) line.begun = now;
    } else {
        --line.open_steps;
    }
    statuses_[id] = status;
    line.last_change = now;
    if (auto next = states_.on_status(id, status, state)) line.state = std::move(next);
}

void ProgressPicture::on_progress(StepId id, const std::string& text) {
    Line& line = line_of(plan_.steps[id].subject);
    if (line.state && line.state->tone == Tone::working) line.state->details = last_drawn(text);
}

std::string ProgressPicture::gate_words(const Line& line) const {
    std::vector<std::string> waits;
    for (const StepId gate : line.gates)
        if (statuses_[gate] == StepStatus::running)
            waits.push_back(goal_words(std::get<reconcile::WaitFor>(plan_.steps[gate].action)));
    return waits.empty() ? "" : "for " + join(waits, ", ");
}

SubjectState ProgressPicture::visible_state(const Line& line) const {
    const bool is_idle = line.running_steps == 0 && line.open_steps > 0 && line.state->tone != Tone::error;
    const std::string waits = is_idle ? gate_words(line) : "";
    return waits.empty() ? *line.state : SubjectState{"Waiting", Tone::working, waits};
}

ProgressPicture::Lines ProgressPicture::shown_lines() const {
    Lines shown;
    for (const Line& line : lines_)
        if (line.state) shown.push_back(&line);
    return shown;
}

ProgressPicture::Columns ProgressPicture::measure(const Lines& lines, const Canvas& canvas) const {
    Columns columns;
    for (const Line* line : lines) {
        columns.subject = std::max(columns.subject, display_width(line->subject));
        columns.text = std::max(columns.text, display_width(visible_state(*line).text));
    }
    const std::size_t width = canvas.size.columns;
    const std::size_t room = width > room_beside_subject ? width - room_beside_subject : 0;
    columns.subject = std::min(columns.subject, std::max(room, narrowest_subject));
    return columns;
}

ProgressPicture::Folded ProgressPicture::fold(Lines lines, std::size_t room) const {
    if (lines.size() <= room) return {std::move(lines)};
    Folded folded;
    folded.finished =
        std::erase_if(lines, [this](const Line* line) { return visible_state(*line).tone == Tone::done; });
    if (folded.finished > 0) --room;
    if (lines.size() > room) {
        std::stable_partition(lines.begin(), lines.end(),
                              [](const Line* line) { return line->state->tone == Tone::error; });
        const std::size_t kept = room > 0 ? room - 1 : 0;
        folded.hidden = lines.size() - kept;
        lines.resize(kept);
    }
    folded.lines = std::move(lines);
    return folded;
}

std::string ProgressPicture::draw_header(const Canvas& canvas) const {
    const auto is_done = [](const Line& line) {
        return line.state && line.open_steps == 0 && line.state->tone == Tone::done;
    };
    const auto done = std::count_if(lines_.begin(), lines_.end(), is_done);
    const std::string count = std::to_string(done) + "/" + std::to_string(lines_.size());
    return Row(canvas)
        .add(Paint::bold, "[+] " + title_ + " " + count)
        .add(Paint::none, "  " + elapsed_words(canvas.now))
        .take();
}

std::string ProgressPicture::draw_line(const Line& line, const Columns& columns, const Canvas& canvas) const {
    const SubjectState state = visible_state(line);
    const Paint color = paint_of(state.tone);
    const milliseconds end = state.tone == Tone::working ? canvas.now : line.last_change;
    Row row(canvas);
    row.add(color, " " + mark_of(state.tone, canvas.now) + " ");
    row.add(Paint::none, pad(fit(line.subject, columns.subject), columns.subject) + "  ");
    row.add(color, state.text);
    if (!line.begun && state.details.empty()) return row.take();
    const std::string elapsed = line.begun ? elapsed_words(end - *line.begun) : "";
    row.add(Paint::none, std::string(columns.text - display_width(state.text), ' '));
    row.add(Paint::none, pad_left(elapsed, elapsed_width));
    if (!state.details.empty())
        row.add(state.tone == Tone::error ? Paint::red : Paint::dim, "  " + state.details);
    return row.take();
}

std::vector<std::string> ProgressPicture::draw(const Canvas& canvas, Extent extent) const {
    const Lines shown = shown_lines();
    const Columns columns = measure(shown, canvas);
    const std::size_t rows_here = std::max<std::size_t>(canvas.size.rows, rows_around_lines + 1);
    const Folded folded =
        extent == Extent::whole ? Folded{shown} : fold(shown, rows_here - rows_around_lines);
    std::vector<std::string> rows{draw_header(canvas)};
    const auto add_count = [&](Tone tone, const std::string& text) {
        rows.push_back(Row(canvas).add(paint_of(tone), text).take());
    };
    if (folded.finished > 0) add_count(Tone::done, " ✔ " + std::to_string(folded.finished) + " finished");
    for (const Line* line : folded.lines) rows.push_back(draw_line(*line, columns, canvas));
    if (folded.hidden > 0) add_count(Tone::working, " … " + std::to_string(folded.hidden) + " more");
    return rows;
}

} // namespace muster::cmd
