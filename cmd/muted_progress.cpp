#include "cmd/muted_progress.hpp"

namespace muster::cmd {

namespace reconcile = compose::reconcile;
using compose::execute::StepId;
using compose::execute::StepState;
using compose::execute::StepStatus;

MutedProgress::MutedProgress(std::unique_ptr<ProgressView> view, Muted muted, Stream& out,
                             const reconcile::Plan& plan)
    : view_(std::move(view)), muted_(muted), out_(out), plan_(plan), builds_(plan) {}

bool MutedProgress::is_muted(StepId id) const {
    const reconcile::Action& action = plan_.steps[id].action;
    return (muted_.pulls && std::holds_alternative<reconcile::PullImage>(action)) ||
           (muted_.builds && std::holds_alternative<reconcile::BuildImage>(action));
}

void MutedProgress::on_status(StepId id, StepStatus status, const StepState& state) {
    view_->on_status(id, status, state);
    if (is_muted(id)) builds_.on_status(id, status);
}

void MutedProgress::on_progress(StepId id, const std::string& text) {
    if (is_muted(id))
        builds_.add(id, text);
    else
        view_->on_progress(id, text);
}

void MutedProgress::finish() {
    view_->finish();
    out_.write(builds_.of_failed());
}

} // namespace muster::cmd
