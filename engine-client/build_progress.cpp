#include "engine-client/build_progress.hpp"

#include "engine-client/base64.hpp"
#include "engine-client/protobuf_reader.hpp"

#include <algorithm>
#include <utility>

namespace muster::engine {

using Kind = BuildProgress::Kind;

namespace {

/// A line without an end that grows beyond this is handed out as it is.
constexpr std::size_t longest_line = 64UL << 10;

/// What a terminal would show of a line in which the cursor went back to the start.
std::string_view after_carriage_returns(std::string_view line) {
    while (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t last = line.rfind('\r');
    return last == std::string_view::npos ? line : line.substr(last + 1);
}

/// Adds text to an unfinished line and hands out the lines that are now whole.
void split_lines(std::string& unfinished, std::string_view text,
                 const std::function<void(std::string_view)>& sink) {
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        const std::string line = std::exchange(unfinished, {}).append(text.substr(0, end));
        text.remove_prefix(end + 1);
        sink(after_carriage_returns(line));
    }
    unfinished += text;
    if (unfinished.size() > longest_line) sink(after_carriage_returns(std::exchange(unfinished, {})));
}

/// The classic builder shows standard error in red.
std::string_view without_red(std::string_view text) {
    constexpr std::string_view red = "\x1b[91m", plain = "\x1b[0m";
    if (!text.starts_with(red) || !text.ends_with(plain)) return text;
    return text.substr(red.size(), text.size() - red.size() - plain.size());
}

bool is_step(std::string_view line) {
    return line.starts_with("Step ") && line.find(" : ") != std::string_view::npos;
}

/// Ids of images and containers in between, which say nothing to the user.
bool is_bookkeeping(std::string_view line) {
    return line.starts_with(" ---> ") || line.starts_with("Removing intermediate container ") ||
           line.starts_with("Successfully tagged ");
}

} // namespace

// moby.buildkit.v1.StatusResponse { Vertex vertexes = 1; VertexStatus statuses = 2; VertexLog logs = 3;
//                                   VertexWarning warnings = 4; }

void BuildkitTrace::feed(std::string_view base64_protobuf, const BuildSink& sink) {
    const std::optional<std::string> message = decode_base64(base64_protobuf);
    if (!message) return;
    ProtobufReader reader(*message);
    while (const auto field = reader.next()) {
        if (field->number == 1) read_vertex(field->bytes, sink);
        if (field->number == 3) read_log(field->bytes, sink);
        if (field->number == 4) read_warning(field->bytes, sink);
    }
}

void BuildkitTrace::finish(const BuildSink& sink) {
    for (auto& [digest, step] : steps_) flush(step, sink);
}

// Vertex { digest = 1; inputs = 2; name = 3; cached = 4; started = 5; completed = 6; error = 7; }

void BuildkitTrace::read_vertex(std::string_view message, const BuildSink& sink) {
    std::string_view digest, name, error;
    bool is_cached = false, has_started = false, has_completed = false;
    ProtobufReader reader(message);
    while (const auto field = reader.next()) {
        switch (field->number) {
        case 1: digest = field->bytes; break;
        case 3: name = field->bytes; break;
        case 4: is_cached = field->value != 0; break;
        case 5: has_started = true; break;
        case 6: has_completed = true; break;
        case 7: error = field->bytes; break;
        }
    }
    Step& step = step_of(digest);
    if (!name.empty()) step.name = name;
    if (has_started && !is_cached) start(step, sink);
    if (!error.empty())
        end(step, {Kind::failed, step.name, std::string(error)}, sink);
    else if (is_cached)
        end(step, {Kind::cached, step.name, ""}, sink);
    else if (has_completed)
        end(step, {Kind::completed, step.name, ""}, sink);
}

// VertexLog { vertex = 1; timestamp = 2; stream = 3; msg = 4; }

void BuildkitTrace::read_log(std::string_view message, const BuildSink& sink) {
    std::string_view digest, text;
    std::uint64_t stream = 0;
    ProtobufReader reader(message);
    while (const auto field = reader.next()) {
        if (field->number == 1) digest = field->bytes;
        if (field->number == 3) stream = field->value;
        if (field->number == 4) text = field->bytes;
    }
    Step& step = step_of(digest);
    split_lines(step.unfinished_lines[stream], text, [&](std::string_view line) {
        sink({Kind::output, step.name, std::string(line)});
    });
}

// VertexWarning { vertex = 1; level = 2; short = 3; detail = 4; url = 5; }

void BuildkitTrace::read_warning(std::string_view message, const BuildSink& sink) {
    std::string_view digest, text;
    ProtobufReader reader(message);
    while (const auto field = reader.next()) {
        if (field->number == 1) digest = field->bytes;
        if (field->number == 3) text = field->bytes;
    }
    if (!text.empty()) sink({Kind::warning, step_of(digest).name, std::string(text)});
}

BuildkitTrace::Step& BuildkitTrace::step_of(std::string_view digest) {
    const auto found = steps_.find(digest);
    return found != steps_.end() ? found->second : steps_[std::string(digest)];
}

void BuildkitTrace::start(Step& step, const BuildSink& sink) {
    if (std::exchange(step.is_started, true)) return;
    sink({Kind::started, step.name, ""});
}

void BuildkitTrace::end(Step& step, const BuildProgress& how, const BuildSink& sink) {
    if (std::exchange(step.is_ended, true)) return;
    if (how.kind != Kind::cached) start(step, sink);
    flush(step, sink);
    sink(how);
}

void BuildkitTrace::flush(Step& step, const BuildSink& sink) {
    for (auto& [stream, line] : std::exchange(step.unfinished_lines, {}))
        if (!line.empty()) sink({Kind::output, step.name, std::string(after_carriage_returns(line))});
}

// The classic builder

void ClassicBuildLog::feed(std::string_view stream_text, const BuildSink& sink) {
    split_lines(unfinished_line_, without_red(stream_text),
                [&](std::string_view line) { read_line(line, sink); });
}

void ClassicBuildLog::fail(std::string_view error, const BuildSink& sink) {
    const std::string rest = std::exchange(unfinished_line_, {});
    if (!rest.empty()) read_line(after_carriage_returns(rest), sink);
    if (!step_.empty()) sink({Kind::failed, std::exchange(step_, {}), std::string(error)});
}

void ClassicBuildLog::read_line(std::string_view line, const BuildSink& sink) {
    constexpr std::string_view warning = "[Warning] ";
    if (is_step(line)) {
        end_step(sink);
        step_ = line;
        is_cached_ = false;
        return sink({Kind::started, step_, ""});
    }
    if (line == " ---> Using cache")
        is_cached_ = true;
    else if (line.starts_with("Successfully built "))
        end_step(sink);
    else if (line.starts_with(warning))
        sink({Kind::warning, step_, std::string(line.substr(warning.size()))});
    else if (!is_bookkeeping(line))
        sink({Kind::output, step_, std::string(line)});
}

void ClassicBuildLog::end_step(const BuildSink& sink) {
    if (!step_.empty()) sink({is_cached_ ? Kind::cached : Kind::completed, std::exchange(step_, {}), ""});
}

} // namespace muster::engine
