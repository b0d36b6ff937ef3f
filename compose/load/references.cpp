#include "compose/load/references.hpp"

namespace muster::compose::load {

namespace {

std::string before_colon(const std::string& text) { return text.substr(0, text.find(':')); }

} // namespace

std::string service_of_namespace(const std::string& mode) {
    static constexpr std::string_view prefix = "service:";
    return mode.starts_with(prefix) ? mode.substr(prefix.size()) : std::string();
}

std::vector<ServiceReference> service_references(const Service& service) {
    std::vector<ServiceReference> out;
    for (const auto& [name, dependency] : service.depends_on)
        out.push_back({name, {"depends_on", name}, false, dependency.restart});
    for (const std::string& link : service.links)
        out.push_back({before_colon(link), {"links", link}, true, true});
    const auto add_namespace = [&](const char* attribute, const std::string& mode) {
        const std::string name = service_of_namespace(mode);
        if (!name.empty()) out.push_back({name, {attribute}, true, true});
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
