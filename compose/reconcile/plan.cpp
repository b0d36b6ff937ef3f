#include "compose/reconcile/plan.hpp"

#include "base/text.hpp"

namespace muster::compose::reconcile {

namespace {

std::string goal_words(Goal goal) {
    switch (goal) {
    case Goal::running: return "wait until running";
    case Goal::healthy: return "wait until healthy";
    case Goal::completed_successfully: return "wait until completed";
    case Goal::running_or_healthy: return "wait until ready";
    }
    return {};
}

struct ActionWords {
    std::string operator()(const CreateNetwork&) const { return "create network"; }
    std::string operator()(const RemoveNetwork&) const { return "remove network"; }
    std::string operator()(const DisconnectNetwork&) const { return "disconnect container"; }
    std::string operator()(const ConnectNetwork&) const { return "connect container"; }
    std::string operator()(const CreateVolume&) const { return "create volume"; }
    std::string operator()(const RemoveVolume&) const { return "remove volume"; }
    std::string operator()(const PullImage&) const { return "pull image"; }
    std::string operator()(const BuildImage&) const { return "build image"; }
    std::string operator()(const RemoveImage&) const { return "remove image"; }
    std::string operator()(const CreateContainer& create) const {
        return create.replaces_id.empty() ? "create container" : "create replacement container";
    }
    std::string operator()(const CopyFiles&) const { return "copy secrets and configs into container"; }
    std::string operator()(const StartContainer&) const { return "start container"; }
    std::string operator()(const StopContainer&) const { return "stop container"; }
    std::string operator()(const KillContainer& kill) const { return "kill (" + kill.signal + ") container"; }
    std::string operator()(const PauseContainer&) const { return "pause container"; }
    std::string operator()(const UnpauseContainer&) const { return "unpause container"; }
    std::string operator()(const RemoveContainer&) const { return "remove container"; }
    std::string operator()(const RenameContainer&) const { return "rename container to"; }
    std::string operator()(const WaitFor& wait) const { return goal_words(wait.goal); }
    std::string operator()(const RunHook& hook) const {
        return hook.kind == HookKind::post_start ? "run post_start hook in" : "run pre_stop hook in";
    }
    std::string operator()(const RunProvider& run) const {
        switch (run.verb) {
        case ProviderVerb::up: return "provide";
        case ProviderVerb::stop: return "stop";
        case ProviderVerb::down: return "take down";
        }
        return {};
    }
};

/// "demo-web-1" of "Container demo-web-1".
std::string_view bare_subject(std::string_view subject) {
    const std::size_t blank = subject.find(' ');
    return blank == std::string_view::npos ? subject : subject.substr(blank + 1);
}

std::string condition_words(const Conditions& conditions) {
    std::vector<std::string> changes;
    for (const ImageChange& change : conditions)
        changes.push_back("image " + change.reference + " is not " + change.from_id);
    return changes.empty() ? "" : " if " + join(changes, " or ");
}

std::string dump_step(StepId id, const Step& step) {
    std::string line = std::to_string(id) + " " + describe_action(step.action) + " ";
    line += bare_subject(step.subject);
    if (!step.after.empty()) line += " after";
    for (const StepId before : step.after) line += " " + std::to_string(before);
    line += condition_words(step.only_if);
    std::vector<std::string> reasons;
    for (const Reason& reason : step.reasons) reasons.push_back(reason.text);
    if (!reasons.empty()) line += ": " + join(reasons, "; ");
    return line + "\n";
}

} // namespace

std::string describe_action(const Action& action) { return std::visit(ActionWords{}, action); }

std::string dump(const Plan& plan) {
    std::string out;
    for (StepId id = 0; id < plan.steps.size(); ++id) out += dump_step(id, plan.steps[id]);
    for (const std::string& warning : plan.warnings) out += "warning: " + warning + "\n";
    return out;
}

} // namespace muster::compose::reconcile
