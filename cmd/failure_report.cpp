#include "cmd/failure_report.hpp"

#include "base/text.hpp"
#include "cmd/screen_text.hpp"

#include <algorithm>
#include <set>

namespace muster::cmd {

namespace reconcile = compose::reconcile;
using compose::Condition;
using compose::execute::BlamedContainer;
using compose::execute::ExecutionResult;
using compose::execute::StepStatus;
using reconcile::Plan;
using reconcile::StepId;

namespace {

constexpr std::size_t longest_line = 1000;

// --- who waits ---------------------------------------------------------------------------------------------

std::set<std::string> skipped_services(const Plan& plan, const ExecutionResult& result, StepId culprit) {
    std::set<std::string> services;
    for (StepId id = 0; id < result.states.size(); ++id)
        if (result.states[id].status == StepStatus::skipped && result.states[id].culprit == culprit)
            services.insert(plan.steps[id].service);
    services.erase("");
    services.erase(plan.steps[culprit].service);
    return services;
}

/// Follows `depends_on` from the failed service outwards.
std::vector<WaitingService> waiting_services(std::set<std::string> skipped, const std::string& failed,
                                             const compose::Project& project) {
    std::vector<WaitingService> waiting;
    std::vector<std::string> reached{failed};
    for (std::size_t next = 0; next < reached.size(); ++next) {
        for (const auto& [name, service] : project.services) {
            const auto dependency = service.depends_on.find(reached[next]);
            if (dependency == service.depends_on.end() || skipped.erase(name) == 0) continue;
            waiting.push_back({name, reached[next], dependency->second.condition});
            reached.push_back(name);
        }
    }
    for (const std::string& name : skipped) waiting.push_back({name, "", Condition::service_started});
    return waiting;
}

std::string waiting_words(const WaitingService& service) {
    if (service.dependency.empty()) return quoted(service.name);
    const auto goal = [&] {
        switch (service.condition) {
        case Condition::service_started: return " to run";
        case Condition::service_healthy: return " to be healthy";
        case Condition::service_completed_successfully: return " to complete";
        }
        return "";
    };
    return quoted(service.name) + " (waits for " + quoted(service.dependency) + goal() + ")";
}

// --- what failed -------------------------------------------------------------------------------------------

std::string bare_subject(const reconcile::Step& step) {
    return step.subject.substr(step.subject.find(' ') + 1);
}

/// The failure's own words, with what they are about.
std::string message_of(const reconcile::Step& step, const Error& error) {
    const std::string subject = bare_subject(step);
    const bool is_named = error.message.find(subject) != std::string::npos;
    if (error.kind == ErrorKind::connection || (is_named && error.kind == ErrorKind::step_failed))
        return error.message;
    if (std::holds_alternative<reconcile::WaitFor>(step.action))
        return "container " + quoted(subject) + " is " + error.message;
    if (std::holds_alternative<reconcile::RunHook>(step.action) && error.kind == ErrorKind::step_failed)
        return error.message + " in container " + quoted(subject);
    return "cannot " + reconcile::describe_action(step.action) + " " + quoted(subject) + ": " + error.message;
}

FailureReport report_on(const Plan& plan, const ExecutionResult& result, StepId id,
                        const compose::Project& project) {
    const reconcile::Step& step = plan.steps[id];
    FailureReport report;
    report.error = *result.states[id].error;
    report.error.message = message_of(step, report.error);
    report.subject = step.subject;
    report.action = reconcile::describe_action(step.action);
    report.service = step.service;
    const auto why = result.explanations.find(id);
    if (why != result.explanations.end()) report.why = why->second;
    report.waiting = waiting_services(skipped_services(plan, result, id), step.service, project);
    return report;
}

// --- as text -----------------------------------------------------------------------------------------------

std::string readable(const std::string& line) { return fit(line, longest_line); }

std::string indented(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) out += "\n    " + readable(line);
    return out;
}

std::vector<std::string> circumstances(const BlamedContainer& container) {
    std::vector<std::string> words;
    const bool has_run = container.state != engine::ContainerState::created;
    const bool has_ended = has_run && container.state != engine::ContainerState::running;
    const std::string meaning = compose::execute::exit_code_meaning(container.exit_code);
    if (has_ended && !meaning.empty())
        words.push_back("exit code " + std::to_string(container.exit_code) + ": " + meaning);
    if (container.oom_killed) words.emplace_back("it ran out of memory");
    if (container.restart_count > 0)
        words.push_back("it was restarted " +
                        counted(static_cast<std::size_t>(container.restart_count), "time"));
    if (!container.error.empty()) words.push_back("the engine says: " + container.error);
    return words;
}

bool is_about_health(const BlamedContainer& container) {
    return !container.probes.empty() && container.health != engine::Health::healthy;
}

/// Of probes that failed alike, one.
void add_probes(Error& error, const BlamedContainer& container) {
    if (!is_about_health(container)) return;
    std::vector<engine::ProbeResult> probes = container.probes;
    const auto is_like_last = [&](const auto& probe) { return probe == probes.back(); };
    const bool are_alike = std::all_of(probes.begin(), probes.end(), is_like_last);
    if (are_alike && probes.size() > 1) {
        probes.erase(probes.begin(), probes.end() - 1);
        error.note("its last health probes all exited with code " + std::to_string(probes[0].exit_code) +
                   (trim(probes[0].output).empty() ? "" : ":") +
                   indented(trim(probes[0].output).empty() ? std::vector<std::string>{}
                                                           : split(trim(probes[0].output), '\n')));
        return;
    }
    for (const auto& probe : probes) {
        const std::string_view output = trim(probe.output);
        error.note("a health probe exited with code " + std::to_string(probe.exit_code) +
                   (output.empty() ? "" : ":" + indented(split(output, '\n'))));
    }
}

std::string waiting_line(const std::vector<WaitingService>& waiting) {
    std::vector<std::string> words;
    for (const WaitingService& service : waiting) words.push_back(waiting_words(service));
    return "not started because of this: " + join(words, ", ");
}

/// How many rows of a screen a text takes.
std::size_t rows_of(std::string_view text, const ReportRoom& room) {
    std::size_t rows = 0;
    for (const std::string& line : split(text, '\n'))
        rows += std::max<std::size_t>(1, (display_width(line) + room.columns - 1) / room.columns);
    return rows;
}

/// The last of the lines, so many that the rest of the report stays on the screen with them.
std::vector<std::string> lines_that_fit(const std::vector<std::string>& lines, std::size_t rows_taken,
                                        const ReportRoom& room) {
    constexpr std::size_t fewest = 3;
    if (room.rows == 0) return lines;
    std::vector<std::string> kept;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        rows_taken += rows_of("    " + readable(*line), room);
        if (rows_taken > room.rows && kept.size() >= fewest) break;
        kept.insert(kept.begin(), *line);
    }
    return kept;
}

