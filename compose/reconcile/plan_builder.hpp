#pragma once

#include "compose/reconcile/observed.hpp"
#include "compose/reconcile/plan.hpp"

#include <vector>

namespace muster::compose::reconcile {

/// Adds steps to a plan in an order in which each comes after those it depends on. Internal to the planners.
class PlanBuilder {
  public:
    explicit PlanBuilder(const Project& project) : project_(project) {}

    StepId add(Step step);
    void warn(std::string warning) { plan_.warnings.push_back(std::move(warning)); }
    void keep(std::string subject, std::string state) {
        plan_.unchanged.push_back({std::move(subject), std::move(state)});
    }
    bool steps_empty() const { return plan_.steps.empty(); }
    Plan take() { return std::move(plan_); }

    /// What the steps of one container have in common.
    struct Target {
        ContainerRef container;
        std::string service;
        std::vector<Reason> reasons;
        Conditions only_if;
    };

    /// pre_stop hooks if it runs, then the stop itself. The returned step is the last of them; nothing when
    /// the container does not run.
    std::optional<StepId> add_stop(const ObservedContainer& container, Target target,
                                   std::optional<int> timeout, std::vector<StepId> after);
    StepId add_remove(Target target, AnonymousVolumes volumes, std::vector<StepId> after);
    /// Copied files, the start itself, post_start hooks; the returned step is the last of them.
    StepId add_start(Target target, std::vector<StepId> after);

  private:
    std::optional<StepId> add_hooks(HookKind kind, const Target& target, std::vector<StepId> after);
    const Service* find_service(const std::string& name) const;

    const Project& project_;
    Plan plan_;
};

/// "Container NAME" and so on: a step's subject.
std::string container_subject(const std::string& name);

/// Running, restarting or paused: something to stop.
bool is_active(const ObservedContainer& container);

PlanBuilder::Target target_of(const ObservedContainer& container, std::vector<Reason> reasons);

/// Why an orphan is removed.
Reason orphan_reason(const ObservedContainer& orphan);

/// "Running", "Healthy", "Exited" ...: the state in which an unchanged container is left.
std::string state_words(const ObservedContainer& container);

void append(std::vector<StepId>& ids, const std::optional<StepId>& id);
void append(std::vector<StepId>& ids, const std::vector<StepId>& more);

} // namespace muster::compose::reconcile
