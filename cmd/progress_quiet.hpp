#pragma once

#include "cmd/build_logs.hpp"
#include "cmd/progress_view.hpp"

namespace muster::cmd {

/// Says nothing, but for what a failed build printed.
class QuietProgress final : public ProgressView {
  public:
    /// `out` and `plan` must outlive it.
    QuietProgress(Stream& out, const compose::reconcile::Plan& plan) : out_(out), builds_(plan) {}

    void on_status(compose::execute::StepId id, compose::execute::StepStatus status,
                   const compose::execute::StepState&) override {
        builds_.on_status(id, status);
    }
    void on_progress(compose::execute::StepId id, const std::string& text) override { builds_.add(id, text); }
    void finish() override { out_.write(builds_.of_failed()); }

  private:
    Stream& out_;
    BuildLogs builds_;
};

} // namespace muster::cmd
