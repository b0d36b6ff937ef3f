#pragma once

#include "base/value.hpp"
#include "compose/reconcile/observed.hpp"

#include <functional>
#include <string>

namespace muster::cmd {

enum class Truncate { no, yes };

/// What `ps` tells of a container: an object with the keys of Docker Compose's `ps --format json`.
/// `now`: seconds since 1970, for ages. Truncated are ids, commands and the names of mounts.
Value container_row(const compose::reconcile::ObservedContainer& container, const std::string& project,
                    std::int64_t now, Truncate truncate);

/// The labels in one line: "a=1,b=2".
std::string label_text(const engine::Labels& labels);

/// What a template's {{.Label "name"}} asks: the label's value, or nothing.
std::function<std::string(const std::string&)> label_reader(const engine::Labels& labels);

/// A member of a row as text. REQUIRES: the row has it.
std::string cell_text(const Value& row, const std::string& key);

} // namespace muster::cmd
