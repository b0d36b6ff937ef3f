#pragma once

#include "cmd/subject_states.hpp"
#include "cmd/terminal.hpp"

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace muster::cmd {

/// What a picture is drawn for.
struct Canvas {
    engine::TerminalSize size;
    bool color = false;
    std::chrono::milliseconds now{0}; ///< since the beginning
};

enum class Extent {
    screen, ///< finished lines fold into a count where the screen has too few rows
    whole
};

/// The progress of a plan as lines of text, one for each subject that something has happened to:
///
///     [+] up 2/3  1.2s
///      ✔ Network demo_default  Created   0.1s
///      ✔ Container demo-db-1   Healthy   0.9s
///      ⠹ Container demo-web-1  Waiting   0.8s  for cache to be healthy
class ProgressPicture {
  public:
    /// `plan` must outlive it.
    ProgressPicture(std::string title, const compose::reconcile::Plan& plan);

    void on_status(compose::execute::StepId id, compose::execute::StepStatus status,
                   const compose::execute::StepState& state, std::chrono::milliseconds now);
    void on_progress(compose::execute::StepId id, const std::string& text);

    /// Whether anything is under way, so that the picture changes with time alone.
    bool is_moving() const { return running_steps_ > 0; }

    /// Lines without line ends, each narrower than the canvas.
    std::vector<std::string> draw(const Canvas& canvas, Extent extent) const;

  private:
    struct Line {
        std::string subject;
        std::optional<SubjectState> state; ///< nothing yet: the line is not shown
        std::size_t open_steps = 0;
        std::size_t running_steps = 0;
        std::vector<compose::execute::StepId> gates; ///< waits for other subjects that its steps come after
        std::optional<std::chrono::milliseconds> begun;
        std::chrono::milliseconds last_change{0};
    };
    using Lines = std::vector<const Line*>;
    struct Columns {
        std::size_t subject = 0;
        std::size_t text = 0;
    };
    struct Folded {
        Lines lines;
        std::size_t finished = 0; ///< left out, for they need no attention any more
        std::size_t hidden = 0;   ///< left out for want of room
    };

    Line& line_of(const std::string& subject);
    void add_gates(Line& line, const compose::reconcile::Step& step) const;
    SubjectState visible_state(const Line& line) const;
    std::string gate_words(const Line& line) const;
    Lines shown_lines() const;
    Columns measure(const Lines& lines, const Canvas& canvas) const;
    Folded fold(Lines lines, std::size_t room) const;
    std::string draw_header(const Canvas& canvas) const;
    std::string draw_line(const Line& line, const Columns& columns, const Canvas& canvas) const;

    const std::string title_;
    const compose::reconcile::Plan& plan_;
    SubjectStates states_;
    std::vector<compose::execute::StepStatus> statuses_; ///< by step
    std::vector<Line> lines_;
    std::map<std::string, std::size_t> index_; ///< of lines_, by subject
    std::size_t running_steps_ = 0;
};

} // namespace muster::cmd
