#pragma once

#include "compose/execute/executor.hpp"
#include "compose/reconcile/observed.hpp"
#include "compose/translate/container_spec.hpp"
#include "engine-client/engine.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <stop_token>

namespace muster::compose::execute {

/// What the steps of one plan have brought about so far, for later steps. Safe to share between threads.
class Outcomes {
  public:
    Outcomes(const reconcile::ObservedState& seen, const reconcile::Plan& plan);

    void add_container(const reconcile::CreateContainer& step, const std::string& id);
    void add_image(const std::string& reference, const std::string& id);
    /// What the service's provider tells those that depend on it.
    void add_variables(const std::string& service, std::map<std::string, std::string> variables);

    /// The id of the container created under that final name, else of the one observed.
    std::string id_of(const reconcile::ContainerRef& container) const;
    /// Empty when the image is not there.
    std::string image_id(const std::string& reference) const;
    /// By the service whose provider told them.
    std::map<std::string, std::map<std::string, std::string>> variables() const;
    /// Those the plan keeps and those it has created so far.
    translate::ContainersOf containers_of_services() const;

  private:
    mutable std::mutex mutex_;
    std::map<std::string, std::string> created_; ///< container ids by final name
    translate::ContainersOf containers_of_;
    std::map<std::string, std::string> images_;
    std::map<std::string, std::map<std::string, std::string>> variables_;
};

/// What a step's work needs around it.
struct StepContext {
    engine::Engine& engine;
    const Project& project;
    const reconcile::ObservedState& seen;
    Outcomes& outcomes;
};

using ProgressSink = std::function<void(const std::string&)>;

/// Carries out a step with blocking calls; gives the image's id for a pull or build, else an empty string.
/// Throws Error. REQUIRES: not a WaitFor.
std::string perform(const Step& step, const StepContext& context, const ProgressSink& progress,
                    std::stop_token stop);

/// Creates the container of a plan's CreateContainer step, under its temporary or final name; its id.
std::string create_container(const reconcile::CreateContainer& step, const StepContext& context);

/// Pulls or builds; the id of the image that is there then.
std::string pull_image(const reconcile::PullImage& step, const StepContext& context,
                       const ProgressSink& progress, std::stop_token stop);
std::string build_image(const reconcile::BuildImage& step, const StepContext& context,
                        const ProgressSink& progress, std::stop_token stop);

/// Runs a hook in its container and passes on the lines that it prints. Throws Error (step_failed) when it
/// does not exit with 0, (interrupted) when it was not waited for any longer. A pre_stop hook of a container
/// that is gone or has ended is a success.
void run_hook(const reconcile::RunHook& step, const StepContext& context, const ProgressSink& progress,
              std::stop_token stop);

} // namespace muster::compose::execute
