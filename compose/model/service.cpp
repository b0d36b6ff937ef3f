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

std::optional<std::string> seccomp_file(const std::string& security_option) {
    static constexpr std::string_view name = "seccomp";
    const std::size_t equals = security_option.find('=');
    const std::size_t separator = equals == std::string::npos ? security_option.find(':') : equals;
    if (separator == std::string::npos || security_option.substr(0, separator) != name) return std::nullopt;
    std::string value = security_option.substr(separator + 1);
    if (value == "unconfined" || value == "builtin") return std::nullopt;
    return value;
}

std::int64_t replica_count(const Service& service) {
    if (service.provider) return 0; // a program stands in for its containers
    if (service.scale) return *service.scale;
    if (service.deploy && service.deploy->replicas) return *service.deploy->replicas;
    return 1;
}

} // namespace muster::compose
