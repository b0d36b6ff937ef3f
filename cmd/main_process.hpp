#pragma once

#include "cmd/interaction.hpp"

#include <future>
#include <memory>
#include <string>

namespace muster::cmd {

/// The main process of a container, as the user is to be attached to it.
struct MainProcess {
    std::string container; ///< its id
    bool has_input = true; ///< standard input is passed on, if the container takes any
    std::string detach_keys = default_detach_keys;
    enum class Signals { pass_on, keep } signals = Signals::pass_on;
};

/// A container's end, waited for from the construction on: one that comes after it is not missed.
class AwaitedExit {
  public:
    AwaitedExit(engine::Engine& engine, const std::string& container, engine::Engine::WaitFor condition);
    ~AwaitedExit();
    AwaitedExit(const AwaitedExit&) = delete;
    AwaitedExit& operator=(const AwaitedExit&) = delete;

    /// Blocks until it comes. Throws Error as wait_container does. To be called once.
    int get_code() { return static_cast<int>(code_.get()); }

  private:
    std::stop_source stop_;
    std::future<std::int64_t> code_;
};

/// The user at the main process of a container.
class AttachedProcess {
  public:
    /// Attaches: what the process writes from now on will be seen. Throws Error (usage) when the process has
    /// a terminal and is to get input from what is none.
    AttachedProcess(Session& session, MainProcess process);
    ~AttachedProcess();
    AttachedProcess(const AttachedProcess&) = delete;
    AttachedProcess& operator=(const AttachedProcess&) = delete;

    /// Stays until the process has ended, or the user leaves it. Its exit code; 0 when the user has left it.
    int run();

  private:
    void pass_on(int signal);
    void ask_for_redraw();
    void resize(engine::TerminalSize size);

    Session& session_;
    const MainProcess process_;
    const engine::ContainerDetails details_;
    std::unique_ptr<engine::Hijacked> stream_;
    AwaitedExit exit_;
};

} // namespace muster::cmd
