#pragma once

#include "engine-client/engine.hpp"

#include <functional>
#include <memory>

namespace muster::engine {

/// An engine for a scenario that is to hold on any engine, with the names it may use. Whatever the scenario
/// leaves behind under these names is removed at the end.
class Stage {
  public:
    Stage(Engine& engine, std::string prefix) : engine(engine), prefix_(std::move(prefix)) {}
    virtual ~Stage() = default;
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    Engine& engine;

    std::string name(const std::string& part) const { return prefix_ + part; }
    std::string label() const { return "muster.test=" + prefix_; }

    /// A container that runs until it is stopped.
    ContainerSpec lasting() const;
    /// A container that prints "hello" and a line end, and exits with 3.
    virtual ContainerSpec brief(const std::string& name) = 0;
    /// A container whose probe succeeds at once.
    virtual ContainerSpec healthy(const std::string& name) = 0;
    /// An exec that prints "out" and a line end, and "err" and a line end as an error, and exits with 5.
    virtual ExecSpec noisy_exec(const std::string& name) = 0;

  private:
    std::string prefix_;
};

/// Runs the scenario on the engine in memory and, as a subcase of its own, on the real one; where none can
/// be reached it says so.
void on_each_engine(const std::function<void(Stage&)>& scenario);

/// Creates and starts it; its id.
std::string start(Stage& stage, const std::string& name, const ContainerSpec& spec);

/// Its row in the list of the stage's containers.
ContainerSummary summary_of(Stage& stage, const std::string& name);

/// The text with an I in place of every id.
std::string without_ids(std::string text);

/// "conflict: the words", without who says them; "none" when the action succeeds.
std::string problem_of(const std::function<void()>& action);

} // namespace muster::engine
