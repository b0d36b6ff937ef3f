#include "engine-client/build_progress.hpp"

#include "base/text.hpp"
#include "engine-client/base64.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace muster::engine;

namespace {

std::string name_of(BuildProgress::Kind kind) {
    switch (kind) {
    case BuildProgress::Kind::started: return "started";
    case BuildProgress::Kind::cached: return "cached";
    case BuildProgress::Kind::completed: return "completed";
    case BuildProgress::Kind::failed: return "failed";
    case BuildProgress::Kind::output: return "output";
    case BuildProgress::Kind::warning: return "warning";
    }
    return {};
}

/// Progress as lines of text: "started [1/2] FROM x", "output [2/2] RUN y | what it printed".
class Transcript {
  public:
    BuildSink sink() {
        return [this](const BuildProgress& progress) {
            text_ += name_of(progress.kind) + " " + progress.step;
            text_ += progress.text.empty() ? "\n" : " | " + progress.text + "\n";
        };
    }
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

std::vector<nlohmann::json> recorded(const std::string& name) {
    std::ifstream file(std::string(MUSTER_TESTS_DIR) + "/engine-client/data/" + name);
    REQUIRE(file.good());
    std::vector<nlohmann::json> messages;
    for (std::string line; std::getline(file, line);) messages.push_back(nlohmann::json::parse(line));
    return messages;
}

std::string replay_buildkit(const std::string& recording) {
    Transcript transcript;
    BuildkitTrace trace;
    for (const auto& message : recorded(recording))
        if (message.value("id", "") == "moby.buildkit.trace")
            trace.feed(message["aux"].get<std::string>(), transcript.sink());
    trace.finish(transcript.sink());
    return transcript.text();
}

std::string replay_classic(const std::string& recording) {
    Transcript transcript;
    ClassicBuildLog log;
    for (const auto& message : recorded(recording)) {
        if (message.contains("stream")) log.feed(message["stream"].get<std::string>(), transcript.sink());
        if (message.contains("error")) log.fail(message["error"].get<std::string>(), transcript.sink());
    }
    return transcript.text();
}

// Protobuf by hand: every message here is shorter than 128 bytes.

std::string field(int number, const std::string& bytes) {
    return {static_cast<char>(number << 3 | 2), static_cast<char>(bytes.size())};
}

std::string bytes_field(int number, const std::string& bytes) { return field(number, bytes) + bytes; }

std::string number_field(int number, int value) {
    return {static_cast<char>(number << 3), static_cast<char>(value)};
}

std::string vertex(const std::string& digest, const std::string& name, const std::string& more = "") {
    return bytes_field(1, bytes_field(1, digest) + bytes_field(3, name) + more);
}

std::string log(const std::string& digest, int stream, const std::string& text) {
    return bytes_field(3, bytes_field(1, digest) + number_field(3, stream) + bytes_field(4, text));
}

const std::string started = bytes_field(5, "");
const std::string completed = bytes_field(6, "");
const std::string cached = number_field(4, 1);

std::string replay(const std::vector<std::string>& messages) {
    Transcript transcript;
    BuildkitTrace trace;
    for (const std::string& message : messages) trace.feed(encode_base64url(message), transcript.sink());
    trace.finish(transcript.sink());
    return transcript.text();
}

} // namespace

TEST_CASE("a recorded BuildKit build tells the steps and their whole lines of output") {
    CHECK(replay_buildkit("buildkit_success.jsonl") == R"(started [internal] load remote build context
completed [internal] load remote build context
started copy /context /
completed copy /context /
started [internal] load metadata for docker.io/muster-test/busybox:1
completed [internal] load metadata for docker.io/muster-test/busybox:1
started [base 1/3] FROM docker.io/muster-test/busybox:1
completed [base 1/3] FROM docker.io/muster-test/busybox:1
started [base 2/3] COPY file /file
completed [base 2/3] COPY file /file
started [base 3/3] RUN printf "one\ntwo without end" && echo oops >&2
output [base 3/3] RUN printf "one\ntwo without end" && echo oops >&2 | oops
output [base 3/3] RUN printf "one\ntwo without end" && echo oops >&2 | one
output [base 3/3] RUN printf "one\ntwo without end" && echo oops >&2 | two without end
completed [base 3/3] RUN printf "one\ntwo without end" && echo oops >&2
started [stage-1 1/1] RUN sleep 0.3; echo second stage
output [stage-1 1/1] RUN sleep 0.3; echo second stage | second stage
completed [stage-1 1/1] RUN sleep 0.3; echo second stage
started exporting to image
completed exporting to image
)");
}

TEST_CASE("a recorded BuildKit build from the cache says so of each step") {
    CHECK(replay_buildkit("buildkit_cached.jsonl") == R"(started [internal] load remote build context
completed [internal] load remote build context
started copy /context /
completed copy /context /
started [internal] load metadata for docker.io/muster-test/busybox:1
completed [internal] load metadata for docker.io/muster-test/busybox:1
started [base 1/3] FROM docker.io/muster-test/busybox:1
completed [base 1/3] FROM docker.io/muster-test/busybox:1
cached [base 2/3] COPY file /file
cached [base 3/3] RUN printf "one\ntwo without end" && echo oops >&2
cached [stage-1 1/1] RUN sleep 0.3; echo second stage
started exporting to image
completed exporting to image
)");
}

TEST_CASE("a recorded BuildKit build that fails names the failed step and its error") {
    CHECK(replay_buildkit("buildkit_failure.jsonl") == R"(started [internal] load remote build context
completed [internal] load remote build context
started copy /context /
completed copy /context /
started [internal] load metadata for docker.io/muster-test/busybox:1
completed [internal] load metadata for docker.io/muster-test/busybox:1
cached [1/3] FROM docker.io/muster-test/busybox:1
started [2/3] RUN echo before the end; exit 7
output [2/3] RUN echo before the end; exit 7 | before the end
failed [2/3] RUN echo before the end; exit 7 | executor failed running [/bin/sh -c echo before the end; exit 7]: exit code: 7
)");
}

TEST_CASE("a step starts and ends once, however often the engine repeats it") {
    CHECK(replay({vertex("a", "[1/1] RUN x"), vertex("a", "[1/1] RUN x", started),
                  vertex("a", "[1/1] RUN x", started), vertex("a", "[1/1] RUN x", started + completed),
                  vertex("a", "[1/1] RUN x", started + completed)}) == "started [1/1] RUN x\n"
                                                                       "completed [1/1] RUN x\n");
}

TEST_CASE("a step that is first heard of when it has ended is started before it ends") {
    CHECK(replay({vertex("a", "one", started + completed) + vertex("b", "two", completed)}) ==
          "started one\n"
          "completed one\n"
          "started two\n"
          "completed two\n");
    CHECK(replay({vertex("a", "one", started + completed + bytes_field(7, "exit code: 1"))}) ==
          "started one\n"
          "failed one | exit code: 1\n");
}

TEST_CASE("a cached step is not said to start or to complete") {
    CHECK(replay({vertex("a", "one", started + cached), vertex("a", "one", started + completed + cached)}) ==
          "cached one\n");
}

TEST_CASE("output is cut into lines for each step and stream") {
    struct Row {
        std::vector<std::string> pieces;
        std::string lines;
    };
    const std::vector<Row> table = {
        {{"one\ntwo\n"}, "output s | one\noutput s | two\n"},
        {{"o", "ne", "\ntw", "o\n"}, "output s | one\noutput s | two\n"},
        {{"no end"}, "output s | no end\n"},
        {{"blank\n\nline\n"}, "output s | blank\noutput s\noutput s | line\n"},
        {{"windows\r\n"}, "output s | windows\n"},
        {{" 10%\r 50%\r100%\n"}, "output s | 100%\n"},
        {{" 10%\r", "100%\r\n"}, "output s | 100%\n"},
    };
    for (const Row& row : table) {
        std::vector<std::string> messages = {vertex("a", "s", started)};
        for (const std::string& piece : row.pieces) messages.push_back(log("a", 1, piece));
        CHECK(replay(messages) == "started s\n" + row.lines);
    }
}

TEST_CASE("unfinished lines of two steps and streams do not mix, and come before the end of their step") {
    CHECK(replay({vertex("a", "one", started) + vertex("b", "two", started), log("a", 1, "from "),
                  log("b", 1, "from two"), log("a", 2, "an error"), log("a", 1, "one\n"),
                  vertex("a", "one", started + completed)}) == "started one\n"
                                                               "started two\n"
                                                               "output one | from one\n"
                                                               "output one | an error\n"
                                                               "completed one\n"
                                                               "output two | from two\n");
}

TEST_CASE("a warning is told with its step") {
    const std::string warning = bytes_field(4, bytes_field(1, "a") + number_field(2, 1) +
                                                   bytes_field(3, "StageNameCasing: 'As' is odd"));
    CHECK(replay({vertex("a", "[1/1] FROM x"), warning}) ==
          "warning [1/1] FROM x | StageNameCasing: 'As' is odd\n");
}

TEST_CASE("a line without an end is not kept for ever") {
    Transcript transcript;
    BuildkitTrace trace;
    const std::string piece(100, 'x');
    for (int i = 0; i < 700; ++i) trace.feed(encode_base64url(log("a", 1, piece)), transcript.sink());
    CHECK(transcript.text().size() > 60'000);
}

TEST_CASE("a trace that is cut off or changed at any byte is survived") {
    const auto messages = recorded("buildkit_failure.jsonl");
    for (const auto& message : messages) {
        if (message.value("id", "") != "moby.buildkit.trace") continue;
        const std::string whole = *decode_base64(message["aux"].get<std::string>());
        for (std::size_t i = 0; i < whole.size(); ++i) {
            std::string changed = whole;
            changed[i] = static_cast<char>(~changed[i]);
            Transcript transcript;
            BuildkitTrace trace;
            trace.feed(encode_base64url(std::string_view(whole).substr(0, i)), transcript.sink());
            trace.feed(encode_base64url(changed), transcript.sink());
            trace.finish(transcript.sink());
        }
    }
    Transcript transcript;
    BuildkitTrace().feed("not base64 at all!", transcript.sink());
    CHECK(transcript.text() == "");
}

TEST_CASE("a recorded classic build tells the steps and their output") {
    CHECK(replay_classic("classic_success.jsonl") == R"(started Step 1/5 : FROM muster-test/busybox:1 AS base
completed Step 1/5 : FROM muster-test/busybox:1 AS base
started Step 2/5 : COPY file /file
completed Step 2/5 : COPY file /file
started Step 3/5 : RUN printf "one\ntwo without end" && echo oops >&2
output Step 3/5 : RUN printf "one\ntwo without end" && echo oops >&2 | one
output Step 3/5 : RUN printf "one\ntwo without end" && echo oops >&2 | two without endoops
completed Step 3/5 : RUN printf "one\ntwo without end" && echo oops >&2
started Step 4/5 : FROM base
completed Step 4/5 : FROM base
started Step 5/5 : RUN sleep 0.3; echo second stage
output Step 5/5 : RUN sleep 0.3; echo second stage | second stage
completed Step 5/5 : RUN sleep 0.3; echo second stage
)");
}

TEST_CASE("a recorded classic build from the cache says so, and passes on the warning") {
    CHECK(replay_classic("classic_cached.jsonl") == R"(started Step 1/5 : FROM muster-test/busybox:1 AS base
completed Step 1/5 : FROM muster-test/busybox:1 AS base
started Step 2/5 : COPY file /file
cached Step 2/5 : COPY file /file
started Step 3/5 : RUN printf "one\ntwo without end" && echo oops >&2
cached Step 3/5 : RUN printf "one\ntwo without end" && echo oops >&2
started Step 4/5 : FROM base
completed Step 4/5 : FROM base
started Step 5/5 : RUN sleep 0.3; echo second stage
warning Step 5/5 : RUN sleep 0.3; echo second stage | One or more build-args [X] were not consumed
cached Step 5/5 : RUN sleep 0.3; echo second stage
)");
}

TEST_CASE("a recorded classic build that fails names the step that was running") {
    CHECK(replay_classic("classic_failure.jsonl") == R"(started Step 1/3 : FROM muster-test/busybox:1
completed Step 1/3 : FROM muster-test/busybox:1
started Step 2/3 : RUN echo before the end; exit 7
output Step 2/3 : RUN echo before the end; exit 7 | before the end
failed Step 2/3 : RUN echo before the end; exit 7 | The command '/bin/sh -c echo before the end; exit 7' returned a non-zero code: 7
)");
}

TEST_CASE("a classic build that fails before any step tells no step") {
    Transcript transcript;
    ClassicBuildLog().fail("dockerfile parse error line 1: unknown instruction: FROMM", transcript.sink());
    CHECK(transcript.text() == "");
}
