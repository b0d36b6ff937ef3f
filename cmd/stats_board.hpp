#pragma once

#include "compose/reconcile/observed.hpp"
#include "engine-client/engine.hpp"

#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace muster::cmd {

/// A container and the latest that is known of what it uses.
struct StatsEntry {
    engine::ContainerSummary container;
    std::optional<engine::ContainerStats>
        stats; ///< nothing before the first sample; zeros when it does not run
};

/// Whether a container is to be shown as it is now.
using StatsChoice = std::function<bool(const compose::reconcile::ObservedContainer&)>;

/// One sample of each chosen container, taken at the same time; by name.
std::vector<StatsEntry> sample_once(engine::Engine& engine, const std::string& project,
                                    const StatsChoice& choice);

/// The latest sample of each chosen container of a project, kept up to date as long as this lives: containers
/// that start join in, those that are no longer chosen leave.
class StatsBoard {
  public:
    /// `choice` is asked from another thread.
    StatsBoard(engine::Engine& engine, std::string project, StatsChoice choice);
    ~StatsBoard();
    StatsBoard(const StatsBoard&) = delete;
    StatsBoard& operator=(const StatsBoard&) = delete;

    /// By name. Throws what has ended the watch for containers that come and go.
    std::vector<StatsEntry> entries() const;

  private:
    struct Watched {
        StatsEntry entry;
        std::jthread reader;
        bool is_read = false; ///< the reader is at work
    };

    void watch_comings(const std::stop_token& stop);
    void look();
    void update(const compose::reconcile::ObservedContainer& container);
    void drop_others(const std::vector<compose::reconcile::ObservedContainer>& chosen);
    void read_samples(const std::string& id, const std::stop_token& stop);
    void put(const std::string& id, const engine::ContainerStats& stats);
    void end_reading(const std::string& id);
    void retire(std::jthread reader);

    engine::Engine& engine_;
    const std::string project_;
    const StatsChoice choice_;
    mutable std::mutex mutex_;               ///< guards all that follows
    std::map<std::string, Watched> watched_; ///< by id
    std::exception_ptr failure_;
    std::vector<std::jthread> retired_; ///< readers that end, or have ended
    std::jthread comings_;
};

} // namespace muster::cmd
