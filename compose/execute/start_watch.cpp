#include "compose/execute/start_watch.hpp"

#include "compose/translate/labels.hpp"

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

} // namespace

StartWatch::StartWatch(engine::Engine& engine, const std::string& project_name, Callbacks callbacks)
    : callbacks_(std::move(callbacks)) {
    const auto opening = std::make_shared<Opening>();
    listener_ = std::jthread([this, &engine, project_name, opening](std::stop_token stop) {
        const engine::EventQuery query{
            .labels = {translate::label_filter(translate::label::project, project_name)},
            .actions = {"start"}};
        try {
            engine.watch_events(
                query, [&] { opening->report(); }, [this](const engine::Event& event) { on_event(event); },
                stop);
        } catch (const Error& error) {
            callbacks_.on_lost(error);
        }
        opening->report();
    });
    opening->wait();
}

void StartWatch::on_event(const engine::Event& event) {
    if (event.type != "container") return;
    engine::ContainerSummary summary;
    summary.id = event.actor;
    summary.labels = event.attributes;
    const auto name = event.attributes.find("name");
    if (name != event.attributes.end()) summary.name = name->second;
    if (const auto container = reconcile::observe_container(summary)) callbacks_.on_start(*container);
}

} // namespace muster::compose::execute
