#include "cmd/stats_board.hpp"

#include "base/error.hpp"
#include "compose/execute/observe.hpp"
#include "compose/translate/labels.hpp"

#include <algorithm>

namespace muster::cmd {

using compose::reconcile::ObservedContainer;
using engine::ContainerStats;
namespace translate = compose::translate;

namespace {

std::vector<ObservedContainer> find_chosen(engine::Engine& engine, const std::string& project,
                                           const StatsChoice& choice) {
    auto containers = compose::execute::observe_containers(engine, project);
    std::erase_if(containers, [&](const ObservedContainer& container) { return !choice(container); });
    return containers;
}

/// Nothing when it cannot be had: the container has gone meanwhile.
std::optional<ContainerStats> find_stats(engine::Engine& engine, const std::string& id) {
    try {
        return engine.get_stats(id);
    } catch (const Error&) {
        return std::nullopt;
    }
}

} // namespace

std::vector<StatsEntry> sample_once(engine::Engine& engine, const std::string& project,
                                    const StatsChoice& choice) {
    std::vector<StatsEntry> entries;
    for (const ObservedContainer& container : find_chosen(engine, project, choice))
        entries.push_back({container.summary, ContainerStats()});
    std::vector<std::jthread> readers;
    for (StatsEntry& entry : entries)
        if (entry.container.state == engine::ContainerState::running)
            readers.emplace_back([&] { entry.stats = find_stats(engine, entry.container.id); });
    readers.clear(); // waits for them
    return entries;
}

StatsBoard::StatsBoard(engine::Engine& engine, std::string project, StatsChoice choice)
    : engine_(engine), project_(std::move(project)), choice_(std::move(choice)),
      comings_([this](const std::stop_token& stop) { watch_comings(stop); }) {}

StatsBoard::~StatsBoard() {
    comings_.request_stop();
    comings_.join();
    std::vector<std::jthread> readers;
    {
        const std::lock_guard lock(mutex_);
        for (auto& [id, watched] : watched_) readers.push_back(std::move(watched.reader));
        for (std::jthread& reader : retired_) readers.push_back(std::move(reader));
    }
    for (std::jthread& reader : readers) reader.request_stop();
}

std::vector<StatsEntry> StatsBoard::entries() const {
    const std::lock_guard lock(mutex_);
    if (failure_) std::rethrow_exception(failure_);
    std::vector<StatsEntry> entries;
    for (const auto& [id, watched] : watched_) entries.push_back(watched.entry);
    std::sort(entries.begin(), entries.end(),
              [](const auto& a, const auto& b) { return a.container.name < b.container.name; });
    return entries;
}

void StatsBoard::watch_comings(const std::stop_token& stop) {
    const engine::EventQuery query{.labels = {translate::label_filter(translate::label::project, project_)},
                                   .actions = {"create", "start", "die", "destroy", "pause", "unpause"}};
    try {
        engine_.watch_events(
            query, [this] { look(); }, [this](const engine::Event&) { look(); }, stop);
    } catch (const Error&) {
        const std::lock_guard lock(mutex_);
        failure_ = std::current_exception();
    }
}

void StatsBoard::look() {
    const auto chosen = find_chosen(engine_, project_, choice_);
    const std::lock_guard lock(mutex_);
    for (const ObservedContainer& container : chosen) update(container);
    drop_others(chosen);
}

void StatsBoard::update(const ObservedContainer& container) {
    const std::string id = container.summary.id;
    Watched& watched = watched_[id];
    watched.entry.container = container.summary;
    if (watched.is_read) return;
    if (!compose::reconcile::is_running(container)) {
        watched.entry.stats = ContainerStats();
        return;
    }
    retire(std::move(watched.reader));
    watched.is_read = true;
    watched.reader = std::jthread([this, id](const std::stop_token& stop) { read_samples(id, stop); });
}

void StatsBoard::drop_others(const std::vector<ObservedContainer>& chosen) {
    for (auto entry = watched_.begin(); entry != watched_.end();) {
        const bool is_chosen = std::any_of(chosen.begin(), chosen.end(), [&](const auto& container) {
            return container.summary.id == entry->first;
        });
        if (!is_chosen) retire(std::move(entry->second.reader));
        entry = is_chosen ? std::next(entry) : watched_.erase(entry);
    }
}

/// It may be about to ask for the lock that is held now: it is joined later.
void StatsBoard::retire(std::jthread reader) {
    if (!reader.joinable()) return;
    reader.request_stop();
    retired_.push_back(std::move(reader));
}

void StatsBoard::read_samples(const std::string& id, const std::stop_token& stop) {
    try {
        engine_.watch_stats(
            id, [&](const ContainerStats& stats) { put(id, stats); }, stop);
    } catch (const Error&) {
        // It has gone meanwhile: the next look takes it off the board.
    }
    if (!stop.stop_requested()) end_reading(id);
}

void StatsBoard::put(const std::string& id, const ContainerStats& stats) {
    const std::lock_guard lock(mutex_);
    if (const auto found = watched_.find(id); found != watched_.end()) found->second.entry.stats = stats;
}

void StatsBoard::end_reading(const std::string& id) {
    const std::lock_guard lock(mutex_);
    const auto found = watched_.find(id);
    if (found == watched_.end()) return;
    found->second.entry.stats = ContainerStats();
    found->second.is_read = false;
}

} // namespace muster::cmd
