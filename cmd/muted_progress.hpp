#pragma once

#include "cmd/build_logs.hpp"
#include "cmd/progress_view.hpp"

namespace muster::cmd {

/// Another view, without how pulls or builds get on; what a failed build printed is shown all the same.
class MutedProgress final : public ProgressView {
  public:
    /// `out` and `plan` must outlive it.
    MutedProgress(std::unique_ptr<ProgressView> view, Muted muted, Stream& out,
                  const compose::reconcile::Plan& plan);

    void on_status(compose::execute::StepId id, compose::execute::StepStatus status,
                   const compose::execute::StepState& state) override;
    void on_progress(compose::execute::StepId id, const std::string& text) override;
    void finish() override;
    void pause() override { view_->pause(); }
    void print_aside(const std::function<void()>& print) override { view_->print_aside(print); }

  private:
    bool is_muted(compose::execute::StepId id) const;

    std::unique_ptr<ProgressView> view_;
    const Muted muted_;
    Stream& out_;
    const compose::reconcile::Plan& plan_;
    BuildLogs builds_; ///< of those that are muted
};

} // namespace muster::cmd
