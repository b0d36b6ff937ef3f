#include "program.hpp"

#include <boost/process.hpp>
#include <doctest/doctest.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <sstream>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <tuple>
#include <unistd.h>

namespace muster::e2e {

namespace bp = boost::process;

namespace {

std::string temporary_file() {
    std::string path = (std::filesystem::temp_directory_path() / "muster-output-XXXXXX").string();
    ::close(::mkstemp(path.data()));
    return path;
}

std::string read(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

std::string read_and_remove(const std::string& path) {
    std::string text = read(path);
    std::filesystem::remove(path);
    return text;
}

/// Returns once the file has the text in it: it is looked at after each change.
void await_text(const std::string& path, const std::string& text) {
    constexpr int minute_ms = 60'000;
    const int changes = ::inotify_init1(IN_CLOEXEC);
    ::inotify_add_watch(changes, path.c_str(), IN_MODIFY);
    bool is_silent = false;
    while (read(path).find(text) == std::string::npos && !is_silent) {
        pollfd waiting{changes, POLLIN, 0};
        is_silent = ::poll(&waiting, 1, minute_ms) <= 0;
        std::array<char, 4096> events{};
        if (!is_silent) std::ignore = ::read(changes, events.data(), events.size());
    }
    ::close(changes);
    REQUIRE_MESSAGE(!is_silent, "the program did not write '" << text << "' but '" << read(path) << "'");
}

/// The program itself, or a shell that pipes its output into the reader and becomes the program.
std::vector<std::string> command_line(const ProgramCall& call) {
    std::vector<std::string> line{MUSTER_PROGRAM};
    if (!call.reader.empty())
        line = {"/bin/bash", "-c", "exec \"$@\" > >(" + call.reader + ")", "bash", MUSTER_PROGRAM};
    line.insert(line.end(), call.arguments.begin(), call.arguments.end());
    return line;
}

bp::environment environment_for(const ProgramCall& call) {
    bp::environment environment = boost::this_process::environment();
    for (const auto& [name, value] : call.environment) environment[name] = value;
    return environment;
}

/// Boost.Process says 9 for a process that exited with 9 and for one that signal 9 ended.
int to_exit_code(int native) { return WIFSIGNALED(native) ? 128 + WTERMSIG(native) : WEXITSTATUS(native); }

} // namespace

struct RunningProgram::Process {
    std::string in_path = temporary_file();
    std::string out_path = temporary_file();
    std::string err_path = temporary_file();
    bp::child child;
};

RunningProgram::RunningProgram(const ProgramCall& call) : process_(std::make_unique<Process>()) {
    std::ofstream(process_->in_path, std::ios::binary) << call.input;
    std::vector<std::string> line = command_line(call);
    const std::string program = line.front();
    line.erase(line.begin());
    process_->child = bp::child(
        program, bp::args = line, bp::start_dir = call.directory, environment_for(call),
        bp::std_in<process_->in_path, bp::std_out> process_->out_path, bp::std_err > process_->err_path);
}

RunningProgram::~RunningProgram() {
    if (process_->child.running()) {
        send_signal(SIGKILL);
        wait();
    }
}

void RunningProgram::send_signal(int signal) { ::kill(process_->child.id(), signal); }

void RunningProgram::await_out(const std::string& text) { await_text(process_->out_path, text); }

void RunningProgram::await_err(const std::string& text) { await_text(process_->err_path, text); }

ProgramResult RunningProgram::wait() {
    process_->child.wait();
    std::filesystem::remove(process_->in_path);
    return {to_exit_code(process_->child.native_exit_code()), read_and_remove(process_->out_path),
            read_and_remove(process_->err_path)};
}

ProgramResult run_program(const ProgramCall& call) { return RunningProgram(call).wait(); }

} // namespace muster::e2e
