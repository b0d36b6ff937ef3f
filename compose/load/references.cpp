#include "compose/load/references.hpp"

#include "base/text.hpp"

namespace muster::compose::load {

namespace {

constexpr std::string_view service_prefix = "service:";

/// The service of "SERVICE" or "SERVICE:WORD"; any other text as it is.
std::string linked_service(const std::string& text) {
    const auto parts = split(text, ':');
    return parts.size() == 2 ? parts.front() : text;
}

std::string before_colon(const std::string& text) { return text.substr(0, text.find(':')); }

} // namespace

std::string service_of_namespace(const std::string& mode) {
    return mode.starts_with(service_prefix) ? mode.substr(service_prefix.size()) : std::string();
}

std::vector<ServiceReference> service_references(const Service& service) {
    std::vector<ServiceReference> out;
    for (const auto& [name, dependency] : service.depends_on)
        out.push_back({name, {"depends_on", name}, false, dependency.restart});
    for (const std::string& link : service.links)
        out.push_back({linked_service(link), {"links", link}, true, true});
    const auto add_namespace = [&](const char* attribute, const std::string& mode) {
        if (mode.starts_with(service_prefix))
            out.push_back({service_of_namespace(mode), {attribute}, true, true});
    };
    add_namespace("network_mode", service.network_mode);
    add_namespace("ipc", service.ipc);
    add_namespace("pid", service.pid);
    add_namespace("uts", service.uts);
    add_namespace("cgroup", service.cgroup);
    for (const std::string& donor : service.volumes_from)
        if (!donor.starts_with("container:"))
            out.push_back({before_colon(donor), {"volumes_from", donor}, true, false});
    return out;
}

} // namespace muster::compose::load
