#pragma once

#include "compose/execute/executor.hpp"

#include <string>

namespace muster::cmd {

/// Builds plans by hand, as short as they can be written down.
struct PlanScene {
    compose::reconcile::Plan plan;

    compose::reconcile::StepId add(compose::reconcile::Action action, std::string subject,
                                   std::vector<compose::reconcile::StepId> after = {}) {
        compose::reconcile::Step step;
        step.action = std::move(action);
        step.subject = std::move(subject);
        step.service = "web";
        step.after = std::move(after);
        plan.steps.push_back(std::move(step));
        return plan.steps.size() - 1;
    }

    static compose::execute::StepState failed(const std::string& message) {
        return {.status = compose::execute::StepStatus::failed,
                .error = Error(ErrorKind::engine, message),
                .culprit = std::nullopt};
    }
    static compose::execute::StepState skipped(compose::reconcile::StepId culprit) {
        return {.status = compose::execute::StepStatus::skipped, .error = std::nullopt, .culprit = culprit};
    }
};

} // namespace muster::cmd
