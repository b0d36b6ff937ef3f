#include "compose/translate/resource_specs.hpp"

#include "compose/translate/labels.hpp"
#include "compose/translate/names.hpp"

namespace muster::compose::translate {

namespace {

std::optional<engine::IpamSpec> ipam_spec(const Ipam& ipam) {
    if (ipam == Ipam{}) return std::nullopt;
    engine::IpamSpec spec{.driver = ipam.driver, .pools = {}, .options = ipam.options.entries};
    for (const AddressPool& pool : ipam.config)
        spec.pools.push_back({.subnet = pool.subnet,
                              .ip_range = pool.ip_range,
                              .gateway = pool.gateway,
                              .aux_addresses = pool.aux_addresses.entries});
    return spec;
}

std::vector<std::string> host_lines(const ExtraHosts& hosts) {
    std::vector<std::string> lines;
    for (const auto& [host, addresses] : hosts.entries)
        for (const std::string& address : addresses) lines.push_back(host + ":" + address);
    return lines;
}

std::vector<engine::UlimitSpec> ulimit_specs(const std::map<std::string, Ulimit>& limits) {
    std::vector<engine::UlimitSpec> specs;
    for (const auto& [name, limit] : limits) {
        const bool is_single = limit.single != 0;
        specs.push_back({name, is_single ? limit.single : limit.soft, is_single ? limit.single : limit.hard});
    }
    return specs;
}

} // namespace

engine::NetworkSpec network_spec(const Project& project, const std::string& key) {
    const Network& network = project.networks.at(key);
    return {.name = network.name,
            .driver = network.driver,
            .options = network.driver_opts.entries,
            .ipam = ipam_spec(network.ipam),
            .internal = network.internal,
            .attachable = network.attachable,
            .enable_ipv4 = network.enable_ipv4,
            .enable_ipv6 = network.enable_ipv6,
            .labels = network_labels(project, key)};
}

engine::VolumeSpec volume_spec(const Project& project, const std::string& key) {
    const Volume& volume = project.volumes.at(key);
    return {.name = volume.name,
            .driver = volume.driver.empty() ? "local" : volume.driver,
            .options = volume.driver_opts.entries,
            .labels = volume_labels(project, key)};
}

engine::BuildSpec build_spec(const Project& project, const Service& service) {
    const Build& build = *service.build;
    engine::BuildSpec spec;
    spec.tags = build.tags.items;
    spec.tags.insert(spec.tags.begin(), image_name(project, service));
    spec.args = build.args.entries;
    spec.labels = image_labels(project, service);
    spec.cache_from = build.cache_from.items;
    spec.extra_hosts = host_lines(build.extra_hosts);
    spec.target = build.target;
    spec.network = build.network;
    spec.platform = service.platform;
    spec.isolation = build.isolation;
    spec.shm_size = build.shm_size.count;
    spec.ulimits = ulimit_specs(build.ulimits);
    spec.no_cache = build.no_cache;
    spec.pull = build.pull;
    return spec;
}

} // namespace muster::compose::translate
