#pragma once

#include "cmd/container_row.hpp"
#include "cmd/row_format.hpp"
#include "engine-client/types.hpp"

namespace muster::cmd {

/// How much of the processors was used between the two samples, in percent of one processor.
/// Source: Docker CLI, calculateCPUPercentUnix.
double cpu_percent(const engine::ContainerStats& stats);

/// What `stats` tells of a container, with the keys of `docker stats --format json`. Without a sample yet
/// the values are "--".
Value stats_row(const engine::ContainerSummary& container, const engine::ContainerStats* stats,
                Truncate truncate);

RowLayout stats_layout();

} // namespace muster::cmd
