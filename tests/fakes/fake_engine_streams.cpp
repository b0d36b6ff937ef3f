#include "base/text.hpp"
#include "engine-client/timestamps.hpp"
#include "tests/fakes/engine_refusal.hpp"
#include "tests/fakes/fake_engine_access.hpp"
#include "tests/fakes/fake_hijacked.hpp"

#include <algorithm>

namespace muster::fakes {

using engine::Event;

namespace {

/// RFC 3339, or UNIX seconds with a fraction or without; nothing for an empty text.
std::optional<std::int64_t> nanoseconds(const std::string& moment) {
    if (moment.empty()) return std::nullopt;
    const std::string seconds = engine::to_unix_time(moment);
    const std::size_t dot = seconds.find('.');
    std::string fraction = dot == std::string::npos ? "" : seconds.substr(dot + 1);
    fraction.resize(9, '0');
    return std::stoll(seconds.substr(0, dot)) * 1'000'000'000 + std::stoll(fraction);
}

/// Splits the output into lines, as the log keeps them.
std::vector<FakeOutput> lines_of(const std::vector<FakeOutput>& output) {
    std::vector<FakeOutput> lines;
    for (const FakeOutput& piece : output) {
        std::string_view rest = piece.text;
        for (std::int64_t number = 0; !rest.empty(); ++number) {
            const std::size_t length = std::min(rest.find('\n'), rest.size() - 1) + 1;
            lines.push_back({piece.stream, std::string(rest.substr(0, length)), piece.time + number});
            rest.remove_prefix(length);
        }
    }
    return lines;
}

void print_lines(std::vector<FakeOutput> lines, const engine::LogOptions& options,
                 const engine::LogSink& sink) {
    const auto first = nanoseconds(options.since);
    const auto last = nanoseconds(options.until);
    std::erase_if(lines, [&](const FakeOutput& line) {
        return (first && line.time < *first) || (last && line.time > *last);
    });
    const bool has_tail = !options.tail.empty() && options.tail != "all";
    const std::size_t kept = has_tail ? std::stoul(options.tail) : lines.size();
    for (std::size_t i = lines.size() - std::min(kept, lines.size()); i < lines.size(); ++i)
        sink(lines[i].stream, (options.timestamps ? to_rfc3339(lines[i].time) + " " : "") + lines[i].text);
}

/// An action with a detail ("health_status: healthy", "exec_die") is asked for by what stands before the
/// colon.
bool is_among(const std::vector<std::string>& actions, const std::string& action) {
    const std::string name = action.substr(0, action.find(':'));
    return actions.empty() || std::find(actions.begin(), actions.end(), name) != actions.end();
}

} // namespace

void FakeEngine::watch_events(const engine::EventQuery& query, const std::function<void()>& on_open,
                              const std::function<void(const Event&)>& on_event, std::stop_token stop) {
    std::size_t next = 0;
    perform(Effect::reads, "watch_events", [&] { next = query.since.empty() ? state_->events.size() : 0; });
    if (on_open) on_open();
    const auto first = nanoseconds(query.since);
    const auto last = nanoseconds(query.until);
    while (const auto event = next_event(next, last ? Waiting::no : Waiting::yes, stop)) {
        const bool is_in_time = (!first || event->time >= *first) && (!last || event->time <= *last);
        if (is_in_time && is_among(query.actions, event->action) &&
            has_labels(event->attributes, query.labels))
            on_event(*event);
    }
}

std::optional<Event> FakeEngine::next_event(std::size_t& next, Waiting waiting, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    const auto has_more = [&] { return next < state_->events.size(); };
    if (waiting == Waiting::yes) changed_.wait(lock, stop, has_more);
    if (stop.stop_requested() || !has_more()) return std::nullopt;
    return state_->events[next++];
}

void FakeEngine::read_logs(const std::string& container, const engine::LogOptions& options, bool,
                           const engine::LogSink& sink, std::stop_token stop) {
    std::shared_ptr<FakeContainer> found;
    std::vector<FakeOutput> output;
    std::size_t exits = 0;
    perform(Effect::reads, "read_logs " + container_name(container), [&] {
        found = state_->get_container(container);
        output = found->output;
        exits = found->exits;
    });
    print_lines(lines_of(output), options, sink);
    const auto ends = [found, exits] { return found->exits > exits || !found->is_alive(); };
    engine::LogOptions live = options;
    live.tail = "all";
    const auto pass = [&](const FakeOutput& piece) { print_lines(lines_of({piece}), live, sink); };
    if (options.follow) follow_output(*found, output.size(), ends, pass, stop);
}

void FakeEngine::attach_output(const std::string& container, bool, const std::function<void()>& on_open,
                               const engine::LogSink& sink, std::stop_token stop) {
    std::shared_ptr<FakeContainer> found;
    std::size_t next = 0;
    std::size_t exits = 0;
    perform(Effect::reads, "attach_output " + container_name(container), [&] {
        found = state_->get_container(container);
        next = found->output.size();
        exits = found->exits;
    });
    if (on_open) on_open();
    const auto ends = [found, exits] { return found->exits > exits || found->is_removed; };
    const auto pass = [&](const FakeOutput& piece) { sink(piece.stream, piece.text); };
    follow_output(*found, next, ends, pass, stop);
}

void FakeEngine::follow_output(const FakeContainer& container, std::size_t next,
                               const std::function<bool()>& ends,
                               const std::function<void(const FakeOutput&)>& pass, std::stop_token stop) {
    for (;;) {
        std::unique_lock lock(mutex_);
        const auto has_more = [&] { return next < container.output.size(); };
        changed_.wait(lock, stop, [&] { return has_more() || ends(); });
        if (stop.stop_requested() || !has_more()) return;
        const FakeOutput piece = container.output[next++];
        lock.unlock();
        pass(piece);
    }
}

std::unique_ptr<engine::Hijacked> FakeEngine::attach_container(const std::string& container,
                                                               const engine::AttachSpec&) {
    const std::string line = "attach_container " + container_name(container);
    return perform(Effect::changes, line, [&]() -> std::unique_ptr<engine::Hijacked> {
        const auto found = state_->get_container(container);
        ExecScript printed;
        for (const FakeOutput& piece : found->output)
            (piece.stream == engine::OutputStream::standard_output ? printed.standard_output
                                                                   : printed.standard_error) += piece.text;
        return std::make_unique<FakeHijacked>(output_of(printed, found->spec.tty));
    });
}

std::int64_t FakeEngine::wait_container(const std::string& container, std::stop_token stop, WaitFor condition,
                                        const std::function<void()>& on_open) {
    std::shared_ptr<FakeContainer> found;
    std::size_t exits = 0;
    perform(Effect::reads, "wait_container " + container_name(container), [&] {
        found = state_->get_container(container);
        exits = found->exits;
    });
    if (on_open) on_open();
    const auto is_over = [&] {
        const bool is_stopped = condition == WaitFor::not_running && !found->is_alive();
        return is_stopped || found->exits > exits || found->is_removed;
    };
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, is_over);
    return is_over() ? found->exit_code : -1;
}