void add_lines(Error& error, const std::string& title, const std::vector<std::string>& lines,
               std::size_t all) {
    if (lines.empty()) return;
    const std::string which =
        lines.size() < all ? "the last " + counted(lines.size(), "line") : "the last lines";
    error.note(which + " of " + title + ":" + indented(lines));
}

// --- as JSON -----------------------------------------------------------------------------------------------

Value text_list(const std::vector<std::string>& lines) {
    Value::List out;
    for (const std::string& line : lines) out.emplace_back(readable(line));
    return out;
}

Value probe_list(const std::vector<engine::ProbeResult>& probes) {
    Value::List out;
    for (const auto& probe : probes) {
        Value record = Value::record();
        record.add("exit_code", probe.exit_code);
        record.add("output", probe.output);
        out.push_back(std::move(record));
    }
    return out;
}

class Record {
  public:
    Record& add(const char* key, const std::string& text) {
        if (!text.empty()) value_.add(key, text);
        return *this;
    }
    Record& add(const char* key, const std::vector<std::string>& lines) {
        if (!lines.empty()) value_.add(key, text_list(lines));
        return *this;
    }
    Record& add_value(const char* key, Value value) {
        value_.add(key, std::move(value));
        return *this;
    }
    Value take() { return std::move(value_); }

