#pragma once

#include "cmd/progress_view.hpp"
#include "cmd/subject_states.hpp"

namespace muster::cmd {

/// A line for each change, as Docker Compose writes them (" Container demo-db-1  Starting"), and the output
/// of builds and hooks behind the service's name.
class PlainProgress final : public ProgressView {
  public:
    /// `out` and `plan` must outlive it.
    PlainProgress(Stream& out, const compose::reconcile::Plan& plan);

    void on_status(compose::execute::StepId id, compose::execute::StepStatus status,
                   const compose::execute::StepState& state) override;
    void on_progress(compose::execute::StepId id, const std::string& text) override;

  private:
    Stream& out_;
    const compose::reconcile::Plan& plan_;
    SubjectStates states_;
    std::map<std::string, std::string> last_texts_; ///< by subject
};

} // namespace muster::cmd
