#include "compose/model/service.hpp"

namespace muster::compose {

std::string to_string(Condition condition) {
    switch (condition) {
    case Condition::service_started: return "service_started";
    case Condition::service_healthy: return "service_healthy";
    case Condition::service_completed_successfully: return "service_completed_successfully";
    }
    return {};
}

std::int64_t replica_count(const Service& service) {
    if (service.scale) return *service.scale;
    if (service.deploy && service.deploy->replicas) return *service.deploy->replicas;
    return 1;
}

} // namespace muster::compose
