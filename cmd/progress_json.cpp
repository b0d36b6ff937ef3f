#include "cmd/progress_json.hpp"

#include "base/go_json.hpp"

namespace muster::cmd {

using compose::execute::StepId;
using compose::execute::StepState;
using compose::execute::StepStatus;

namespace {

struct Message {
    std::string id;
    std::string parent_id;
    SubjectState state;
};

std::string to_line(const Message& message) {
    Value line = Value::record();
    const auto add_if_set = [&](const char* key, const std::string& value) {
        if (!value.empty()) line.add(key, value);
    };
    add_if_set("id", message.id);
    add_if_set("parent_id", message.parent_id);
    add_if_set("status", to_string(message.state.tone));
    add_if_set("text", message.state.text);
    add_if_set("details", message.state.details);
    return to_go_json(line) + "\n";
}

/// "a1b2c3d4e5f6: Downloading 1.2MB / 30MB" speaks of a layer: its own id, below the image's.
Message layer_message(const std::string& image, const std::string& text) {
    constexpr std::size_t id_length = 12;
    const bool is_layer =
        text.find(": ") == id_length && text.find_first_not_of("0123456789abcdef") == id_length;
    if (!is_layer) return {image, "", {"Pulling", Tone::working, text}};
    const std::string status = text.substr(id_length + 2);
    const bool is_done = status == "Pull complete" || status == "Already exists";
    return {text.substr(0, id_length), image, {status, is_done ? Tone::done : Tone::working, ""}};
}

} // namespace

JsonProgress::JsonProgress(Stream& out, const compose::reconcile::Plan& plan)
    : out_(out), plan_(plan), states_(plan) {
    for (const auto& unchanged : plan.unchanged)
        out_.write(to_line({unchanged.subject, "", {unchanged.state, Tone::done, ""}}));
}

void JsonProgress::on_status(StepId id, StepStatus status, const StepState& state) {
    if (const auto next = states_.on_status(id, status, state))
        out_.write(to_line({plan_.steps[id].subject, "", *next}));
}

void JsonProgress::on_progress(StepId id, const std::string& text) {
    const compose::reconcile::Step& step = plan_.steps[id];
    if (std::holds_alternative<compose::reconcile::PullImage>(step.action))
        return out_.write(to_line(layer_message(step.subject, text)));
    const bool is_build = std::holds_alternative<compose::reconcile::BuildImage>(step.action);
    out_.write(to_line({step.subject, "", {is_build ? "Building" : "", Tone::working, text}}));
}

} // namespace muster::cmd
