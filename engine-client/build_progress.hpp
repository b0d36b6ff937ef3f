#pragma once

#include "engine-client/types.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace muster::engine {

using BuildSink = std::function<void(const BuildProgress&)>;

/// What BuildKit reports while it builds, as progress of steps. A step is `started` before anything else is
/// said of it, and ends once: `cached`, `completed` or `failed`. A step taken from the cache may never start.
/// Source: POST /build?version=2, the "moby.buildkit.trace" lines (moby.buildkit.v1.StatusResponse).
class BuildkitTrace {
  public:
    /// `base64_protobuf`: the line's "aux". What cannot be decoded is passed over.
    void feed(std::string_view base64_protobuf, const BuildSink& sink);

    /// To be called at the end of the stream: hands out output whose line was never ended.
    void finish(const BuildSink& sink);

  private:
    struct Step {
        std::string name;
        bool is_started = false;
        bool is_ended = false;
        std::map<std::uint64_t, std::string> unfinished_lines; ///< by output stream
    };

    static void start(Step& step, const BuildSink& sink);
    static void end(Step& step, const BuildProgress& how, const BuildSink& sink);
    static void flush(Step& step, const BuildSink& sink);
    void read_vertex(std::string_view message, const BuildSink& sink);
    void read_log(std::string_view message, const BuildSink& sink);
    void read_warning(std::string_view message, const BuildSink& sink);
    Step& step_of(std::string_view digest);

    std::map<std::string, Step, std::less<>> steps_; ///< by digest
};

/// The classic builder's text ("Step 1/5 : FROM x", " ---> Using cache") as progress of steps: each is
/// `started`, and ends as `cached` or `completed`. Source: POST /build, the "stream" lines.
class ClassicBuildLog {
  public:
    void feed(std::string_view stream_text, const BuildSink& sink);

    /// The engine reported an error: the step that was running `failed`.
    void fail(std::string_view error, const BuildSink& sink);

  private:
    void read_line(std::string_view line, const BuildSink& sink);
    void end_step(const BuildSink& sink);

    std::string unfinished_line_;
    std::string step_;
    bool is_cached_ = false;
};

} // namespace muster::engine
