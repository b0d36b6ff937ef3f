#include "compose/execute/log_follower.hpp"

#include "base/text.hpp"
#include "compose/translate/labels.hpp"

#include <algorithm>
#include <array>

namespace muster::compose::execute {

using engine::ContainerDetails;
using engine::ContainerState;
using engine::LogOptions;
using engine::OutputStream;

struct LogFollower::Source {
    std::string name;
    std::string id;
    LogOptions options;
    std::int64_t last_seen = 0; ///< the time of the last line passed on; 0: not known
    ContainerDetails followed;  ///< as the container was when following its present run began
    bool is_open = false;       ///< nothing that it prints can be missed any more; guarded by mutex_
    bool is_active = false;     ///< guarded by mutex_
};

namespace {

constexpr char never[] = "0001-01-01T00:00:00Z";

bool is_unchanged(const ContainerDetails& now, const ContainerDetails& before) {
    return now.state == before.state && now.started_at == before.started_at &&
           now.restart_count == before.restart_count;
}

/// Whether the container is still in the run that was followed: a process may close its output long before
/// it ends, and the engine needs a moment to notice the end.
bool is_same_run(const ContainerDetails& now, const ContainerDetails& followed) {
    const bool has_process = now.state == ContainerState::running || now.state == ContainerState::paused;
    return has_process && now.restart_count == followed.restart_count &&
           (followed.started_at == never || now.started_at == followed.started_at);
}

std::vector<std::string> project_filter(const ContainerDetails& container) {
    const std::string project = translate::find_label(container.spec.labels, translate::label::project);
    if (project.empty()) return {};
    return {translate::label_filter(translate::label::project, project)};
}

std::size_t index_of(OutputStream stream) { return stream == OutputStream::standard_output ? 0 : 1; }

ContainerDetails get_container(engine::Engine& engine, const std::string& id) {
    auto found = engine.find_container(id);
    if (!found) throw Error(ErrorKind::not_found, "container " + quoted(id) + " does not exist");
    return std::move(*found);
}

} // namespace

LogFollower::LogFollower(engine::Engine& engine, Callbacks callbacks)
    : engine_(engine), callbacks_(std::move(callbacks)) {}

LogFollower::~LogFollower() { stop(); }

void LogFollower::attach_before_start(const std::string& name, const std::string& id) {
    std::unique_lock lock(mutex_);
    Source& source = source_of(id);
    source.name = name;
    begin(source, Begin::attach);
    changed_.wait(lock, [&] { return source.is_open || !source.is_active; });
}

void LogFollower::follow_running(const std::string& name, const std::string& id, const LogOptions& options,
                                 std::int64_t after) {
    const std::lock_guard lock(mutex_);
    Source& source = source_of(id);
    if (source.is_active) return;
    source.name = name;
    source.options = options;
    source.last_seen = std::max(source.last_seen, after);
    begin(source, Begin::read);
}

LogFollower::Source& LogFollower::source_of(const std::string& id) {
    for (const auto& source : sources_)
        if (source->id == id) return *source;
    sources_.push_back(std::make_unique<Source>());
    sources_.back()->id = id;
    return *sources_.back();
}

void LogFollower::begin(Source& source, Begin how) {
    if (stopped_) return;
    source.is_active = true;
    source.is_open = false;
    ++active_;
    threads_.emplace_back([this, &source, how](std::stop_token stop) { run(source, how, stop); });
}

void LogFollower::run(Source& source, Begin how, std::stop_token stop) {
    try {
        follow(source, how, stop);
    } catch (const Error& error) {
        if (callbacks_.on_error && !stop.stop_requested()) callbacks_.on_error(source.name, error);
    }
    const std::lock_guard lock(mutex_);
    source.is_active = false;
    --active_;
    changed_.notify_all();
}

void LogFollower::follow(Source& source, Begin how, std::stop_token stop) {
    source.followed = get_container(engine_, source.id);
    if (how == Begin::attach)
        attach(source, stop);
    else
        read(source, stop);
    while (goes_on(source, how, stop)) {
        how = Begin::read;
        read(source, stop);
    }
}

void LogFollower::attach(Source& source, std::stop_token stop) {
    // The start that is to come begins a new count.
    source.followed.started_at = never;
    source.followed.restart_count = 0;
    const auto on_open = [&] {
        const std::lock_guard lock(mutex_);
        source.is_open = true;
        changed_.notify_all();
    };
    const auto sink = [&](OutputStream stream, std::string_view bytes) {
        callbacks_.on_output(source.name, stream, bytes);
    };
    engine_.attach_output(source.id, source.followed.tty, on_open, sink, std::move(stop));
}

void LogFollower::read(Source& source, std::stop_token stop) {
    LogOptions options = source.options;
    options.follow = true;
    options.timestamps = true;
    if (source.last_seen > 0) {
        options.since = to_since(source.last_seen);
        options.tail = "all";
    }
    const std::int64_t after = source.last_seen;
    std::array<LogTimestamps, 2> logs;
    OutputStream stream = OutputStream::standard_output;
    const LogTimestamps::Sink pass = [&](const LogPiece& piece) {
        if (piece.time > 0 && piece.time <= after) return;
        source.last_seen = std::max(source.last_seen, piece.time);
        if (source.options.timestamps && !piece.stamp.empty())
            callbacks_.on_output(source.name, stream, piece.stamp);
        callbacks_.on_output(source.name, stream, piece.text);
    };
    const auto sink = [&](OutputStream from, std::string_view bytes) {
        stream = from;
        logs[index_of(from)].feed(bytes, pass);
    };
    engine_.read_logs(source.id, options, source.followed.tty, sink, std::move(stop));
    for (const OutputStream each : {OutputStream::standard_output, OutputStream::standard_error}) {
        stream = each;
        logs[index_of(each)].finish(pass);
    }
}

bool LogFollower::goes_on(Source& source, Begin how, std::stop_token stop) {
    if (stop.stop_requested()) return false;
    std::optional<ContainerDetails> seen = engine_.find_container(source.id);
    while (seen && is_same_run(*seen, source.followed) && !stop.stop_requested())
        seen = wait_for_change(*seen, stop);
    if (stop.stop_requested()) return false;
    report_end(source, seen);
    if (!seen || !is_alive(*seen)) return false;
    // What was attached to had no timestamps.
    const std::int64_t last_logged = how == Begin::attach ? last_logged_time(source) : source.last_seen;
    const std::string ended_run = seen->state == ContainerState::restarting ? seen->started_at : never;
    // A log cannot be followed while its container waits for its next run.
    if (seen->state == ContainerState::restarting) seen = wait_for_change(*seen, stop);
    if (!seen || stop.stop_requested()) return false;
    const std::int64_t run_begin = parse_timestamp(seen->started_at).value_or(0);
    const bool is_of_new_run = seen->started_at != ended_run && last_logged >= run_begin;
    const bool is_known = last_logged > 0 && (how == Begin::read || !is_of_new_run);
    source.last_seen = is_known ? last_logged : end_of_previous_run(*seen);
    source.followed = std::move(*seen);
    return true;
}

void LogFollower::report_end(const Source& source, const std::optional<ContainerDetails>& seen) {
    callbacks_.on_end(
        {.name = source.name, .exit_code = seen ? seen->exit_code : 0, .restarts = seen && is_alive(*seen)});
}

std::int64_t LogFollower::last_logged_time(const Source& source) {
    LogOptions last_line;
    last_line.tail = "1";
    last_line.timestamps = true;
    std::int64_t time = 0;
    LogTimestamps log;
    const auto sink = [&](OutputStream, std::string_view bytes) {
        log.feed(bytes, [&](const LogPiece& piece) { time = std::max(time, piece.time); });
    };
    engine_.read_logs(source.id, last_line, source.followed.tty, sink, {});
    return time;
}

std::optional<ContainerDetails> LogFollower::wait_for_change(const ContainerDetails& seen,
                                                             std::stop_token stop) {
    std::optional<ContainerDetails> now = seen;
    std::stop_source settled;
    const std::stop_callback forward(stop, [&settled] { settled.request_stop(); });
    const auto look = [&] {
        now = engine_.find_container(seen.id);
        if (!now || !is_unchanged(*now, seen)) settled.request_stop();
    };
    const auto on_event = [&](const engine::Event& event) {
        if (event.actor == seen.id) look();
    };
    const engine::EventQuery query{.labels = project_filter(seen),
                                   .actions = {"start", "die", "stop", "restart", "destroy"}};
    engine_.watch_events(query, look, on_event, settled.get_token());
    return now;
}

void LogFollower::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopped_ || active_ == 0; });
}

void LogFollower::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    for (std::jthread& thread : threads_) thread.request_stop();
    changed_.notify_all();
}

} // namespace muster::compose::execute
