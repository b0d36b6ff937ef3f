#pragma once

#include "compose/model/service.hpp"

namespace muster::compose::load {

/// Drops repeated list entries: a later one takes the place of an earlier one with the same identity (mounts,
/// secrets and configs by target, ports by address, port and protocol, plain lists by their text).
/// REQUIRES: fill_in_defaults() was applied.
/// Source: Compose spec, "Merge Compose files", "Unique resources".
void drop_repeated_entries(Service& service);

} // namespace muster::compose::load
