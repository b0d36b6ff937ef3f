#pragma once

#include "compose/execute/executor.hpp"

#include <deque>
#include <map>
#include <set>
#include <string>

namespace muster::cmd {

/// The last lines that each build printed: what a user needs to see when it has failed, and not otherwise.
class BuildLogs {
  public:
    static constexpr std::size_t kept_lines = 100;

    /// `plan` must outlive it.
    explicit BuildLogs(const compose::reconcile::Plan& plan) : plan_(plan) {}

    /// Passes over steps that are not builds.
    void add(compose::execute::StepId id, const std::string& text);
    void on_status(compose::execute::StepId id, compose::execute::StepStatus status);

    /// The output of the failed builds under a line each that says whose it is; mostly empty.
    std::string of_failed() const;

  private:
    struct Log {
        std::deque<std::string> lines;
        std::size_t dropped = 0;
    };
    const compose::reconcile::Plan& plan_;
    std::map<compose::execute::StepId, Log> logs_;
    std::set<compose::execute::StepId> failed_;
};

} // namespace muster::cmd
