#include "cmd/main_process.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "cmd/exit_code.hpp"

#include <optional>
#include <unistd.h>

namespace muster::cmd {

namespace {

engine::ContainerDetails get_details(engine::Engine& engine, const std::string& container) {
    auto details = engine.find_container(container);
    if (!details) throw Error(ErrorKind::not_found, "container " + quoted(container) + " is gone");
    return std::move(*details);
}

/// Of a container that is still to be started, the end of its first run.
engine::Engine::WaitFor awaited_end(const engine::ContainerDetails& details) {
    const bool has_started = details.state != engine::ContainerState::created;
    return has_started ? engine::Engine::WaitFor::not_running : engine::Engine::WaitFor::next_exit;
}

bool takes_input(const MainProcess& process, const engine::ContainerDetails& details) {
    return process.has_input && details.spec.open_stdin;
}

/// Told of the end of its input, the engine ends the output too, unless the container reads input once only.
ExecEnds::InputEnd input_end(const engine::ContainerDetails& details) {
    return details.spec.stdin_once ? ExecEnds::InputEnd::pass_on : ExecEnds::InputEnd::keep;
}

std::unique_ptr<engine::Hijacked> attach(engine::Engine& engine, const MainProcess& process,
                                         const engine::ContainerDetails& details) {
    const bool has_input = takes_input(process, details);
    if (has_input && details.tty && ::isatty(STDIN_FILENO) != 1)
        throw Error(ErrorKind::usage, "the container has a terminal, but standard input is none");
    return engine.attach_container(
        process.container,
        {.standard_input = has_input, .detach_keys = details.tty ? process.detach_keys : ""});
}

} // namespace

AwaitedExit::AwaitedExit(engine::Engine& engine, const std::string& container,
                         engine::Engine::WaitFor condition) {
    std::promise<void> open;
    std::future<void> opened = open.get_future();
    auto wait = [&engine, container, condition, stop = stop_.get_token(), open = std::move(open)]() mutable {
        bool is_open = false;
        const auto on_open = [&] {
            is_open = true;
            open.set_value();
        };
        try {
            return engine.wait_container(container, stop, condition, on_open);
        } catch (...) {
            if (!is_open) open.set_exception(std::current_exception());
            throw;
        }
    };
    code_ = std::async(std::launch::async, std::move(wait));
    opened.get();
}

// The future waits for its thread.
AwaitedExit::~AwaitedExit() { stop_.request_stop(); }

AttachedProcess::AttachedProcess(Session& session, MainProcess process)
    : session_(session), process_(std::move(process)),
      details_(get_details(session.engine(), process_.container)),
      stream_(attach(session.engine(), process_, details_)),
      exit_(session.engine(), process_.container, awaited_end(details_)) {}

AttachedProcess::~AttachedProcess() = default;

int AttachedProcess::run() {
    std::optional<SignalWatch::Scope> scope;
    if (!details_.tty && process_.signals == MainProcess::Signals::pass_on)
        scope.emplace(
            session_.signals(), [this](int) { pass_on(session_.signals().last_signal()); },
            SignalWatch::Signals::all);
    if (details_.tty && details_.state == engine::ContainerState::running) ask_for_redraw();
    const Interaction interaction{.stream = *stream_,
                                  .has_input = takes_input(process_, details_),
                                  .input_end = input_end(details_),
                                  .tty = details_.tty,
                                  .detach_keys = process_.detach_keys,
                                  .resize = [this](engine::TerminalSize size) { resize(size); }};
    switch (interact(session_, interaction)) {
    case ExecStream::End::interrupted: return exit_code::interrupted;
    case ExecStream::End::detached: return exit_code::success;
    case ExecStream::End::closed: break;
    }
    const int code = exit_.get_code(); // a process may live on after it has closed its output
    // The engine removes it in its own time; whoever asked for that wants it gone when this ends.
    if (details_.spec.host.auto_remove)
        session_.engine().remove_container(process_.container, engine::Engine::RemoveVolumes::anonymous);
    return code;
}

void AttachedProcess::pass_on(int signal) {
    try {
        session_.engine().kill_container(process_.container, std::to_string(signal));
    } catch (const Error& error) {
        session_.warn(error);
    }
}

// Programs draw their screen anew when its size changes, and only then.
void AttachedProcess::ask_for_redraw() {
    engine::TerminalSize size = session_.out().size();
    ++size.rows;
    try {
        resize(size);
    } catch (const Error&) {
        // what has been drawn already stays unseen, which is no reason to give up
    }
}

void AttachedProcess::resize(engine::TerminalSize size) {
    session_.engine().resize_container(process_.container, size);
}

} // namespace muster::cmd
