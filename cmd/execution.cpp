#include "cmd/execution.hpp"

#include "base/go_json.hpp"
#include "base/render_error.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/plan_text.hpp"

namespace muster::cmd {

using compose::execute::ExecutionResult;
using compose::execute::StepStatus;
using compose::reconcile::Plan;

namespace {

/// Where an attribute stands; nothing for a project that comes from no file.
FindPlace places_in(const compose::load::LoadedProject* loaded) {
    return [loaded](const std::vector<std::string>& path) -> std::optional<Span> {
        if (!loaded) return std::nullopt;
        const Span place = compose::load::locate(*loaded, path);
        return place.is_known() ? std::optional(place) : std::nullopt;
    };
}

/// A report has to be read from its beginning: on a terminal it may be no longer than that.
ReportRoom room_on(const Stream& stream) {
    if (!stream.is_terminal()) return {};
    const engine::TerminalSize size = stream.size();
    return {.rows = size.rows, .columns = size.columns};
}

/// The progress view, without what hooks print where that goes somewhere else.
class ViewWithoutHooks final : public compose::execute::Listener {
  public:
    ViewWithoutHooks(ProgressView& view, const Plan& plan, const Execution::HookOutput& output)
        : view_(view), plan_(plan), output_(output) {}

    void on_status(compose::execute::StepId id, StepStatus status,
                   const compose::execute::StepState& state) override {
        view_.on_status(id, status, state);
    }
    void on_progress(compose::execute::StepId id, const std::string& text) override {
        const auto* hook = std::get_if<compose::reconcile::RunHook>(&plan_.steps[id].action);
        if (hook && output_) return output_(hook->container.name, text);
        view_.on_progress(id, text);
    }

  private:
    ProgressView& view_;
    const Plan& plan_;
    const Execution::HookOutput& output_;
};

std::string summary(const std::vector<FailureReport>& reports) {
    std::string lines = std::to_string(reports.size()) + " steps failed:\n";
    for (const FailureReport& report : reports) lines += "    " + report.error.message + "\n";
    return lines;
}

} // namespace

Execution::Execution(Session& session, const Undertaking& undertaking)
    : session_(session), undertaking_(undertaking),
      runner_(session.engine(), undertaking.project, undertaking.seen, undertaking.plan),
      view_(make_progress_view(session, undertaking.title, undertaking.plan, undertaking.muted)) {
    if (undertaking.deadline) runner_.set_deadline(*undertaking.deadline);
}

int Execution::run() {
    const UnreadScope out(session_.out()); // nothing is left half done because nobody looks
    const UnreadScope err(session_.err());
    ViewWithoutHooks listener(*view_, undertaking_.plan, hook_output_);
    const auto result = compose::execute::execute(undertaking_.plan, runner_, listener, session_.parallel());
    view_->finish();
    return report(result);
}

int Execution::report(const ExecutionResult& result) {
    for (const auto& state : result.states)
        if (state.status == StepStatus::succeeded && state.error) session_.warn(*state.error);
    const auto reports =
        failure_reports(undertaking_.plan, result, undertaking_.project, places_in(undertaking_.loaded));
    for (const FailureReport& report : reports) print(report);
    const bool is_text = session_.progress_mode() != ProgressMode::json;
    if (is_text && reports.size() > 1) session_.err().write(summary(reports));
    if (result.was_interrupted) return exit_code::interrupted;
    return result.succeeded() ? exit_code::success : exit_code::failure;
}

void Execution::print(const FailureReport& report) {
    Stream& err = session_.err();
    if (session_.progress_mode() == ProgressMode::json)
        return err.write(to_go_json(failure_record(report, session_.sources())) + "\n");
    const Color color = session_.has_color(err) ? Color::on : Color::off;
    const Error error = failure_error(report, session_.sources(), room_on(err));
    err.write(render_error(error, session_.sources(), color));
}

int run_plan(Session& session, const Undertaking& undertaking) {
    print_warnings(session, undertaking.plan);
    if (session.is_dry_run()) {
        const Locate nowhere = [](const auto&) { return ""; };
        const Locate locate =
            undertaking.loaded ? locate_in(*undertaking.loaded, session.sources()) : nowhere;
        session.out().write(plan_text(undertaking.project.name, undertaking.plan, locate));
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
