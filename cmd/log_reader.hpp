#pragma once

#include "cmd/log_printer.hpp"
#include "cmd/session.hpp"
#include "compose/execute/log_follower.hpp"
#include "compose/reconcile/observed.hpp"

#include <set>

namespace muster::cmd {

/// Whose logs to print.
struct LogChoice {
    std::set<std::string> services;
    std::optional<int> number; ///< of the replica; nothing: all of them

    bool has(const compose::reconcile::ObservedContainer& container) const;
};

/// Prints what the chosen containers of a project have logged, and goes on with what they log.
class LogReader {
  public:
    LogReader(Session& session, std::string project, LogChoice choice, engine::LogOptions options,
              LogStyle style);

    /// In the order of time, across the containers. Throws Error (not_found) when there is no replica of
    /// the chosen number.
    void print_history();
    /// The same, and then what comes, until all containers have stopped. Those that start meanwhile join in.
    void follow();

  private:
    using Containers = std::vector<compose::reconcile::ObservedContainer>;

    std::string shown_name(const compose::reconcile::ObservedContainer& container) const;
    Containers find_containers();
    void read_history(const Containers& containers);
    void follow(const compose::reconcile::ObservedContainer& container);
    void join_in(const compose::reconcile::ObservedContainer& container);
    void warn(const std::string& name, const Error& error);

    Session& session_;
    const std::string project_;
    const LogChoice choice_;
    const engine::LogOptions options_;
    LogPrinter printer_;
    std::mutex mutex_;
    std::map<std::string, std::int64_t>
        last_times_;                         ///< of what was printed, by container id; guarded by mutex_
    compose::execute::LogFollower follower_; // last, so that it ends before what its threads use
};

} // namespace muster::cmd
