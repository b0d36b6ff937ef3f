#include "cmd/subject_states.hpp"

#include "compose/translate/names.hpp"

namespace muster::cmd {

namespace reconcile = compose::reconcile;
using compose::execute::StepId;
using compose::execute::StepState;
using compose::execute::StepStatus;

namespace {

/// What is said when a step begins and when it has succeeded; empty where nothing is.
struct Words {
    std::string working;
    std::string done;
    std::string details; ///< while it runs
};

std::string reached_words(reconcile::Goal goal) {
    switch (goal) {
    case reconcile::Goal::running: return "Running";
    case reconcile::Goal::healthy:
    case reconcile::Goal::running_or_healthy: return "Healthy";
    case reconcile::Goal::completed_successfully: return "Exited";
    }
    return {};
}

struct ActionWords {
    Words operator()(const reconcile::CreateNetwork&) const { return {"Creating", "Created", ""}; }
    Words operator()(const reconcile::RemoveNetwork&) const { return {"Removing", "Removed", ""}; }
    Words operator()(const reconcile::DisconnectNetwork&) const { return {}; }
    Words operator()(const reconcile::ConnectNetwork&) const { return {"Connecting", "Connected", ""}; }
    Words operator()(const reconcile::CreateVolume&) const { return {"Creating", "Created", ""}; }
    Words operator()(const reconcile::RemoveVolume&) const { return {"Removing", "Removed", ""}; }
    Words operator()(const reconcile::PullImage&) const { return {"Pulling", "Pulled", ""}; }
    Words operator()(const reconcile::BuildImage&) const { return {"Building", "Built", ""}; }
    Words operator()(const reconcile::RemoveImage&) const { return {"Removing", "Removed", ""}; }
    Words operator()(const reconcile::CreateContainer& create) const {
        return create.replaces_id.empty() ? Words{"Creating", "Created", ""} : Words{"Recreate", "", ""};
    }
    Words operator()(const reconcile::CopyFiles&) const { return {}; }
    Words operator()(const reconcile::StartContainer&) const { return {"Starting", "Started", ""}; }
    Words operator()(const reconcile::StopContainer&) const { return {"Stopping", "Stopped", ""}; }
    Words operator()(const reconcile::KillContainer&) const { return {"Killing", "Killed", ""}; }
    Words operator()(const reconcile::PauseContainer&) const { return {"", "Paused", ""}; }
    Words operator()(const reconcile::UnpauseContainer&) const { return {"", "Unpaused", ""}; }
    Words operator()(const reconcile::RemoveContainer&) const { return {"Removing", "Removed", ""}; }
    Words operator()(const reconcile::RenameContainer& rename) const {
        const bool gives_name_up = compose::translate::final_name_of(rename.container.name) == rename.from;
        return {"", gives_name_up ? "Renamed" : "Recreated", ""};
    }
    Words operator()(const reconcile::WaitFor& wait) const {
        return {"Waiting", reached_words(wait.goal), ""};
    }
    Words operator()(const reconcile::RunHook& hook) const {
        if (hook.kind == reconcile::HookKind::pre_stop) return {"Stopping", "", "running its pre_stop hook"};
        return {"Started", "Started", "running its post_start hook"};
    }
    Words operator()(const reconcile::RunProvider& run) const {
        switch (run.verb) {
        case reconcile::ProviderVerb::up: return {"Creating", "Created", ""};
        case reconcile::ProviderVerb::stop: return {"Stopping", "Stopped", ""};
        case reconcile::ProviderVerb::down: return {"Removing", "Removed", ""};
        }
        return {};
    }
};

/// Making way for the new container takes as long as the old one takes to stop.
Words recreate_words(const reconcile::Action& action) {
    const bool stops = std::holds_alternative<reconcile::StopContainer>(action);
    return {"Recreate", "", stops ? "stopping the old container" : ""};
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

SubjectState failure(const StepState& state) {
    return {"Error", Tone::error, state.error ? first_line(state.error->message) : ""};
}

std::string blame(const reconcile::Plan& plan, const StepState& state) {
    return state.culprit ? plan.steps[*state.culprit].subject + " failed" : "";
}

/// Nothing where there are no words.
std::optional<SubjectState> said(SubjectState state) {
    if (state.text.empty()) return std::nullopt;
    return state;
}

bool is_over(StepStatus status) { return status != StepStatus::pending && status != StepStatus::running; }

template <class Action>
const std::string* id_of(const reconcile::Action& action) {
    const auto* step = std::get_if<Action>(&action);
    return step ? &step->container.id : nullptr;
}

} // namespace

std::string to_string(Tone tone) {
    switch (tone) {
    case Tone::working: return "Working";
    case Tone::done: return "Done";
    case Tone::warning: return "Warning";
    case Tone::error: return "Error";
    }
    return {};
}

SubjectStates::SubjectStates(const reconcile::Plan& plan) : plan_(plan) {
    for (const reconcile::Step& step : plan.steps) {
        ++subjects_[step.subject].open_steps;
        const auto* create = std::get_if<reconcile::CreateContainer>(&step.action);
        if (create && !create->replaces_id.empty()) replaced_[create->replaces_id] = step.subject;
    }
}

bool SubjectStates::is_detail_of_recreate(const reconcile::Step& step) const {
    const std::string* stopped = id_of<reconcile::StopContainer>(step.action);
    const std::string* removed = id_of<reconcile::RemoveContainer>(step.action);
    const auto found = replaced_.find(stopped ? *stopped : removed ? *removed : "");
    return found != replaced_.end() && found->second == step.subject;
}

std::optional<SubjectState> SubjectStates::describe(StepId id, StepStatus status,
                                                    const StepState& state) const {
    const reconcile::Step& step = plan_.steps[id];
    const Words words =
        is_detail_of_recreate(step) ? recreate_words(step.action) : std::visit(ActionWords{}, step.action);
    switch (status) {
    case StepStatus::pending:
    case StepStatus::unneeded: return std::nullopt;
    case StepStatus::failed: return failure(state);
    case StepStatus::cancelled: return SubjectState{"Interrupted", Tone::warning, ""};
    case StepStatus::skipped: return SubjectState{"Skipped", Tone::warning, blame(plan_, state)};
    case StepStatus::running: return said({words.working, Tone::working, words.details});
    case StepStatus::succeeded: break;
    }
    if (state.error && words.done == "Removed") return SubjectState{"Still in use", Tone::warning, ""};
    // An optional wait: its dependents go on without it.
    if (state.error) return SubjectState{"Skipped", Tone::warning, first_line(state.error->message)};
    return said({words.done, Tone::done, ""});
}

std::optional<SubjectState> SubjectStates::on_status(StepId id, StepStatus status, const StepState& state) {
    Progress& subject = subjects_.at(plan_.steps[id].subject);
    if (is_over(status)) --subject.open_steps;
    if (status != StepStatus::unneeded) subject.is_touched = true;
    std::optional<SubjectState> next = describe(id, status, state);
    // Every step on it turned out unneeded: the container stays as it is.
    if (!subject.is_touched && subject.open_steps == 0) next = SubjectState{"Running", Tone::done, ""};
    const bool has_failed = subject.current && subject.current->tone == Tone::error;
    if (!next || next == subject.current || has_failed) return std::nullopt;
    subject.current = next;
    return next;
}

} // namespace muster::cmd
