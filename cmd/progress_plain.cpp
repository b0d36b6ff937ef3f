#include "cmd/progress_plain.hpp"

#include <utility>

namespace muster::cmd {

using compose::execute::StepId;
using compose::execute::StepState;
using compose::execute::StepStatus;

namespace {

std::string line_of(const std::string& subject, const SubjectState& state) {
    const std::string why = state.tone == Tone::working || state.details.empty() ? "" : "  " + state.details;
    return " " + subject + "  " + state.text + why + "\n";
}

/// "a1b2c3: Downloading 1.2MB / 30MB": of use only where it is drawn over the one before.
bool is_passing(const compose::reconcile::Action& action, const std::string& text) {
    return std::holds_alternative<compose::reconcile::PullImage>(action) &&
           text.find(" / ") != std::string::npos;
}

} // namespace

PlainProgress::PlainProgress(Stream& out, const compose::reconcile::Plan& plan)
    : out_(out), plan_(plan), states_(plan) {
    for (const auto& unchanged : plan.unchanged)
        out_.write(line_of(unchanged.subject, {unchanged.state, Tone::done, ""}));
}

void PlainProgress::on_status(StepId id, StepStatus status, const StepState& state) {
    const std::optional<SubjectState> next = states_.on_status(id, status, state);
    if (!next) return;
    const std::string& subject = plan_.steps[id].subject;
    const bool is_news = std::exchange(last_texts_[subject], next->text) != next->text;
    if (is_news) out_.write(line_of(subject, *next));
}

void PlainProgress::on_progress(StepId id, const std::string& text) {
    const compose::reconcile::Step& step = plan_.steps[id];
    if (!is_passing(step.action, text)) out_.write(step.service + " | " + text + "\n");
}

} // namespace muster::cmd
