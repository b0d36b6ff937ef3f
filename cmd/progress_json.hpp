#pragma once

#include "cmd/progress_view.hpp"
#include "cmd/subject_states.hpp"

namespace muster::cmd {

/// A JSON object for each change, with the keys of Docker Compose: id, parent_id, status, text, details.
class JsonProgress final : public ProgressView {
  public:
    /// `out` and `plan` must outlive it.
    JsonProgress(Stream& out, const compose::reconcile::Plan& plan);

    void on_status(compose::execute::StepId id, compose::execute::StepStatus status,
                   const compose::execute::StepState& state) override;
    void on_progress(compose::execute::StepId id, const std::string& text) override;

  private:
    Stream& out_;
    const compose::reconcile::Plan& plan_;
    SubjectStates states_;
};

} // namespace muster::cmd
