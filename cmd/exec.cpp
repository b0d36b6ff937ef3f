#include "base/text.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/interaction.hpp"
#include "cmd/replica.hpp"
#include "compose/execute/observe.hpp"
#include "compose/translate/labels.hpp"

#include <optional>
#include <unistd.h>

namespace muster::cmd {

using compose::reconcile::ObservedContainer;
using engine::TerminalSize;
namespace translate = compose::translate;

namespace {

/// KEY=VALUE as it is, KEY with the process's own value; a KEY without one is left out.
std::vector<std::string> environment_of(const Session& session, const Flags& flags) {
    std::vector<std::string> out;
    for (const std::string& entry : flags.texts("env")) {
        const auto own = session.environment().find(entry);
        if (entry.find('=') != std::string::npos)
            out.push_back(entry);
        else if (own != session.environment().end())
            out.push_back(entry + "=" + own->second);
    }
    return out;
}

bool has_refused_terminal(const Flags& flags) { return flags.is_on("no-tty") || flags.is_on("no-TTY"); }

bool wants_terminal(Stream& out, const Flags& flags) {
    const bool is_interactive = out.is_terminal() && ::isatty(STDIN_FILENO) == 1;
    return is_interactive && flags.is_on("tty") && !has_refused_terminal(flags) && !flags.is_on("detach");
}

engine::ExecSpec exec_spec(Session& session, const Flags& flags) {
    const std::vector<std::string>& arguments = flags.arguments();
    engine::ExecSpec spec;
    spec.command = {arguments.begin() + 1, arguments.end()};
    spec.environment = environment_of(session, flags);
    spec.user = flags.text("user");
    spec.working_dir = flags.text("workdir");
    spec.privileged = flags.is_on("privileged");
    spec.tty = wants_terminal(session.out(), flags);
    spec.attach_stdin = flags.is_on("interactive") && !flags.is_on("detach");
    spec.attach_stdout = spec.attach_stderr = !flags.is_on("detach");
    spec.detach_keys = session.detach_keys();
    return spec;
}

/// A process may live on for a moment, or for long, after it has closed its output.
int wait_for_exit(engine::Engine& engine, const std::string& project, const std::string& exec) {
    std::optional<std::int64_t> code = engine.find_exec_exit_code(exec);
    if (code) return static_cast<int>(*code);
    std::stop_source ended;
    const auto look = [&] {
        code = engine.find_exec_exit_code(exec);
        if (code) ended.request_stop();
    };
    const engine::EventQuery query{.labels = {translate::label_filter(translate::label::project, project)},
                                   .actions = {"exec_die"}};
    engine.watch_events(
        query, look, [&](const engine::Event&) { look(); }, ended.get_token());
    return static_cast<int>(code.value_or(exit_code::failure));
}

int run_attached(Session& session, const std::string& project, const engine::ExecSpec& spec,
                 const std::string& exec) {
    const auto stream = session.engine().start_exec(exec, spec.tty);
    const Interaction interaction{
        .stream = *stream,
        .has_input = spec.attach_stdin,
        .tty = spec.tty,
        .detach_keys = spec.detach_keys,
        .resize = [&](TerminalSize size) { session.engine().resize_exec(exec, size); }};
    switch (interact(session, interaction)) {
    case ExecStream::End::interrupted: return exit_code::interrupted;
    case ExecStream::End::detached: return exit_code::success;
    case ExecStream::End::closed: break;
    }
    return wait_for_exit(session.engine(), project, exec);
}

int run_exec(Session& session, const Flags& flags) {
    if (flags.arguments().size() < 2)
        throw Error(ErrorKind::usage, "expected a service and a command").suggest("muster exec web sh");
    if (session.is_dry_run()) throw Error(ErrorKind::usage, "--dry-run cannot show what 'exec' would do");
    const compose::Project project = session.load_or_observe();
    const ObservedContainer container =
        get_replica(session, project, {flags.arguments().front(), flags.number("index")});
    const engine::ExecSpec spec = exec_spec(session, flags);
    const std::string exec = session.engine().create_exec(container.summary.id, spec);
    if (!flags.is_on("detach")) return run_attached(session, project.name, spec, exec);
    session.engine().start_exec_detached(exec);
    return exit_code::success;
}

} // namespace

Command exec_command() {
    using enum FlagKind;
    return {
        "exec",
        "Run a command in a running container",
        Positionals::service_and_command,
        {{"detach", 'd', toggle, "Leave the command running in the background", "", ""},
         {"env", 'e', text_list, "Set a variable; without a value, to what it is here", "KEY[=VALUE]", ""},
         {"index", '\0', number, "In this replica of the service", "NUMBER", ""},
         {"interactive", 'i', toggle, "Pass standard input on", "", "true"},
         {"no-tty", 'T', toggle, "Without a terminal, even if there is one here", "", ""},
         {"no-TTY", '\0', toggle, "--no-tty", "", "", true},
         {"privileged", '\0', toggle, "With extended privileges", "", ""},
         {"tty", 't', toggle, "With a terminal, if there is one here", "", "true"},
         {"user", 'u', text, "As this user", "USER", ""},
         {"workdir", 'w', text, "In this directory", "DIRECTORY", ""}},
        run_exec};
}

} // namespace muster::cmd
