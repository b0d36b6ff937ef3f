#include "engine-client/codec.hpp"
#include "engine-client/errors.hpp"
#include "engine-client/json_members.hpp"

namespace muster::engine {

namespace {

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

/// The bits of Go's fs.FileMode, which are not those of stat(2).
constexpr std::int64_t mode_directory = 1LL << 31;
constexpr std::int64_t mode_symlink = 1LL << 27;
constexpr std::int64_t mode_special = 1LL << 26 | 1LL << 25 | 1LL << 24 | 1LL << 21 | 1LL << 19;

PathStat::Kind kind_of_mode(std::int64_t mode) {
    if (mode & mode_directory) return PathStat::Kind::directory;
    if (mode & mode_symlink) return PathStat::Kind::symlink;
    return mode & mode_special ? PathStat::Kind::other : PathStat::Kind::file;
}

} // namespace

void members(const MemberReader& reader, Event& event) {
    std::int64_t seconds = 0;
    reader("Type", event.type);
    reader("Action", event.action);
    reader.object("Actor", [&](const MemberReader& actor) {
        actor("ID", event.actor);
        actor("Attributes", event.attributes);
    });
    reader("time", seconds);
    reader("timeNano", event.time);
    if (event.time == 0) event.time = seconds * nanoseconds_per_second;
}

void members(MemberWriter& writer, const ExecSpec& spec) {
    writer("Cmd", spec.command);
    writer("Env", spec.environment);
    writer("User", spec.user);
    writer("WorkingDir", spec.working_dir);
    writer("Privileged", spec.privileged);
    writer("Tty", spec.tty);
    writer("AttachStdin", spec.attach_stdin);
    writer("AttachStdout", spec.attach_stdout);
    writer("AttachStderr", spec.attach_stderr);
    writer("DetachKeys", spec.detach_keys);
}

Event decode_event(std::string_view line) { return decode<Event>(parse_json(line)); }

std::int64_t decode_wait(std::string_view json) {
    const Json document = parse_json(json);
    const MemberReader reader(document);
    std::string problem;
    reader.object("Error", [&](const MemberReader& error) { error("Message", problem); });
    if (!problem.empty()) throw reported_failure(problem);
    std::int64_t code = 0;
    reader("StatusCode", code);
    return code;
}

PathStat decode_path_stat(std::string_view json) {
    const Json document = parse_json(json);
    const MemberReader reader(document);
    PathStat stat;
    std::int64_t mode = 0;
    reader("name", stat.name);
    reader("size", stat.size);
    reader("linkTarget", stat.link_target);
    reader("mode", mode);
    stat.kind = kind_of_mode(mode);
    return stat;
}

std::string encode_create_exec(const ExecSpec& spec) { return encode(spec); }

std::string encode_start_exec(Detach detach, bool tty) {
    return write_json({{"Detach", detach == Detach::yes}, {"Tty", tty}});
}

std::optional<std::int64_t> decode_exec_exit_code(std::string_view json) {
    const Json document = parse_json(json);
    const MemberReader reader(document);
    bool running = false;
    std::optional<std::int64_t> code;
    reader("Running", running);
    reader("ExitCode", code);
    return running ? std::nullopt : code;
}

} // namespace muster::engine
