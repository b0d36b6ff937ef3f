#include "compose/translate/host_spec.hpp"

#include "base/text.hpp"
#include "compose/translate/hash.hpp"
#include "compose/translate/names.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <stdexcept>

namespace muster::compose::translate {

namespace {

constexpr double nano = 1e9;

std::string port_key(const network::PortMapping& port) {
    return std::to_string(port.target) + "/" + (port.protocol.empty() ? "tcp" : port.protocol);
}

std::map<std::string, std::vector<engine::PortBinding>> port_bindings(const Service& service) {
    std::map<std::string, std::vector<engine::PortBinding>> bindings;
    for (const PortMapping& port : service.ports)
        bindings[port_key(port)].push_back({.host_ip = port.host_ip, .host_port = port.published});
    return bindings;
}

/// Source: Compose spec, services.restart: "on-failure[:max-retries]".
engine::RestartSpec restart_from_text(const std::string& text) {
    const auto parts = split(text, ':');
    engine::RestartSpec spec{.name = parts[0], .maximum_retry_count = 0};
    if (parts.front() == "on-failure" && parts.size() > 1)
        std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), spec.maximum_retry_count);
    return spec;
}

/// Source: Compose Deploy spec, restart_policy: it takes the place of `restart`.
engine::RestartSpec restart_from_deploy(const RestartPolicy& policy) {
    const std::map<std::string, std::string> names{
        {"none", "no"}, {"no", "no"}, {"on-failure", "on-failure"}, {"unless-stopped", "unless-stopped"}};
    const auto found = names.find(policy.condition);
    engine::RestartSpec spec{.name = found == names.end() ? "always" : found->second,
                             .maximum_retry_count = 0};
    if (spec.name == "on-failure") spec.maximum_retry_count = policy.max_attempts.value_or(0);
    return spec;
}

engine::RestartSpec restart_spec(const Service& service) {
    if (service.deploy && service.deploy->restart_policy)
        return restart_from_deploy(*service.deploy->restart_policy);
    return service.restart.empty() ? engine::RestartSpec{} : restart_from_text(service.restart);
}

/// The id of the container whose namespaces and volumes a service lends; empty when it has none.
std::string lender(const std::string& service, const ContainersOf& containers_of) {
    const auto found = containers_of.find(service);
    return found == containers_of.end() || found->second.empty() ? "" : found->second.begin()->second;
}

std::string resolve_service(const std::string& mode, const ContainersOf& containers_of) {
    constexpr std::string_view prefix = "service:";
    if (!mode.starts_with(prefix)) return mode;
    const std::string id = lender(mode.substr(prefix.size()), containers_of);
    return id.empty() ? mode : "container:" + id;
}

std::string resolve_volumes_from(const std::string& entry, const ContainersOf& containers_of) {
    if (entry.starts_with("container:")) return entry.substr(std::string_view("container:").size());
    const auto parts = split(entry, ':');
    const std::string id = lender(parts[0], containers_of);
    if (id.empty()) return entry;
    return id + (parts.size() > 1 ? ":" + parts[1] : "");
}

std::string network_mode(const Project& project, const Service& service) {
    if (!service.network_mode.empty()) return service.network_mode;
    const auto networks = networks_by_priority(project, service);
    return networks.empty() ? "none" : networks.front();
}

engine::DeviceRequestSpec device_request(const DeviceRequest& request, const char* implied_capability) {
    engine::DeviceRequestSpec spec{.driver = request.driver,
                                   .count = request.count ? request.count->count : 0,
                                   .device_ids = request.device_ids,
                                   .capabilities = request.capabilities,
                                   .options = request.options.entries};
    if (*implied_capability != '\0') spec.capabilities.emplace_back(implied_capability);
    if (!request.count && request.device_ids.empty()) spec.count = -1;
    return spec;
}

/// A name such as "vendor.com/gpu=all" of the Container Device Interface, in place of a path.
/// Source: CDI specification, "qualified name".
bool is_device_name(const std::string& text) {
    const std::size_t slash = text.find('/');
    const std::size_t equals = text.find('=');
    return slash != std::string::npos && slash > 0 && equals != std::string::npos && slash + 1 < equals &&
           equals + 1 < text.size();
}

