#include "base/text.hpp"
#include "compose/execute/explanation.hpp"
#include "compose/execute/step_actions.hpp"
#include "engine-client/line_splitter.hpp"

#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace muster::compose::execute {

namespace {

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

/// Readable once a stop was requested.
class StopDescriptor {
  public:
    explicit StopDescriptor(const std::stop_token& stop)
        : descriptor_(::eventfd(0, EFD_CLOEXEC)),
          waker_(stop, [descriptor = descriptor_] { ::eventfd_write(descriptor, 1); }) {}
    ~StopDescriptor() { ::close(descriptor_); }
    StopDescriptor(const StopDescriptor&) = delete;
    StopDescriptor& operator=(const StopDescriptor&) = delete;

    /// Returns when the stream has something to read, or a stop was requested.
    void wait_for(const engine::Hijacked& stream) const {
        std::array<pollfd, 2> waits{pollfd{stream.descriptor(), POLLIN, 0}, pollfd{descriptor_, POLLIN, 0}};
        while (::poll(waits.data(), waits.size(), -1) < 0 && errno == EINTR) {
        }
    }

  private:
    int descriptor_;
    std::stop_callback<std::function<void()>> waker_;
};

/// Passes on whole lines, until the hook has ended or a stop is requested.
void read_output(engine::Hijacked& stream, const ProgressSink& progress, const std::stop_token& stop) {
    const auto pass = [&](std::string_view line) { progress(std::string(line)); };
    const StopDescriptor stopped(stop);
    engine::LineSplitter lines;
    engine::OutputDemultiplexer frames;
    std::array<char, 1UL << 14> buffer{};
    for (;;) {
        stopped.wait_for(stream);
        const std::size_t count = stop.stop_requested() ? 0 : stream.read(buffer);
        if (count == 0) break;
        frames.feed({buffer.data(), count},
                    [&](engine::OutputStream, std::string_view bytes) { lines.feed(bytes, pass); });
    }
    lines.finish(pass);
}

std::string hook_words(const reconcile::RunHook& step) {
    const bool is_start = step.kind == reconcile::HookKind::post_start;
    return std::string(is_start ? "post_start" : "pre_stop") + " hook of service " + quoted(step.service);
}

/// A container that is to stop and does not run needs no hook before.
std::optional<std::string> create_exec(const reconcile::RunHook& step, const StepContext& context,
                                       const Hook& hook) {
    try {
        return context.engine.create_exec(hooked_container(step, context), exec_spec(hook));
    } catch (const Error& error) {
        const bool is_gone = error.kind == ErrorKind::not_found || error.kind == ErrorKind::conflict;
        if (step.kind == reconcile::HookKind::pre_stop && is_gone) return std::nullopt;
        throw;
    }
}

} // namespace

void run_hook(const reconcile::RunHook& step, const StepContext& context, const ProgressSink& progress,
              std::stop_token stop) {
    const Service& service = context.project.services.at(step.service);
    const auto& hooks = step.kind == reconcile::HookKind::post_start ? service.post_start : service.pre_stop;
    const auto exec = create_exec(step, context, hooks.at(step.index));
    if (!exec) return;
    const auto stream = context.engine.start_exec(*exec, false);
    read_output(*stream, progress, stop);
    if (stop.stop_requested())
        throw Error(ErrorKind::interrupted, "the " + hook_words(step) + " was not waited for");
    const std::int64_t code = context.engine.find_exec_exit_code(*exec).value_or(0);
    if (code == 0) return;
    const std::string meaning = exit_code_meaning(code);
    throw Error(ErrorKind::step_failed, hook_words(step) + " exited with code " + std::to_string(code) +
                                            (meaning.empty() ? "" : " (" + meaning + ")"));
}

} // namespace muster::compose::execute
