#pragma once

#include "cmd/command_line.hpp"
#include "cmd/session.hpp"
#include "tests/fakes/temporary_directory.hpp"

namespace muster::cmd {

/// A command line as the program has read it, in a folder of its own with a project of one service, `web`.
/// Write other files there before the session is first used.
class CommandScene {
  public:
    /// `arguments`: the verb and what follows it.
    explicit CommandScene(const std::vector<std::string>& arguments,
                          const std::string& service = "image: app",
                          std::map<std::string, std::string> environment = {})
        : file_(directory_.write("compose.yaml", "name: demo\nservices: {web: {" + service + "}}\n")),
          commands_(all_commands()), invocation_(parse_command_line(in_folder(arguments), commands_)),
          session_(invocation_.globals, std::move(environment)) {}

    const Flags& flags() const { return invocation_.flags; }
    Session& session() { return session_; }
    std::string path(const std::string& name) const { return directory_.path() / name; }
    void write(const std::string& name, const std::string& text) const { directory_.write(name, text); }

    compose::Project load() { return session_.load().project; }

  private:
    std::vector<std::string> in_folder(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"--file", file_});
        return arguments;
    }

    fakes::TemporaryDirectory directory_;
    std::string file_;
    std::vector<Command> commands_;
    Invocation invocation_;
    Session session_;
};

} // namespace muster::cmd
