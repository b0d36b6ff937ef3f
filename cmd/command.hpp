#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::cmd {

class Session;

enum class FlagKind {
    toggle,       ///< --detach, --detach=false
    text,         ///< --since VALUE; given twice, the last one counts
    text_list,    ///< --profile VALUE, any number of times
    number,       ///< --timeout SECONDS
    optional_text ///< --hash or --hash=VALUE: the value only after '='
};

/// One flag as a user types it. The command line, help, completion and documentation come from this.
struct FlagSpec {
    std::string name; ///< without dashes
    char short_name = '\0';
    FlagKind kind = FlagKind::toggle;
    std::string help;
    std::string value_name;   ///< "SECONDS"; empty for toggles
    std::string default_text; ///< the value when the flag is not given; for optional_text also without '='
    bool is_hidden = false;   ///< an old name that help does not speak of any more
    std::vector<std::string> offers = {}; ///< values that completion offers; others may be allowed too
};

enum class Positionals {
    none,
    services,            ///< any number of service names
    service_and_command, ///< a service, then a command line passed on untouched
    service_and_port,    ///< a service and a port of its container
    at_most_one_service,
    service_and_own_command, ///< the same; without a command, the service's own
    one_service,
    some_services,     ///< at least one
    service_and_image, ///< a service, and the name of an image or none
    copy_ends,         ///< where to copy from and where to
    scales,            ///< SERVICE=NUMBER, at least one
    one_shell,         ///< bash, zsh or fish
};

/// The flags and arguments of one invocation. Asking for a flag that the command does not declare is a
/// defect and throws Error (internal).
class Flags {
  public:
    /// Whether the command declares it.
    bool has(const std::string& name) const { return entries_.contains(name); }
    bool is_on(const std::string& name) const;
    bool is_given(const std::string& name) const;
    /// The value, or the flag's default.
    std::string text(const std::string& name) const;
    std::vector<std::string> texts(const std::string& name) const;
    /// Nothing when the flag was not given.
    std::optional<int> number(const std::string& name) const;
    const std::vector<std::string>& arguments() const { return arguments_; }

    /// Throws Error (usage) for a value that is not of its flag's kind.
    void check_values() const;

    void declare(const FlagSpec& spec);
    void set(const std::string& name, std::vector<std::string> values);
    void set_arguments(std::vector<std::string> arguments) { arguments_ = std::move(arguments); }

  private:
    struct Entry {
        FlagSpec spec;
        std::vector<std::string> values; ///< empty: not given
    };
    const Entry& entry(const std::string& name) const;

    std::map<std::string, Entry> entries_;
    std::vector<std::string> arguments_;
};

/// A verb of the command line.
struct Command {
    std::string name;
    std::string summary; ///< one line, as help lists it
    Positionals positionals = Positionals::none;
    std::vector<FlagSpec> flags;
    std::function<int(Session&, const Flags&)> run; ///< gives the exit code; throws Error or LoadFailure
};

// One per file of that name; each returns its definition.
Command attach_command();
Command build_command();
Command commit_command();
Command completion_command(); ///< in completion_command.cpp
Command config_command();
Command cp_command();
Command create_command();
Command down_command();
Command env_command();
Command events_command();
Command exec_command();
Command export_command();
Command images_command();
Command kill_command();
Command logs_command();
Command ls_command();
Command pause_command();
Command plan_command();
Command port_command();
Command ps_command();
Command pull_command();
Command restart_command();
Command rm_command();
Command run_command();
Command scale_command();
Command start_command();
Command stats_command();
Command stop_command();
Command top_command();
Command unpause_command(); ///< in pause.cpp
Command up_command();
Command version_command();
Command volumes_command();
Command wait_command();

/// All of them, in alphabetical order.
std::vector<Command> all_commands();

/// The flags that come before the verb: those of Docker Compose (-f, -p, --profile ...) and of the Docker CLI
/// (--context, --host ...).
std::vector<FlagSpec> global_flags();

} // namespace muster::cmd
