#pragma once

#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace muster::compose::execute {

/// A program of this machine, as it is to be run.
struct ChildCommand {
    std::string program; ///< a path, or a name to be looked up in PATH
    std::vector<std::string> arguments;
    std::map<std::string, std::string> environment{}; ///< on top of this process's own
    std::vector<std::string> hidden_variables{};      ///< of this process, that it does not get
    std::string input{};                              ///< its standard input, whole
};

enum class ChildStream { output, error };

using ChildSink = std::function<void(ChildStream, std::string_view line)>;

/// Runs it to its end, with each line that it prints handed out as it comes; its exit code, or 128 and the
/// signal that ended it. When stopped it is asked to end (SIGTERM) and waited for. Throws Error (usage) when
/// it cannot be started.
int run_child(const ChildCommand& command, const ChildSink& on_line, std::stop_token stop);

} // namespace muster::compose::execute
