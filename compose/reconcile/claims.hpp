#pragma once

#include "compose/reconcile/observed.hpp"

#include <set>
#include <string>

namespace muster::compose::reconcile {

/// What only one running container at a time can have: "port 443/tcp" of the host, "address 172.30.0.5" in a
/// network. Internal to the planners.
using Claims = std::set<std::string>;

/// What a service's containers ask for; a port that the engine chooses from a range is no claim.
Claims claims_of(const Service& service);
/// What a container has now.
Claims claims_of(const ObservedContainer& container);

} // namespace muster::compose::reconcile