void add_device(engine::HostSpec& host, const DeviceMapping& device) {
    const std::string target = device.target.empty() ? device.source : device.target;
    if (device.source == target && is_device_name(device.source)) {
        engine::DeviceRequestSpec request;
        request.driver = "cdi";
        request.device_ids = {device.source};
        host.device_requests.push_back(std::move(request));
    } else {
        host.devices.push_back(
            {device.source, target, device.permissions.empty() ? "rwm" : device.permissions});
    }
}

void add_devices(engine::HostSpec& host, const Service& service) {
    for (const DeviceMapping& device : service.devices) add_device(host, device);
    for (const DeviceRequest& request : service.gpus)
        host.device_requests.push_back(device_request(request, "gpu"));
    if (!service.deploy || !service.deploy->resources.reservations) return;
    for (const DeviceRequest& request : service.deploy->resources.reservations->devices)
        host.device_requests.push_back(device_request(request, ""));
}

std::vector<engine::DeviceRateSpec> rate_specs(const std::vector<DeviceRate>& devices) {
    std::vector<engine::DeviceRateSpec> specs;
    for (const DeviceRate& device : devices) specs.push_back({device.path, device.rate.count});
    return specs;
}

void add_block_io(engine::HostSpec& host, const BlockIo& limits) {
    host.blkio_weight = limits.weight;
    for (const DeviceWeight& device : limits.weight_device)
        host.blkio_weight_device.push_back({device.path, device.weight});
    host.blkio_device_read_bps = rate_specs(limits.device_read_bps);
    host.blkio_device_read_iops = rate_specs(limits.device_read_iops);
    host.blkio_device_write_bps = rate_specs(limits.device_write_bps);
    host.blkio_device_write_iops = rate_specs(limits.device_write_iops);
}

void add_ulimits(engine::HostSpec& host, const Service& service) {
    for (const auto& [name, limit] : service.ulimits) {
        const bool is_single = limit.single != 0;
        host.ulimits.push_back(
            {name, is_single ? limit.single : limit.soft, is_single ? limit.single : limit.hard});
    }
}

void add_tmpfs(engine::HostSpec& host, const Service& service) {
    for (const std::string& entry : service.tmpfs.items) {
        const std::size_t colon = entry.find(':');
        const bool has_options = colon != std::string::npos;
        host.tmpfs[entry.substr(0, colon)] = has_options ? entry.substr(colon + 1) : "";
    }
}

void add_own_limits(engine::HostSpec& host, const Service& service) {
    host.memory = service.mem_limit.count;
    host.memory_swap = service.memswap_limit.count;
    host.memory_reservation = service.mem_reservation.count;
    if (service.mem_swappiness.count != 0) host.memory_swappiness = service.mem_swappiness.count;
    host.shm_size = service.shm_size.count;
    host.nano_cpus = std::llround(static_cast<double>(service.cpus) * nano);
    host.cpu_shares = service.cpu_shares;
    host.cpu_period = service.cpu_period;
    host.cpu_quota = service.cpu_quota;
    host.cpu_rt_period = service.cpu_rt_period;
    host.cpu_rt_runtime = service.cpu_rt_runtime;
    host.cpu_count = service.cpu_count;
    host.cpu_percent = std::llround(static_cast<double>(service.cpu_percent) * 100);
    host.cpuset_cpus = service.cpuset;
    host.pids_limit = service.pids_limit;
}

/// Source: Compose Deploy spec, resources: they take the place of the service's own limits.
void add_deploy_limits(engine::HostSpec& host, const Resources& resources) {
    if (resources.limits) {
        if (resources.limits->cpus != 0)
            host.nano_cpus = std::llround(static_cast<double>(resources.limits->cpus) * nano);
        if (resources.limits->memory.count != 0) host.memory = resources.limits->memory.count;
        if (resources.limits->pids != 0) host.pids_limit = resources.limits->pids;
    }
    if (resources.reservations && resources.reservations->memory.count != 0)
        host.memory_reservation = resources.reservations->memory.count;
}

