#include "compose/reconcile/plan_builder.hpp"

#include "base/text.hpp"
#include "compose/translate/granted_files.hpp"

#include <algorithm>

namespace muster::compose::reconcile {

namespace {

const std::vector<Hook>& hooks_of(const Service& service, HookKind kind) {
    return kind == HookKind::post_start ? service.post_start : service.pre_stop;
}

Step container_step(Action action, const PlanBuilder::Target& target, std::vector<StepId> after) {
    return {.action = std::move(action),
            .subject = container_subject(target.container.name),
            .service = target.service,
            .after = std::move(after),
            .reasons = target.reasons,
            .only_if = target.only_if};
}

} // namespace

StepId PlanBuilder::add(Step step) {
    std::sort(step.after.begin(), step.after.end());
    step.after.erase(std::unique(step.after.begin(), step.after.end()), step.after.end());
    plan_.steps.push_back(std::move(step));
    return plan_.steps.size() - 1;
}

const Service* PlanBuilder::find_service(const std::string& name) const {
    const auto found = project_.services.find(name);
    return found == project_.services.end() ? nullptr : &found->second;
}

std::optional<StepId> PlanBuilder::add_hooks(HookKind kind, const Target& target, std::vector<StepId> after) {
    const Service* service = find_service(target.service);
    if (!service) return std::nullopt;
    std::optional<StepId> last;
    for (std::size_t index = 0; index < hooks_of(*service, kind).size(); ++index) {
        last = add(container_step(RunHook{target.service, kind, index, target.container}, target, after));
        after = {*last};
    }
    return last;
}

std::optional<StepId> PlanBuilder::add_stop(const ObservedContainer& container, Target target,
                                            std::optional<int> timeout, std::vector<StepId> after) {
    if (!is_active(container)) return std::nullopt;
    append(after, is_running(container) ? add_hooks(HookKind::pre_stop, target, after) : std::nullopt);
    return add(container_step(StopContainer{target.container, timeout}, target, std::move(after)));
}

StepId PlanBuilder::add_remove(Target target, AnonymousVolumes volumes, std::vector<StepId> after) {
    return add(container_step(RemoveContainer{target.container, volumes}, target, std::move(after)));
}

StepId PlanBuilder::add_start(Target target, std::vector<StepId> after) {
    const Service* service = find_service(target.service);
    if (service && translate::has_copied_files(project_, *service))
        after.push_back(add(container_step(CopyFiles{target.service, target.container}, target, after)));
    const StepId start = add(container_step(StartContainer{target.container}, target, std::move(after)));
    return add_hooks(HookKind::post_start, target, {start}).value_or(start);
}

std::string container_subject(const std::string& name) { return "Container " + name; }

bool is_active(const ObservedContainer& container) { return holds_networks(container.summary); }

PlanBuilder::Target target_of(const ObservedContainer& container, std::vector<Reason> reasons) {
    return {.container = {.name = container.summary.name, .id = container.summary.id},
            .service = container.service,
            .reasons = std::move(reasons),
            .only_if = {}};
}

Reason orphan_reason(const ObservedContainer& orphan) {
    if (orphan.kind == ContainerKind::one_off) return {"it was made for a single command, which is done", {}};
    return {"no service of the project is called " + quoted(orphan.service), {}};
}

std::string state_words(const ObservedContainer& container) {
    if (is_running(container) && container.summary.health == engine::Health::healthy) return "Healthy";
    std::string words = engine::to_string(container.summary.state);
    words.front() = static_cast<char>(words.front() - 'a' + 'A');
    return words;
}

void append(std::vector<StepId>& ids, const std::optional<StepId>& id) {
    if (id) ids.push_back(*id);
}

void append(std::vector<StepId>& ids, const std::vector<StepId>& more) {
    ids.insert(ids.end(), more.begin(), more.end());
}

} // namespace muster::compose::reconcile
