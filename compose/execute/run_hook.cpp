#include "base/text.hpp"
#include "compose/execute/step_actions.hpp"

#include <array>
#include <deque>

namespace muster::compose::execute {

namespace {

constexpr std::size_t kept_lines = 10;

/// Passes on whole lines and keeps the last few for an error message.
class LineTail {
  public:
    explicit LineTail(const ProgressSink& progress) : progress_(progress) {}

    void feed(std::string_view bytes) {
        unfinished_ += bytes;
        for (std::size_t end = 0; (end = unfinished_.find('\n')) != std::string::npos;) {
            add_line(unfinished_.substr(0, end));
            unfinished_.erase(0, end + 1);
        }
    }

    std::string finish() {
        if (!unfinished_.empty()) add_line(std::exchange(unfinished_, {}));
        return join({lines_.begin(), lines_.end()}, "\n");
    }

  private:
    void add_line(const std::string& line) {
        progress_(line);
        lines_.push_back(line);
        if (lines_.size() > kept_lines) lines_.pop_front();
    }

    const ProgressSink& progress_;
    std::string unfinished_;
    std::deque<std::string> lines_;
};

engine::ExecSpec exec_spec(const Hook& hook) {
    engine::ExecSpec spec;
    spec.command = hook.command.words.value_or(std::vector<std::string>{});
    for (const auto& [name, value] : hook.environment.entries)
        if (value) spec.environment.push_back(name + "=" + *value);
    spec.user = hook.user;
    spec.working_dir = hook.working_dir;
    spec.privileged = hook.privileged;
    return spec;
}

/// A pre_stop hook runs in the container that stops, which may be replaced by one of the same name.
std::string hooked_container(const reconcile::RunHook& step, const StepContext& context) {
    const bool is_stop = step.kind == reconcile::HookKind::pre_stop;
    return is_stop ? step.container.id : context.outcomes.id_of(step.container);
}

std::string read_output(engine::Hijacked& stream, const ProgressSink& progress) {
    LineTail tail(progress);
    engine::OutputDemultiplexer frames;
    std::array<char, 1UL << 14> buffer{};
    while (const std::size_t count = stream.read(buffer))
        frames.feed({buffer.data(), count},
                    [&](engine::OutputStream, std::string_view bytes) { tail.feed(bytes); });
    return tail.finish();
}

} // namespace

void run_hook(const reconcile::RunHook& step, const StepContext& context, const ProgressSink& progress) {
    const bool is_start = step.kind == reconcile::HookKind::post_start;
    const Service& service = context.project.services.at(step.service);
    const Hook& hook = (is_start ? service.post_start : service.pre_stop).at(step.index);
    const std::string exec = context.engine.create_exec(hooked_container(step, context), exec_spec(hook));
    const auto stream = context.engine.start_exec(exec, false);
    const std::string output = read_output(*stream, progress);
    const std::int64_t code = context.engine.find_exec_exit_code(exec).value_or(0);
    if (code == 0) return;
    Error error(ErrorKind::step_failed, std::string(is_start ? "post_start" : "pre_stop") +
                                            " hook of service " + quoted(service.name) +
                                            " exited with code " + std::to_string(code));
    if (!output.empty()) error.note("its last output:\n" + output);
    throw error;
}

} // namespace muster::compose::execute