std::vector<std::string> host_lines(const ExtraHosts& hosts) {
    std::vector<std::string> lines;
    for (const auto& [host, addresses] : hosts.entries)
        for (const std::string& address : addresses) lines.push_back(host + ":" + address);
    return lines;
}

/// Profiles go in their text, for the engine does not read our files.
/// Source: Docker CLI, run --security-opt.
void add_security(engine::HostSpec& host, const Project& project, const Service& service) {
    for (const std::string& option : service.security_opt) {
        if (option == "systempaths=unconfined") {
            host.masked_paths.emplace();
            host.read_only_paths.emplace();
            continue;
        }
        const auto file = seccomp_file(option);
        const auto profile = file ? project.seccomp_profiles.find(*file) : project.seccomp_profiles.end();
        host.security_opt.push_back(profile == project.seccomp_profiles.end() ? option
                                                                              : "seccomp=" + profile->second);
    }
}

/// None of an entry that is no port: it was warned of.
std::vector<network::PortMapping> exposed_by(const std::string& entry) {
    try {
        return network::parse_ports(entry);
    } catch (const std::invalid_argument&) {
        return {};
    }
}

} // namespace

std::vector<std::string> exposed_ports(const Service& service) {
    std::set<std::string> ports;
    for (const PortMapping& port : service.ports) ports.insert(port_key(port));
    for (const std::string& entry : service.expose.items)
        for (const network::PortMapping& port : exposed_by(entry)) ports.insert(port_key(port));
    return {ports.begin(), ports.end()};
}

Service with_resolved_services(const Service& service, const ContainersOf& containers_of) {
    Service resolved = service;
    resolved.network_mode = resolve_service(service.network_mode, containers_of);
    resolved.ipc = resolve_service(service.ipc, containers_of);
    resolved.pid = resolve_service(service.pid, containers_of);
    for (std::string& entry : resolved.volumes_from) entry = resolve_volumes_from(entry, containers_of);
    return resolved;
}

std::string resolved_config_hash(const Service& service, const ContainersOf& containers_of) {
    Service resolved = with_resolved_services(service, containers_of);
    for (std::size_t i = 0; i < service.volumes_from.size(); ++i) {
        std::string& entry = resolved.volumes_from[i];
        if (entry != service.volumes_from[i]) entry.erase(std::min(entry.find(':'), entry.size()));
    }
    return config_hash(resolved);
}

engine::HostSpec host_spec(const Project& project, const Service& service, const ContainerRequest& request) {
    engine::HostSpec host;
    add_mounts(host, project, service, request);
    host.port_bindings = port_bindings(service);
    add_tmpfs(host, service);
    host.annotations = service.annotations.entries;
    host.network_mode = network_mode(project, service);
    host.restart = restart_spec(service);
    host.cap_add = service.cap_add;
    host.cap_drop = service.cap_drop;
    host.dns = service.dns.items;
    host.dns_options = service.dns_opt;
    host.dns_search = service.dns_search.items;
    host.extra_hosts = host_lines(service.extra_hosts);
    host.group_add = service.group_add.items;
    add_security(host, project, service);
    host.volumes_from = service.volumes_from;
    add_devices(host, service);
    host.device_cgroup_rules = service.device_cgroup_rules;
    add_ulimits(host, service);
    host.sysctls = service.sysctls.entries;
    host.storage_opt = service.storage_opt.entries;
    if (service.logging)
        host.log = engine::LogSpec{service.logging->driver, service.logging->options.entries};
    host.init = service.init;
    host.ipc_mode = service.ipc;
    host.pid_mode = service.pid;
    host.uts_mode = service.uts;
    host.userns_mode = service.userns_mode;
    host.cgroupns_mode = service.cgroup;
    host.cgroup_parent = service.cgroup_parent;
    host.runtime = service.runtime;
    host.isolation = service.isolation;
    host.privileged = service.privileged;
    host.read_only_root = service.read_only;
    host.oom_kill_disable = service.oom_kill_disable;
    host.oom_score_adj = service.oom_score_adj;
    add_own_limits(host, service);
    if (service.blkio_config) add_block_io(host, *service.blkio_config);
    if (service.deploy) add_deploy_limits(host, service.deploy->resources);
    return host;
}

} // namespace muster::compose::translate
