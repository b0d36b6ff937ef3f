#pragma once

#include "compose/model/service.hpp"

#include <map>
#include <string>

namespace muster::compose::reconcile {

/// The services whose namespaces or volumes a service shares, with the attribute that says so
/// ("network_mode", "volumes_from" ...). Internal to the planners.
std::map<std::string, std::string> donors_of(const Service& service);

} // namespace muster::compose::reconcile
