#pragma once

#include "compose/load/subject.hpp"
#include "compose/model/service.hpp"

#include <string>
#include <vector>

namespace muster::compose::load {

/// One mention of another service in a service.
struct ServiceReference {
    std::string service;
    KeyPath where; ///< below the service: {"depends_on", "db"}
    bool implies_dependency = true;
    bool restart = false; ///< of the dependency that it implies

    bool operator==(const ServiceReference&) const = default;
};

/// Every mention, those of `depends_on` first.
std::vector<ServiceReference> service_references(const Service& service);

/// The service of "service:NAME", or an empty text.
std::string service_of_namespace(const std::string& mode);

} // namespace muster::compose::load