// Looking into containers

engine::ProcessTable FakeEngine::list_processes(const std::string& container) {
    const std::string line = "list_processes " + container_name(container);
    return perform(Effect::reads, line, [&] {
        const auto found = state_->get_container(container);
        if (!found->is_alive()) throw conflict("container " + found->id + " is not running");
        return engine::ProcessTable{
            {"PID", "CMD"}, {{"1", join(found->spec.command.value_or(std::vector<std::string>{}), " ")}}};
    });
}

engine::ContainerStats FakeEngine::get_stats(const std::string& container) {
    return perform(Effect::reads, "get_stats " + container_name(container),
                   [&] { return state_->get_container(container)->stats; });
}

void FakeEngine::watch_stats(const std::string& container,
                             const std::function<void(const engine::ContainerStats&)>& on_sample,
                             std::stop_token stop) {
    const auto found = perform(Effect::reads, "watch_stats " + container_name(container),
                               [&] { return state_->get_container(container); });
    std::unique_lock lock(mutex_);
    do {
        const engine::ContainerStats sample = found->stats;
        lock.unlock();
        on_sample(sample);
        lock.lock();
        changed_.wait(lock, stop, [&] { return !found->is_alive() || !(found->stats == sample); });
    } while (found->is_alive() && !stop.stop_requested());
}

// Execs

std::string FakeEngine::exec_line(const std::string& method, const std::string& exec) const {
    const std::lock_guard lock(mutex_);
    const std::string* container = state_->find_exec_container(exec);
    return method + " " + (container ? *container : exec);
}

std::string FakeEngine::create_exec(const std::string& container, const engine::ExecSpec& spec) {
    const std::string line = "create_exec " + container_name(container) + " " + join(spec.command, " ");
    return perform(Effect::changes, line,
                   [&] { return state_->create_exec(*state_->get_container(container), spec); });
}

std::unique_ptr<engine::Hijacked> FakeEngine::start_exec(const std::string& exec, bool tty) {
    const std::string line = exec_line("start_exec", exec);
    return perform(Effect::changes, line, [&]() -> std::unique_ptr<engine::Hijacked> {
        return std::make_unique<FakeHijacked>(output_of(state_->run_exec(state_->get_exec(exec)), tty));
    });
}

void FakeEngine::start_exec_detached(const std::string& exec) {
    const std::string line = exec_line("start_exec_detached", exec);
    perform(Effect::changes, line, [&] { state_->run_exec(state_->get_exec(exec)); });
}

void FakeEngine::resize_exec(const std::string& exec, engine::TerminalSize size) {
    const std::string line =
        exec_line("resize_exec", exec) + " " + std::to_string(size.rows) + "x" + std::to_string(size.columns);
    perform(Effect::changes, line, [&] { state_->get_exec(exec); });
}

std::optional<std::int64_t> FakeEngine::find_exec_exit_code(const std::string& exec) {
    const std::string line = exec_line("find_exec_exit_code", exec);
    return perform(Effect::reads, line, [&] { return state_->get_exec(exec).exit_code; });
}

} // namespace muster::fakes
