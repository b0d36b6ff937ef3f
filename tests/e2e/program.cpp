#include "program.hpp"

#include <boost/process.hpp>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/wait.h>

namespace muster::e2e {

namespace bp = boost::process;

namespace {

std::string temporary_file() {
    std::string path = (std::filesystem::temp_directory_path() / "muster-output-XXXXXX").string();
    ::close(::mkstemp(path.data()));
    return path;
}

std::string read_and_remove(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    std::filesystem::remove(path);
    return text.str();
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
    process_->child = bp::child(
        MUSTER_PROGRAM, bp::args = call.arguments, bp::start_dir = call.directory, environment_for(call),
        bp::std_in<process_->in_path, bp::std_out> process_->out_path, bp::std_err > process_->err_path);
}

RunningProgram::~RunningProgram() {
    if (process_->child.running()) {
        send_signal(SIGKILL);
        wait();
    }
}

void RunningProgram::send_signal(int signal) { ::kill(process_->child.id(), signal); }

ProgramResult RunningProgram::wait() {
    process_->child.wait();
    std::filesystem::remove(process_->in_path);
    return {to_exit_code(process_->child.native_exit_code()), read_and_remove(process_->out_path),
            read_and_remove(process_->err_path)};
}

ProgramResult run_program(const ProgramCall& call) { return RunningProgram(call).wait(); }

} // namespace muster::e2e
