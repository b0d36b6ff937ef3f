#include "base/error.hpp"
#include "engine-client/codec.hpp"
#include "engine-client/http_engine.hpp"
#include "engine-client/timestamps.hpp"

namespace muster::engine {

namespace {

constexpr std::int64_t stopped_waiting = -1;

std::string container_path(const std::string& container, const std::string& what) {
    return "/containers/" + encode_segment(container) + what;
}

std::string exec_path(const std::string& exec, const std::string& what) {
    return "/exec/" + encode_segment(exec) + what;
}

Query logs_query(const LogOptions& options) {
    return Query()
        .add("stdout", "1")
        .add("stderr", "1")
        .add("follow", options.follow ? "1" : "0")
        .add("timestamps", options.timestamps ? "1" : "0")
        .add_if_set("since", to_unix_time(options.since))
        .add_if_set("until", to_unix_time(options.until))
        .add_if_set("tail", options.tail);
}

/// A container's output as its two streams. A terminal has but one, without frames.
std::function<void(std::string_view)> output_reader(bool tty, const LogSink& sink) {
    if (tty) return [&sink](std::string_view bytes) { sink(OutputStream::standard_output, bytes); };
    return
        [&sink, frames = OutputDemultiplexer()](std::string_view bytes) mutable { frames.feed(bytes, sink); };
}

std::function<void(const Response&)> opener(const std::function<void()>& on_open) {
    return [&on_open](const Response&) {
        if (on_open) on_open();
    };
}

} // namespace

void HttpEngine::watch_events(const EventQuery& wanted, const std::function<void()>& on_open,
                              const std::function<void(const Event&)>& on_event, std::stop_token stop) {
    const Query query =
        Query()
            .add_if_set("since", wanted.since)
            .add_if_set("until", wanted.until)
            .add_if_set("filters", encode_filters({{"label", wanted.labels}, {"event", wanted.actions}}));
    const auto on_line = [&](std::string_view line) { on_event(decode_event(line)); };
    const Ending ending =
        stream_lines({Method::get, "/events" + query.text()}, {opener(on_open), on_line}, std::move(stop));
    if (ending == Ending::complete && wanted.until.empty())
        throw Error(ErrorKind::connection, "the engine ended its stream of events")
            .suggest("it may have been stopped");
}

void HttpEngine::read_logs(const std::string& container, const LogOptions& options, bool tty,
                           const LogSink& sink, std::stop_token stop) {
    const std::string path = container_path(container, "/logs") + logs_query(options).text();
    stream({Method::get, path}, {{}, output_reader(tty, sink)}, std::move(stop));
}

void HttpEngine::attach_output(const std::string& container, bool tty, const std::function<void()>& on_open,
                               const LogSink& sink, std::stop_token stop) {
    const Query query = Query().add("stream", "1").add("stdout", "1").add("stderr", "1");
    stream({Method::post, container_path(container, "/attach") + query.text()},
           {opener(on_open), output_reader(tty, sink)}, std::move(stop));
}

std::unique_ptr<Hijacked> HttpEngine::attach_container(const std::string& container, const AttachSpec& spec) {
    const Query query = Query()
                            .add("stream", "1")
                            .add("stdin", spec.standard_input ? "1" : "0")
                            .add("stdout", "1")
                            .add("stderr", "1")
                            .add_if_set("detachKeys", spec.detach_keys);
    return open_stream(container_path(container, "/attach") + query.text(), "");
}

std::int64_t HttpEngine::wait_container(const std::string& container, std::stop_token stop, WaitFor condition,
                                        const std::function<void()>& on_open) {
    const Query query =
        Query().add("condition", condition == WaitFor::next_exit ? "next-exit" : "not-running");
    std::string answer;
    const auto on_bytes = [&](std::string_view bytes) { answer += bytes; };
    const Ending ending = stream({Method::post, container_path(container, "/wait") + query.text()},
                                 {opener(on_open), on_bytes}, std::move(stop));
    return ending == Ending::complete ? decode_wait(answer) : stopped_waiting;
}

ProcessTable HttpEngine::list_processes(const std::string& container) {
    return decode_processes(get(container_path(container, "/top")).body);
}

ContainerStats HttpEngine::get_stats(const std::string& container) {
    return decode_stats(get(container_path(container, "/stats") + Query().add("stream", "0").text()).body);
}

void HttpEngine::watch_stats(const std::string& container,
                             const std::function<void(const ContainerStats&)>& on_sample,
                             std::stop_token stop) {
    const std::string path = container_path(container, "/stats") + Query().add("stream", "1").text();
    const auto on_line = [&](std::string_view line) { on_sample(decode_stats(line)); };
    stream_lines({Method::get, path}, {{}, on_line}, std::move(stop));
}

std::string HttpEngine::create_exec(const std::string& container, const ExecSpec& spec) {
    return decode_id(post(container_path(container, "/exec"), encode_create_exec(spec)).body);
}

std::unique_ptr<Hijacked> HttpEngine::start_exec(const std::string& exec, bool tty) {
    return open_stream(exec_path(exec, "/start"), encode_start_exec(Detach::no, tty));
}

void HttpEngine::start_exec_detached(const std::string& exec) {
    post(exec_path(exec, "/start"), encode_start_exec(Detach::yes, false));
}

void HttpEngine::resize_exec(const std::string& exec, TerminalSize size) {
    const Query query = Query().add("h", std::to_string(size.rows)).add("w", std::to_string(size.columns));
    post(exec_path(exec, "/resize") + query.text());
}

std::optional<std::int64_t> HttpEngine::find_exec_exit_code(const std::string& exec) {
    const std::optional<Response> response = find(exec_path(exec, "/json"));
    return response ? decode_exec_exit_code(response->body) : std::nullopt;
}

} // namespace muster::engine