  private:
    Value value_ = Value::record();
};

Value container_record(const BlamedContainer& container) {
    const bool runs = container.state == engine::ContainerState::running;
    const bool has_ended = !runs && container.state != engine::ContainerState::created;
    Record record;
    record.add("name", container.name).add("id", container.id).add("state", to_string(container.state));
    if (container.health != engine::Health::none) record.add("health", to_string(container.health));
    if (has_ended) {
        record.add_value("exit_code", container.exit_code)
            .add("meaning", compose::execute::exit_code_meaning(container.exit_code))
            .add("signal", compose::execute::exit_signal(container.exit_code));
    }
    record.add_value("oom_killed", container.oom_killed).add_value("restarts", container.restart_count);
    record.add("engine_error", container.error);
    if (!container.probes.empty()) record.add_value("probes", probe_list(container.probes));
    return record.add("log", container.log).take();
}

std::string condition_name(const WaitingService& service) {
    return service.dependency.empty() ? "" : compose::to_string(service.condition);
}

Value waiting_list(const std::vector<WaitingService>& waiting) {
    Value::List out;
    for (const WaitingService& service : waiting)
        out.push_back(Record()
                          .add("service", service.name)
                          .add("for", service.dependency)
                          .add("condition", condition_name(service))
                          .take());
    return out;
}

/// What is said beyond the message, without the place where it is said.
std::vector<std::string> notes_of(const FailureReport& report) {
    std::vector<std::string> notes;
    for (const Note& note : report.error.notes) notes.push_back(note.text);
    notes.insert(notes.end(), report.why.findings.begin(), report.why.findings.end());
    return notes;
}

} // namespace

std::vector<FailureReport> failure_reports(const Plan& plan, const ExecutionResult& result,
                                           const compose::Project& project, const FindPlace& find_place) {
    std::vector<FailureReport> reports;
    for (const StepId id : result.failures()) {
        FailureReport report = report_on(plan, result, id, project);
        const bool is_known = std::any_of(reports.begin(), reports.end(), [&](const FailureReport& known) {
            return known.error.kind == ErrorKind::connection && known.error.message == report.error.message;
        });
        if (is_known) continue;
        if (!report.error.where && !report.why.path.empty()) report.error.where = find_place(report.why.path);
        reports.push_back(std::move(report));
    }
    return reports;
}

Error failure_error(const FailureReport& report, const SourceMap& sources, const ReportRoom& room) {
    Error error = report.error;
    for (const std::string& finding : report.why.findings) error.note(finding);
    const auto& container = report.why.container;
    if (container) {
        for (const std::string& words : circumstances(*container)) error.note(words);
        add_probes(error, *container);
    }
    if (error.hint.empty()) error.hint = report.why.hint;
    Error after = error; // what stands on the screen besides the lines of logs
    if (!report.waiting.empty()) after.note(waiting_line(report.waiting));
    constexpr std::size_t title_and_prompt = 2;
    const std::size_t taken =
        room.rows == 0 ? 0 : rows_of(render_error(after, sources), room) + title_and_prompt;
    const auto& output = report.why.output;
    add_lines(error, "its output", lines_that_fit(output, taken, room), output.size());
    if (container)
        add_lines(error, "its log", lines_that_fit(container->log, taken, room), container->log.size());
    if (!report.waiting.empty()) error.note(waiting_line(report.waiting));
    return error;
}

Value failure_record(const FailureReport& report, const SourceMap& sources) {
    Record record;
    record.add_value("error", true).add("message", report.error.message);
    record.add("id", report.subject).add("service", report.service).add("step", report.action);
    if (report.error.where) record.add("where", sources.describe(*report.error.where));
    record.add("notes", notes_of(report));
    if (report.why.container) record.add_value("container", container_record(*report.why.container));
    record.add("output", report.why.output);
    if (!report.waiting.empty()) record.add_value("waiting", waiting_list(report.waiting));
    return record.add("hint", report.error.hint.empty() ? report.why.hint : report.error.hint).take();
}

} // namespace muster::cmd
