#include "compose/reconcile/donors.hpp"

#include "base/text.hpp"

namespace muster::compose::reconcile {

std::map<std::string, std::string> donors_of(const Service& service) {
    constexpr std::string_view prefix = "service:";
    std::map<std::string, std::string> donors;
    const auto add = [&](const std::string& mode, const char* attribute) {
        if (mode.starts_with(prefix)) donors[mode.substr(prefix.size())] = attribute;
    };
    add(service.network_mode, "network_mode");
    add(service.ipc, "ipc");
    add(service.pid, "pid");
    for (const std::string& entry : service.volumes_from)
        if (!entry.starts_with("container:")) donors[split(entry, ':')[0]] = "volumes_from";
    return donors;
}

} // namespace muster::compose::reconcile
