#include "compose/execute/explain.hpp"

#include "base/text.hpp"

namespace muster::compose::execute {

namespace {

constexpr char log_lines_shown[] = "20";
constexpr std::int64_t signal_offset = 128;

const reconcile::ContainerRef* blamed_container(const Step& step) {
    if (const auto* wait = std::get_if<reconcile::WaitFor>(&step.action)) return &wait->container;
    if (const auto* start = std::get_if<reconcile::StartContainer>(&step.action)) return &start->container;
    return nullptr;
}

std::string indented(std::string_view text) {
    std::string out;
    for (const std::string& line : split(trim(text), '\n')) out += "\n    " + line;
    return out;
}

/// What an exit code alone does not say; the failure itself names the code.
std::vector<std::string> exit_circumstances(const engine::ContainerDetails& details) {
    std::vector<std::string> words;
    if (details.exit_code > signal_offset)
        words.push_back("signal " + std::to_string(details.exit_code - signal_offset) + " ended it");
    if (details.oom_killed) words.emplace_back("it ran out of memory");
    if (details.restart_count > 0)
        words.push_back("it was restarted " +
                        counted(static_cast<std::size_t>(details.restart_count), "time"));
    return words;
}

void add_state(std::vector<Note>& notes, const engine::ContainerDetails& details) {
    if (!details.error.empty()) notes.push_back({"the engine says: " + details.error, std::nullopt});
    const auto circumstances = exit_circumstances(details);
    if (!circumstances.empty()) notes.push_back({join(circumstances, ", "), std::nullopt});
}

void add_probe(std::vector<Note>& notes, const engine::ContainerDetails& details) {
    if (details.health != engine::Health::unhealthy || details.probes.empty()) return;
    const engine::ProbeResult& last = details.probes.back();
    std::string text = "its last health probe exited with code " + std::to_string(last.exit_code);
    if (!trim(last.output).empty()) text += ":" + indented(last.output);
    notes.push_back({std::move(text), std::nullopt});
}

void add_log(std::vector<Note>& notes, const engine::ContainerDetails& details, engine::Engine& engine) {
    std::string log;
    engine::LogOptions options;
    options.tail = log_lines_shown;
    engine.read_logs(details.id, options, details.tty,
                     [&](engine::OutputStream, std::string_view bytes) { log += bytes; }, {});
    if (!trim(log).empty()) notes.push_back({"the last lines of its log:" + indented(log), std::nullopt});
}

} // namespace

std::vector<Note> explain_failure(const Step& step, const StepContext& context) {
    std::vector<Note> notes;
    const reconcile::ContainerRef* container = blamed_container(step);
    if (!container) return notes;
    try {
        const auto details = context.engine.find_container(context.outcomes.id_of(*container));
        if (!details) return notes;
        add_state(notes, *details);
        add_probe(notes, *details);
        add_log(notes, *details, context.engine);
    } catch (const Error&) {
        // The failure itself is what matters; what would explain it could not be read.
    }
    return notes;
}

} // namespace muster::compose::execute
