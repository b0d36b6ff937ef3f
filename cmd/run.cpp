#include "cmd/run.hpp"

#include "base/go_json.hpp"
#include "base/render_error.hpp"
#include "cmd/command_line.hpp"
#include "cmd/complete.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/session.hpp"

#include <exception>

namespace muster::cmd {

namespace {

std::string json_error(const Error& error) {
    Value line = Value::record();
    line.add("error", true);
    line.add("message", error.message);
    return to_go_json(line) + "\n";
}

void print_error(Session& session, const Error& error) {
    const bool as_json = session.progress_mode() == ProgressMode::json;
    const Color color = session.has_color(session.err()) ? Color::on : Color::off;
    session.err().write(as_json ? json_error(error) : render_error(error, session.sources(), color));
}

int run_command(const Invocation& invocation, Session& session) {
    try {
        return invocation.command->run(session, invocation.flags);
    } catch (const LoadFailure& failure) {
        for (const Error& error : failure.errors) print_error(session, error);
        return exit_code_for(failure.errors.front().kind);
    } catch (const Error& error) {
        print_error(session, error);
        return exit_code_for(error.kind);
    }
}

int fail_before_session(const Error& error) {
    Stream(2).write(render_error(error, SourceMap(), Color::off));
    return exit_code_for(error.kind);
}

} // namespace

int run(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment) {
    try {
        if (const auto code = answer_shell(arguments, environment)) return *code;
        const std::vector<Command> commands = all_commands();
        const Invocation invocation = parse_command_line(arguments, commands);
        if (invocation.help) {
            Stream(1).write(*invocation.help);
            return exit_code::success;
        }
        Session session(invocation.globals, environment);
        return run_command(invocation, session);
    } catch (const Error& error) {
        return fail_before_session(error);
    } catch (const std::bad_alloc&) {
        return fail_before_session(Error(ErrorKind::internal, "there is not enough memory"));
    } catch (const std::exception& defect) {
        return fail_before_session(
            Error(ErrorKind::internal, std::string("internal error: ") + defect.what()));
    }
}

} // namespace muster::cmd
