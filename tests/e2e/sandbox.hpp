#pragma once

#include "counting_proxy.hpp"
#include "program.hpp"
#include "second_run.hpp"

#include "engine-client/engine.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace muster::e2e {

/// A project of its own on the engine under test: a folder with a compose file and a name that nothing else
/// uses. What is left of it is removed at the end.
class Sandbox {
  public:
    /// In `compose`, as in every file that is written, IMAGE stands for the test image.
    explicit Sandbox(const std::string& compose);
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    const std::string& project() const { return project_; }
    std::string path(const std::string& name) const { return directory_ + "/" + name; }
    void write(const std::string& name, const std::string& text) const;
    void write_compose(const std::string& text) const { write("compose.yaml", text); }

    /// The name of one more project, which is removed at the end as well.
    std::string other_project(const std::string& suffix);
    /// A network and a volume that belong to no project until the end.
    std::string make_network(const std::string& suffix);
    std::string make_volume(const std::string& suffix);
    /// The name of an image, which is removed at the end if it is there.
    std::string image(const std::string& suffix);

    ProgramCall call(std::vector<std::string> arguments) const;
    ProgramResult muster(std::vector<std::string> arguments) const { return run(call(std::move(arguments))); }
    /// As run_program(), and remembers an `up` for the law of the second run.
    ProgramResult run(const ProgramCall& call) const;
    /// Says that the scenario leaves a project with something to do for a second `up`.
    void expect_work_again(const std::string& why);

    engine::Engine& engine() { return *engine_; }
    /// Requests go through it.
    CountingProxy& proxy() { return *proxy_; }

    /// The service's container with that number; fails the test when there is none.
    engine::ContainerDetails container(const std::string& service, int number = 1);
    /// Names of all the project's containers, sorted.
    std::vector<std::string> container_names();
    /// "name id state" of all containers, for "nothing was recreated".
    std::vector<std::string> container_states();
    std::vector<std::string> network_names();
    std::vector<std::string> volume_names();

    /// Nanoseconds since 1970 of the first event of that action for a service's container.
    std::int64_t event_time(const std::string& service, const std::string& action);
    /// Returns once that has happened to a container of the service, in this sandbox's life. Fails the test
    /// after a minute.
    void await_event(const std::string& service, const std::string& action);

  private:
    void remove_project(const std::string& project);
    void clean_up();
    void check_second_run();
    enum class Visit { next, stop };
    /// The events of that action so far and for that time more.
    void visit_events(const std::string& service, const std::string& action, std::chrono::seconds time,
                      const std::function<Visit(const engine::Event&)>& visit);

    std::string directory_;
    std::string project_;
    std::vector<std::string> other_projects_;
    std::vector<std::string> networks_;
    std::vector<std::string> volumes_;
    std::vector<std::string> images_;
    std::unique_ptr<CountingProxy> proxy_;
    std::unique_ptr<SecondRun> second_run_; ///< nothing: not asked for
    std::unique_ptr<engine::Engine> engine_;
    std::string started_; ///< UNIX seconds
};

} // namespace muster::e2e
