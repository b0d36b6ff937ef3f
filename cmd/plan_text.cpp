#include "cmd/plan_text.hpp"

#include "base/go_json.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace muster::cmd {

using compose::reconcile::Plan;
using compose::reconcile::Reason;
using compose::reconcile::Step;

namespace {

/// All that happens to one container, network, volume or image.
struct Change {
    std::string subject;
    std::vector<const Step*> steps;
};

std::vector<Change> changes_by_subject(const Plan& plan) {
    std::vector<Change> changes;
    for (const Step& step : plan.steps) {
        const auto known = std::find_if(changes.begin(), changes.end(),
                                        [&](const Change& change) { return change.subject == step.subject; });
        Change& change = known == changes.end() ? changes.emplace_back(Change{step.subject, {}}) : *known;
        change.steps.push_back(&step);
    }
    return changes;
}

template <class Action>
bool has_step(const Change& change) {
    return std::any_of(change.steps.begin(), change.steps.end(),
                       [](const Step* step) { return std::holds_alternative<Action>(step->action); });
}

const char* symbol_of(const Change& change) {
    using namespace compose::reconcile;
    const bool creates = has_step<CreateContainer>(change) || has_step<CreateNetwork>(change) ||
                         has_step<CreateVolume>(change) || has_step<PullImage>(change) ||
                         has_step<BuildImage>(change);
    const bool removes = has_step<RemoveContainer>(change) || has_step<RemoveNetwork>(change) ||
                         has_step<RemoveVolume>(change) || has_step<RemoveImage>(change);
    if (creates && removes) return "~";
    if (creates) return "+";
    return removes ? "-" : ">";
}

/// "create container" -> "create": the subject says what it is.
std::string short_action(const Step& step) {
    std::string words = compose::reconcile::describe_action(step.action);
    for (const char* noun :
         {" container to", " container", " network", " volume", " image", " for container"})
        if (words.ends_with(noun)) words.erase(words.size() - std::string_view(noun).size());
    return words;
}

std::string actions_of(const Change& change) {
    std::vector<std::string> words;
    for (const Step* step : change.steps) {
        const std::string action = short_action(*step);
        if (words.empty() || words.back() != action) words.push_back(action);
    }
    return join(words, ", ");
}

std::vector<Reason> reasons_of(const Change& change) {
    std::vector<Reason> reasons;
    for (const Step* step : change.steps)
        for (const Reason& reason : step->reasons)
            if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(reason);
    return reasons;
}

std::string reason_line(const Reason& reason, const Locate& locate) {
    const std::string place = locate(reason.path);
    return "      " + reason.text + (place.empty() ? "" : " (" + place + ")") + "\n";
}

std::string change_lines(const Change& change, std::size_t width, const Locate& locate) {
    std::string subject = change.subject;
    subject.resize(std::max(width, subject.size()), ' ');
    std::string lines =
        std::string("  ") + symbol_of(change) + " " + subject + "  " + actions_of(change) + "\n";
    for (const Reason& reason : reasons_of(change)) lines += reason_line(reason, locate);
    return lines;
}

Value reason_value(const Reason& reason, const Locate& locate) {
    Value out = Value::record();
    out.add("text", reason.text);
    const std::string place = locate(reason.path);
    if (!place.empty()) out.add("where", place);
    return out;
}

Value step_value(std::size_t id, const Step& step, const Locate& locate) {
    Value out = Value::record();
    out.add("id", static_cast<std::int64_t>(id));
    out.add("action", compose::reconcile::describe_action(step.action));
    out.add("subject", step.subject);
    if (!step.service.empty()) out.add("service", step.service);
    Value::List after;
    for (const std::size_t before : step.after) after.emplace_back(static_cast<std::int64_t>(before));
    out.add("after", std::move(after));
    Value::List reasons;
    for (const Reason& reason : step.reasons) reasons.push_back(reason_value(reason, locate));
    out.add("reasons", std::move(reasons));
    std::vector<std::string> images;
    for (const auto& change : step.only_if) images.push_back(change.reference);
    if (!images.empty()) out.add("only_if_image_changed", join(images, ", "));
    return out;
}

} // namespace

Locate locate_in(const compose::load::LoadedProject& loaded, const SourceMap& sources) {
    return [&loaded, &sources](const std::vector<std::string>& path) {
        return path.empty() ? std::string() : sources.describe(compose::load::locate(loaded, path));
    };
}

std::string plan_text(const std::string& project, const Plan& plan, const Locate& locate) {
    if (plan.empty())
        return "nothing to do: project " + quoted(project) + " is up to date (" +
               counted(plan.unchanged.size(), "container") + ")\n";
    const std::vector<Change> changes = changes_by_subject(plan);
    std::size_t width = 0;
    for (const Change& change : changes) width = std::max(width, change.subject.size());
    std::string out = "plan for project " + quoted(project) + ":\n";
    for (const Change& change : changes) out += change_lines(change, width, locate);
    out += counted(changes.size(), "change") + ", " + counted(plan.steps.size(), "step");
    return out + (plan.unchanged.empty() ? "" : ", " + std::to_string(plan.unchanged.size()) + " unchanged") +
           "\n";
}

std::string plan_json(const std::string& project, const Plan& plan, const Locate& locate) {
    Value out = Value::record();
    out.add("project", project);
    out.add("changes", !plan.empty());
    Value::List steps;
    for (std::size_t id = 0; id < plan.steps.size(); ++id)
        steps.push_back(step_value(id, plan.steps[id], locate));
    out.add("steps", std::move(steps));
    Value::List unchanged;
    for (const auto& item : plan.unchanged) {
        Value entry = Value::record();
        entry.add("subject", item.subject);
        entry.add("state", item.state);
        unchanged.push_back(std::move(entry));
    }
    out.add("unchanged", std::move(unchanged));
    out.add("warnings", Value::List(plan.warnings.begin(), plan.warnings.end()));
    return to_go_json(out) + "\n";
}

} // namespace muster::cmd
