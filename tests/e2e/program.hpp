#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace muster::e2e {

struct ProgramResult {
    int exit_code = 0; ///< 128 + the signal for a process that a signal ended
    std::string out;
    std::string err;
};

struct ProgramCall {
    std::vector<std::string> arguments;
    std::string directory;
    std::map<std::string, std::string> environment; ///< on top of this process's own
    std::string input{};                            ///< standard input
    std::string reader{}; ///< a shell command that standard output is piped into, and which then prints
};

/// The program under test as a process of its own. Its output goes to files, so that it never blocks.
class RunningProgram {
  public:
    explicit RunningProgram(const ProgramCall& call);
    /// Kills it if it still runs.
    ~RunningProgram();
    RunningProgram(const RunningProgram&) = delete;
    RunningProgram& operator=(const RunningProgram&) = delete;

    void send_signal(int signal);
    /// Returns once the program has written that to standard output or standard error. Fails the test after
    /// a minute without a change.
    void await_out(const std::string& text);
    void await_err(const std::string& text);
    ProgramResult wait();

  private:
    struct Process;
    std::unique_ptr<Process> process_;
};

ProgramResult run_program(const ProgramCall& call);

} // namespace muster::e2e
