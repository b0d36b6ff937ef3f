#include "cmd/execution.hpp"

#include "base/render_error.hpp"
#include "base/text.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/plan_text.hpp"

namespace muster::cmd {

using compose::execute::ExecutionResult;
using compose::execute::StepStatus;
using compose::reconcile::Plan;

namespace {

std::string skipped_subjects(const Plan& plan, const ExecutionResult& result, std::size_t culprit) {
    std::vector<std::string> subjects;
    for (std::size_t id = 0; id < result.states.size(); ++id) {
        if (result.states[id].status != StepStatus::skipped || result.states[id].culprit != culprit) continue;
        const std::string& subject = plan.steps[id].subject;
        const bool is_new = std::find(subjects.begin(), subjects.end(), subject) == subjects.end();
        if (is_new && subject != plan.steps[culprit].subject) subjects.push_back(subject);
    }
    return join(subjects, ", ");
}

/// The failed step's error with what it was about and what it kept from happening.
Error failure_error(const Plan& plan, const ExecutionResult& result, std::size_t id) {
    Error error = *result.states[id].error;
    const auto& step = plan.steps[id];
    const std::string subject = step.subject.substr(step.subject.find(' ') + 1);
    if (error.message.find(subject) == std::string::npos)
        error.message = "cannot " + compose::reconcile::describe_action(step.action) + " " + quoted(subject) +
                        ": " + error.message;
    const std::string skipped = skipped_subjects(plan, result, id);
    if (!skipped.empty()) error.note("because of this nothing was done for: " + skipped);
    return error;
}

} // namespace

Execution::Execution(Session& session, const Undertaking& undertaking)
    : session_(session), undertaking_(undertaking),
      runner_(session.engine(), undertaking.project, undertaking.seen, undertaking.plan),
      view_(make_progress_view(session, undertaking.title, undertaking.plan)) {
    if (undertaking.deadline) runner_.set_deadline(*undertaking.deadline);
}

int Execution::run() {
    const UnreadScope out(session_.out()); // nothing is left half done because nobody looks
    const UnreadScope err(session_.err());
    const auto result = compose::execute::execute(undertaking_.plan, runner_, *view_, session_.parallel());
    view_->finish();
    return report(result);
}

int Execution::report(const ExecutionResult& result) {
    const Color color = session_.has_color(session_.err()) ? Color::on : Color::off;
    for (std::size_t id = 0; id < result.states.size(); ++id) {
        const auto& state = result.states[id];
        if (state.status == StepStatus::succeeded && state.error) session_.warn(*state.error);
    }
    for (const std::size_t id : result.failures())
        session_.err().write(
            render_error(failure_error(undertaking_.plan, result, id), session_.sources(), color));
    if (result.was_interrupted) return exit_code::interrupted;
    return result.succeeded() ? exit_code::success : exit_code::failure;
}

int run_plan(Session& session, const Undertaking& undertaking) {
    print_warnings(session, undertaking.plan);
    if (session.is_dry_run()) {
        session.out().write(
            plan_text(undertaking.project.name, undertaking.plan, [](const auto&) { return ""; }));
        return exit_code::success;
    }
    Execution execution(session, undertaking);
    const SignalWatch::Scope scope(session.signals(), [&](int count) {
        if (count > 1) std::_Exit(exit_code::interrupted);
        execution.runner().interrupt();
    });
    return execution.run();
}

std::optional<std::chrono::seconds> wait_deadline(const Flags& flags) {
    const auto seconds = flags.number("wait-timeout");
    if (!seconds || !flags.is_on("wait")) return std::nullopt;
    if (*seconds < 0) throw Error(ErrorKind::usage, "--wait-timeout must be a non-negative integer");
    return *seconds == 0 ? std::nullopt : std::optional(std::chrono::seconds(*seconds));
}

void print_warnings(Session& session, const Plan& plan) {
    for (const std::string& warning : plan.warnings) session.warn(warning);
}

} // namespace muster::cmd
