#include "compose/execute/life_watch.hpp"

#include "compose/translate/labels.hpp"

#include <charconv>
#include <future>
#include <memory>
#include <mutex>

namespace muster::compose::execute {

namespace {

/// A promise that may be kept more than once.
class Opening {
  public:
    void report() {
        std::call_once(once_, [this] { promise_.set_value(); });
    }
    void wait() { promise_.get_future().wait(); }

  private:
    std::once_flag once_;
    std::promise<void> promise_;
};

std::string attribute(const engine::Event& event, const std::string& name) {
    const auto found = event.attributes.find(name);
    return found == event.attributes.end() ? "" : found->second;
}

} // namespace

LifeWatch::LifeWatch(engine::Engine& engine, const std::string& project_name, Callbacks callbacks)
    : engine_(engine), callbacks_(std::move(callbacks)) {
    const auto opening = std::make_shared<Opening>();
    listener_ = std::jthread([this, project_name, opening](std::stop_token stop) {
        engine::EventQuery query{.labels = {translate::label_filter(translate::label::project, project_name)},
                                 .actions = {"start"}};
        if (callbacks_.on_end) query.actions.emplace_back("die");
        try {
            engine_.watch_events(
                query, [&] { opening->report(); }, [this](const engine::Event& event) { on_event(event); },
                stop);
        } catch (const Error& error) {
            callbacks_.on_lost(error);
        }
        opening->report();
    });
    opening->wait();
}

void LifeWatch::on_event(const engine::Event& event) {
    if (event.type != "container") return;
    engine::ContainerSummary summary;
    summary.id = event.actor;
    summary.labels = event.attributes;
    summary.name = attribute(event, "name");
    const auto container = reconcile::observe_container(summary);
    if (!container) return;
    if (event.action == "start") callbacks_.on_start(*container);
    if (event.action == "die") report_end(*container, event);
}

void LifeWatch::report_end(const Container& container, const engine::Event& event) {
    ContainerEnd end{.name = container.summary.name};
    const std::string code = attribute(event, "exitCode");
    std::from_chars(code.data(), code.data() + code.size(), end.exit_code);
    const auto now = engine_.find_container(container.summary.id);
    end.restarts = now && is_alive(*now);
    callbacks_.on_end(container, end);
}

} // namespace muster::compose::execute
