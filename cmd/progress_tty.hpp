#pragma once

#include "cmd/build_logs.hpp"
#include "cmd/progress_picture.hpp"
#include "cmd/progress_view.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace muster::cmd {

/// The live picture: drawn over itself when something changes, and ten times a second for its spinners
/// while something is under way.
class TtyProgress final : public ProgressView {
  public:
    enum class Colors { off, on };

    /// `out` and `plan` must outlive it.
    TtyProgress(Stream& out, Colors colors, const std::string& title, const compose::reconcile::Plan& plan);
    ~TtyProgress() override;

    void on_status(compose::execute::StepId id, compose::execute::StepStatus status,
                   const compose::execute::StepState& state) override;
    void on_progress(compose::execute::StepId id, const std::string& text) override;
    void finish() override;
    void pause() override;
    void print_aside(const std::function<void()>& print) override;

  private:
    using Clock = std::chrono::steady_clock;

    void run(std::stop_token stop);
    std::chrono::milliseconds elapsed() const;

    // With the mutex held
    /// Draws now, or leaves it to the timer when the last picture is very fresh.
    void draw_soon();
    void draw(Extent extent);
    void erase();
    /// What brings the cursor to where the picture begins.
    std::string to_top() const;

    Stream& out_;
    const Colors colors_;
    const Clock::time_point begun_ = Clock::now();
    std::mutex mutex_; ///< guards everything below
    std::condition_variable_any changed_;
    ProgressPicture picture_;
    BuildLogs builds_;
    std::vector<std::size_t> drawn_widths_; ///< of the rows on the screen, in columns
    Clock::time_point last_draw_;
    bool is_dirty_ = false; ///< the screen shows less than is known
    bool is_paused_ = true; ///< until the first change
    bool is_finished_ = false;
    std::jthread timer_; // last, so that it ends before what it uses
};

} // namespace muster::cmd
