#include "compose/execute/engine_runner.hpp"

#include "base/text.hpp"
#include "compose/execute/explain.hpp"

namespace muster::compose::execute {

EngineRunner::EngineRunner(engine::Engine& engine, const Project& project,
                           const reconcile::ObservedState& seen, const Plan& plan)
    : plan_(plan), outcomes_(seen, plan), context_{engine, project, seen, outcomes_},
      watch_(engine, project.name, [this](Incoming incoming) { incoming_.push(std::move(incoming)); }) {}

EngineRunner::~EngineRunner() {
    interruption_.request_stop();
    for (std::jthread& worker : workers_) worker.request_stop();
}

void EngineRunner::start(StepId id) {
    if (const auto* wait = std::get_if<reconcile::WaitFor>(&plan_.steps[id].action)) {
        const std::string name = wait->container.name;
        const std::string container = outcomes_.id_of(wait->container);
        submit([this, name, container](std::stop_token) { watch_.follow(name, container); });
        return;
    }
    submit([this, id](std::stop_token stop) { perform_step(id, std::move(stop)); });
}

void EngineRunner::interrupt() {
    interruption_.request_stop();
    incoming_.push(Interrupted{});
}

void EngineRunner::set_deadline(std::chrono::seconds limit) {
    timer_ = std::jthread([this, limit](std::stop_token stop) {
        std::mutex mutex;
        std::condition_variable_any stopped;
        std::unique_lock lock(mutex);
        if (stopped.wait_for(lock, stop, limit, [] { return false; }) || stop.stop_requested()) return;
        incoming_.push(DeadlineReached{std::to_string(limit.count()) + "s"});
    });
}

Explanation EngineRunner::explain_failure(StepId id, const Error& error) {
    std::vector<std::string> output;
    {
        const std::lock_guard lock(mutex_);
        const auto known = outputs_.find(id);
        if (known != outputs_.end()) output = {known->second.begin(), known->second.end()};
    }
    return execute::explain_failure(plan_.steps[id], error, context_, std::move(output));
}

/// What a build or a hook prints is kept for the case that it fails. How a pull gets on explains nothing.
void EngineRunner::note_output(StepId id, const std::string& text) {
    if (std::holds_alternative<reconcile::PullImage>(plan_.steps[id].action)) return;
    const std::lock_guard lock(mutex_);
    std::deque<std::string>& lines = outputs_[id];
    lines.push_back(text);
    if (lines.size() > most_lines) lines.pop_front();
}

/// Grows the crew while there is more work than hands; the executor bounds how much there is at once.
void EngineRunner::submit(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (++unfinished_jobs_ > workers_.size())
            workers_.emplace_back([this](std::stop_token stop) { work(std::move(stop)); });
    }
    jobs_.push(std::move(job));
}

void EngineRunner::work(std::stop_token stop) {
    while (auto job = jobs_.pop(stop)) {
        (*job)(interruption_.get_token());
        const std::lock_guard lock(mutex_);
        --unfinished_jobs_;
    }
}

void EngineRunner::perform_step(StepId id, std::stop_token stop) {
    const auto progress = [this, id](const std::string& text) {
        note_output(id, text);
        incoming_.push(StepProgress{id, text});
    };
    try {
        const auto* starting = std::get_if<reconcile::StartContainer>(&plan_.steps[id].action);
        if (starting && before_start_)
            before_start_(starting->container.name, outcomes_.id_of(starting->container));
        std::string image = perform(plan_.steps[id], context_, progress, std::move(stop));
        incoming_.push(StepSucceeded{id, std::move(image)});
    } catch (const Error& error) {
        incoming_.push(StepFailed{id, error});
    } catch (const std::exception& error) {
        incoming_.push(StepFailed{id, Error(ErrorKind::internal, error.what())});
    }
}

} // namespace muster::compose::execute
