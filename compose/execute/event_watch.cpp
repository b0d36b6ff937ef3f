#include "compose/execute/event_watch.hpp"

#include "compose/translate/labels.hpp"

namespace muster::compose::execute {

namespace {

/// By these a container may reach or miss a goal. The engine leaves out all others, such as the two events of
/// every health probe.
const std::vector<std::string> goal_actions{"start", "die", "restart", "destroy", "unpause", "health_status"};

} // namespace

EventWatch::EventWatch(engine::Engine& engine, std::string project_name, Report report)
    : engine_(engine), project_name_(std::move(project_name)), report_(std::move(report)) {}

EventWatch::~EventWatch() = default;

void EventWatch::follow(const std::string& name, const std::string& id) {
    {
        const std::lock_guard lock(mutex_);
        followed_[id] = name;
        if (!listener_.joinable()) listener_ = std::jthread([this](std::stop_token stop) { listen(stop); });
        if (!is_open_) return; // on_open() inspects it
    }
    inspect(name, id);
}

void EventWatch::listen(std::stop_token stop) {
    const engine::EventQuery query{
        .labels = {translate::label_filter(translate::label::project, project_name_)},
        .actions = goal_actions};
    try {
        engine_.watch_events(
            query, [this] { on_open(); }, [this](const engine::Event& event) { on_event(event); }, stop);
        if (!stop.stop_requested())
            report_(EventsLost{Error(ErrorKind::connection, "the engine closed its stream of events")});
    } catch (const Error& error) {
        report_(EventsLost{error});
    }
}

void EventWatch::on_open() {
    std::map<std::string, std::string> waiting;
    {
        const std::lock_guard lock(mutex_);
        is_open_ = true;
        waiting = followed_;
    }
    for (const auto& [id, name] : waiting) inspect(name, id);
}

void EventWatch::on_event(const engine::Event& event) {
    std::string name;
    {
        const std::lock_guard lock(mutex_);
        const auto found = followed_.find(event.actor);
        if (event.type != "container" || found == followed_.end()) return;
        name = found->second;
    }
    // The event says it all: one inspection less on the way from healthy to started.
    if (event.action == "health_status: healthy")
        report_(ContainerObserved{
            .name = name, .state = engine::ContainerState::running, .health = engine::Health::healthy});
    else
        inspect(name, event.actor);
}

void EventWatch::inspect(const std::string& name, const std::string& id) {
    try {
        const auto details = engine_.find_container(id);
        ContainerObserved observed{.name = name, .state = engine::ContainerState::removing};
        if (details) {
            observed.state = details->state;
            observed.health = details->health;
            observed.exit_code = details->exit_code;
            observed.oom_killed = details->oom_killed;
        }
        report_(std::move(observed));
    } catch (const Error& error) {
        report_(EventsLost{error});
    }
}

} // namespace muster::compose::execute
