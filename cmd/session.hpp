#pragma once

#include "cmd/command.hpp"
#include "cmd/project_lock.hpp"
#include "cmd/signals.hpp"
#include "cmd/terminal.hpp"
#include "compose/load/load.hpp"
#include "engine-client/connection.hpp"
#include "engine-client/docker_config.hpp"
#include "engine-client/engine.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace muster::cmd {

enum class ProgressMode { tty, plain, json, quiet };

/// One run of the program: its global flags, environment and streams, and what verbs share.
class Session {
  public:
    /// `environment`: the process's own variables. Throws Error (usage) for bad global flags.
    Session(Flags globals, std::map<std::string, std::string> environment);

    const Flags& globals() const { return globals_; }
    const std::map<std::string, std::string>& environment() const { return environment_; }
    /// The environment, and the COMPOSE_... variables of the project's `.env` that it does not have.
    const std::map<std::string, std::string>& settings() const { return settings_; }
    SourceMap& sources() { return sources_; }

    Stream& out() { return out_; } ///< results
    Stream& err() { return err_; } ///< warnings, errors
    Stream& status();              ///< progress: standard error, or output with COMPOSE_STATUS_STDOUT

    /// Whether escape sequences may be written to that stream: --ansi, NO_COLOR, and whether it is a
    /// terminal.
    bool has_color(const Stream& stream) const;
    ProgressMode progress_mode();
    /// Progress is not shown from now on, whatever --progress says.
    void quieten() { is_quiet_ = true; }
    /// As --progress in front of the command would. Throws Error (usage).
    void set_progress(const std::string& mode);
    bool is_dry_run() const;
    /// Whether every request to the engine is to be logged.
    bool is_verbose() const;
    /// How many engine calls may be under way: --parallel, else COMPOSE_PARALLEL_LIMIT. Throws Error (usage).
    std::size_t parallel() const;

    /// The project, restricted to the named services and what they depend on. Warnings are printed.
    compose::load::LoadedProject load(const std::vector<std::string>& services = {});

    /// The project for verbs that also work without a compose file: loaded when there is one, else, and when
    /// --project-name is given without --file, rebuilt from the labels of what runs under the project's name.
    compose::Project load_or_observe();
    /// The same for a verb that changes the project, which is locked (see lock_project) before any container
    /// is looked at.
    compose::Project load_or_observe_locked(const std::string& verb);

    /// Has everybody else who would change the project wait until unlock_project(), or until this process
    /// ends; waits for those who came first, and says for whom. Done before observing. Nothing is locked for
    /// --dry-run, twice, after `stop`, or where no lock can be kept.
    void lock_project(const std::string& project, const std::string& verb, std::stop_token stop = {});
    void unlock_project() { lock_.reset(); }

    /// The project as its files say, without a word to the user and without reading standard input; nothing
    /// when it cannot be read so. For completion.
    std::optional<compose::Project> glance_at_files();
    /// The name that -p or COMPOSE_PROJECT_NAME gives the project, or empty.
    std::string given_name() const;

    /// The request that load() makes, for verbs that vary it.
    compose::load::LoadRequest load_request(const std::vector<std::string>& services = {});
    compose::load::LoadedProject load(const compose::load::LoadRequest& request);
    /// The merged document with its variables as they are written. Warnings are printed.
    Value load_document(const compose::load::LoadRequest& request);

    /// Connected on first use.
    engine::Engine& engine();

    /// The engine that flags, environment and docker's configuration choose. Throws Error (usage, not_found).
    engine::Connection connection();

    /// Docker's own config.json. One that cannot be read is warned of, and counts as empty.
    const engine::DockerConfig& docker_config();

    /// What leaves a container's process alone with its terminal: "ctrl-p,ctrl-q", or as config.json says.
    std::string detach_keys();

    /// Signals as calls. Watched from the first use of this or of engine() on.
    SignalWatch& signals();

    void warn(const Error& warning);
    void warn(const std::string& message);

  private:
    void take_old_flags();
    /// What names the project's files, for any command.
    compose::load::LoadRequest location() const;
    std::map<std::string, std::string> read_settings() const;
    std::optional<compose::Project> find_project(const std::string& name);
    void say_waiting(const std::string& project, const std::optional<LockHolder>& holder);
    /// Throws Error (usage) for variables and flags that do not go together.
    void check_settings() const;

    Flags globals_;
    std::map<std::string, std::string> environment_;
    std::map<std::string, std::string> settings_;
    SourceMap sources_;
    DiskFiles files_;
    bool is_quiet_ = false;
    Stream out_{1};
    Stream err_{2};
    std::unique_ptr<SignalWatch> signals_;
    std::optional<engine::DockerConfig> docker_config_;
    std::unique_ptr<engine::Engine> engine_;
    std::string engine_host_; ///< once connected
    std::optional<ProjectLock> lock_;
};

/// Whether the variable switches something on (see is_yes).
bool is_on_in(const std::map<std::string, std::string>& variables, const std::string& name);

/// Throws Error (not_found) with a suggestion when the project has no service of one of these names.
void require_services(const compose::Project& project, const std::vector<std::string>& names);

/// The same; those that no profile has enabled are enabled, for to name one is to ask for it.
void enable_services(compose::Project& project, const std::vector<std::string>& names);

} // namespace muster::cmd
