#pragma once

#include "cmd/failure_report.hpp"
#include "cmd/progress_view.hpp"
#include "cmd/session.hpp"
#include "compose/execute/engine_runner.hpp"

#include <chrono>
#include <optional>

namespace muster::cmd {

/// A plan about to be carried out.
struct Undertaking {
    std::string title; ///< the verb, as the progress view shows it
    const compose::Project& project;
    const compose::reconcile::ObservedState& seen;
    const compose::reconcile::Plan& plan;
    std::optional<std::chrono::seconds> deadline;         ///< for waits
    const compose::load::LoadedProject* loaded = nullptr; ///< says where attributes stand; optional
    Muted muted = {};
};

/// Carries a plan out under a progress view; Ctrl-C lets running steps finish and starts nothing new.
class Execution {
  public:
    Execution(Session& session, const Undertaking& undertaking);

    compose::execute::EngineRunner& runner() { return runner_; }
    ProgressView& view() { return *view_; }

    /// Takes what hooks print, in place of the progress view.
    using HookOutput = std::function<void(const std::string& container, const std::string& line)>;
    void set_hook_output(HookOutput output) { hook_output_ = std::move(output); }

    /// Prints what failed and why; gives the exit code.
    int run();

  private:
    int report(const compose::execute::ExecutionResult& result);
    void print(const FailureReport& report);

    Session& session_;
    const Undertaking& undertaking_;
    compose::execute::EngineRunner runner_;
    std::unique_ptr<ProgressView> view_;
    HookOutput hook_output_;
};

/// For verbs that only have a plan to carry out: prints it on --dry-run, else runs it.
int run_plan(Session& session, const Undertaking& undertaking);

/// --wait-timeout, where there is anything to wait for. Throws Error (usage) for a negative one.
std::optional<std::chrono::seconds> wait_deadline(const Flags& flags);

/// The plan's warnings, before anything is done.
void print_warnings(Session& session, const compose::reconcile::Plan& plan);

} // namespace muster::cmd
