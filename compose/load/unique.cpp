#include "compose/load/unique.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace muster::compose::load {

namespace {

/// REQUIRES: entries with equal keys have the same identity.
template <class T, class Key>
void keep_last(std::vector<T>& entries, Key key_of) {
    if (entries.size() < 2) return;
    std::vector<T> kept;
    std::unordered_map<std::string, std::size_t> positions;
    for (T& entry : entries) {
        const auto [position, is_new] = positions.emplace(key_of(entry), kept.size());
        if (is_new)
            kept.push_back(std::move(entry));
        else
            kept[position->second] = std::move(entry);
    }
    entries = std::move(kept);
}

void keep_last(std::vector<std::string>& texts) {
    keep_last(texts, [](const std::string& text) { return text; });
}

/// No address means all of them.
std::string port_key(const PortMapping& port) {
    const std::string address = port.host_ip.empty() ? "0.0.0.0" : port.host_ip;
    return address + ":" + port.published + ":" + std::to_string(port.target) + "/" + port.protocol;
}

std::string config_target(const FileReference& config) {
    return config.target.empty() ? "/" + config.source : config.target;
}

std::string secret_target(const FileReference& secret) {
    return secret.target.starts_with('/') ? secret.target : "/run/secrets/" + secret.target;
}

/// "/run:size" of "/run:size=64m": options count as part of the path up to the first "=".
std::string tmpfs_key(const std::string& text) { return text.substr(0, text.find('=')); }

} // namespace

void drop_repeated_entries(Service& service) {
    keep_last(service.ports, port_key);
    // "/x" and "/x/" are two mounts at one place, which is reported.
    keep_last(service.volumes, [](const Mount& mount) { return mount.target; });
    keep_last(service.secrets, secret_target);
    keep_last(service.configs, config_target);
    keep_last(service.devices, [](const DeviceMapping& device) { return device.target; });
    keep_last(service.env_file, [](const EnvFile& file) { return file.path; });
    keep_last(service.tmpfs.items, tmpfs_key);
    for (auto* texts : {&service.cap_add, &service.cap_drop, &service.dns.items, &service.dns_opt,
                        &service.dns_search.items, &service.expose.items, &service.label_file.items,
                        &service.links, &service.profiles})
        keep_last(*texts);
    for (auto& [name, endpoint] : service.networks)
        if (endpoint) {
            keep_last(endpoint->aliases);
            keep_last(endpoint->link_local_ips);
        }
    if (!service.build) return;
    keep_last(service.build->tags.items);
}

} // namespace muster::compose::load
