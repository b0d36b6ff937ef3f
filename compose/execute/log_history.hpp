#pragma once

#include "base/error.hpp"
#include "compose/execute/log_timestamps.hpp"
#include "engine-client/engine.hpp"

#include <functional>
#include <string>
#include <vector>

namespace muster::compose::execute {

/// Receives the logs of several containers; they are told apart by their place in the list of ids.
struct HistorySink {
    std::function<void(std::size_t container, engine::OutputStream, const LogPiece&)> on_piece;
    /// The engine would not give that container's log.
    std::function<void(std::size_t container, const Error&)> on_error;
};

/// Reads what the containers have logged so far, ordered by time across them. The logs are streamed: only a
/// little of each is held in memory. `options.follow` and `options.timestamps` are not looked at.
/// Gives the time of each container's last piece, 0 where there was none.
std::vector<std::int64_t> read_history(engine::Engine& engine, const std::vector<std::string>& ids,
                                       const engine::LogOptions& options, const HistorySink& sink);

} // namespace muster::compose::execute
