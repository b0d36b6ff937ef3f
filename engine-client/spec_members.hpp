#pragma once

// The Engine API's names for the members of specs. Source: Engine API, ContainerConfig, HostConfig,
// EndpointSettings, Network, Volume.

#include "engine-client/json_members.hpp"
#include "engine-client/types.hpp"

namespace muster::engine {

void members(auto& visit, Is<HealthcheckSpec> auto& check) {
    visit("Test", check.test);
    visit("Interval", check.interval);
    visit("Timeout", check.timeout);
    visit("StartPeriod", check.start_period);
    visit("StartInterval", check.start_interval);
    visit("Retries", check.retries);
}

void members(auto& visit, Is<PortBinding> auto& binding) {
    visit("HostIp", binding.host_ip);
    visit("HostPort", binding.host_port);
}

void members(auto& visit, Is<MountSpec> auto& mount) {
    visit("Type", mount.type);
    visit("Source", mount.source);
    visit("Target", mount.target);
    visit("ReadOnly", mount.read_only);
    visit("Consistency", mount.consistency);
    visit.object("BindOptions", [&](auto& options) {
        options("Propagation", mount.bind_propagation);
        options("NonRecursive", mount.bind_non_recursive);
        options("ReadOnlyNonRecursive", mount.bind_read_only_non_recursive);
        options("ReadOnlyForceRecursive", mount.bind_read_only_force_recursive);
        options("CreateMountpoint", mount.bind_create_mountpoint);
    });
    visit.object("VolumeOptions", [&](auto& options) {
        options("Labels", mount.volume_labels);
        options("NoCopy", mount.volume_no_copy);
        options("Subpath", mount.volume_subpath);
        options.object("DriverConfig", [&](auto& driver) {
            driver("Name", mount.volume_driver);
            driver("Options", mount.volume_driver_options);
        });
    });
    visit.object("TmpfsOptions", [&](auto& options) {
        options("SizeBytes", mount.tmpfs_size);
        options("Mode", mount.tmpfs_mode);
    });
    visit.object("ImageOptions", [&](auto& options) { options("Subpath", mount.image_subpath); });
}

void members(auto& visit, Is<DeviceSpec> auto& device) {
    visit("PathOnHost", device.host_path);
    visit("PathInContainer", device.container_path);
    visit("CgroupPermissions", device.permissions);
}

void members(auto& visit, Is<DeviceRequestSpec> auto& request) {
    visit("Driver", request.driver);
    visit("Count", request.count);
    visit("DeviceIDs", request.device_ids);
    visit.only_alternative("Capabilities", request.capabilities);
    visit("Options", request.options);
}

void members(auto& visit, Is<DeviceWeightSpec> auto& device) {
    visit("Path", device.path);
    visit("Weight", device.weight);
}

void members(auto& visit, Is<DeviceRateSpec> auto& device) {
    visit("Path", device.path);
    visit("Rate", device.rate);
}

void members(auto& visit, Is<UlimitSpec> auto& ulimit) {
    visit("Name", ulimit.name);
    visit("Soft", ulimit.soft);
    visit("Hard", ulimit.hard);
}

void members(auto& visit, Is<LogSpec> auto& log) {
    visit("Type", log.driver);
    visit("Config", log.options);
}

void members(auto& visit, Is<RestartSpec> auto& restart) {
    visit("Name", restart.name);
    visit("MaximumRetryCount", restart.maximum_retry_count);
}

void members(auto& visit, Is<EndpointSpec> auto& endpoint) {
    visit("Aliases", endpoint.aliases);
    visit("Links", endpoint.links);
    visit.object("IPAMConfig", [&](auto& ipam) {
        ipam("IPv4Address", endpoint.ipv4_address);
        ipam("IPv6Address", endpoint.ipv6_address);
        ipam("LinkLocalIPs", endpoint.link_local_ips);
    });
    visit("MacAddress", endpoint.mac_address);
    visit("DriverOpts", endpoint.driver_opts);
    visit("GwPriority", endpoint.gw_priority);
}

void resource_members(auto& visit, Is<HostSpec> auto& host) {
    visit("OomKillDisable", host.oom_kill_disable);
    visit("OomScoreAdj", host.oom_score_adj);
    visit("Memory", host.memory);
    visit("MemorySwap", host.memory_swap);
    visit("MemoryReservation", host.memory_reservation);
    visit("MemorySwappiness", host.memory_swappiness);
    visit("ShmSize", host.shm_size);
    visit("NanoCpus", host.nano_cpus);
    visit("CpuShares", host.cpu_shares);
    visit("CpuPeriod", host.cpu_period);
    visit("CpuQuota", host.cpu_quota);
    visit("CpuRealtimePeriod", host.cpu_rt_period);
    visit("CpuRealtimeRuntime", host.cpu_rt_runtime);
    visit("CpuCount", host.cpu_count);
    visit("CpuPercent", host.cpu_percent);
    visit("CpusetCpus", host.cpuset_cpus);
    visit("PidsLimit", host.pids_limit);
    visit("Devices", host.devices);
    visit("DeviceRequests", host.device_requests);
    visit("DeviceCgroupRules", host.device_cgroup_rules);
    visit("Ulimits", host.ulimits);
}

void block_io_members(auto& visit, Is<HostSpec> auto& host) {
    visit("BlkioWeight", host.blkio_weight);
    visit("BlkioWeightDevice", host.blkio_weight_device);
    visit("BlkioDeviceReadBps", host.blkio_device_read_bps);
    visit("BlkioDeviceReadIOps", host.blkio_device_read_iops);
    visit("BlkioDeviceWriteBps", host.blkio_device_write_bps);
    visit("BlkioDeviceWriteIOps", host.blkio_device_write_iops);
}

void isolation_members(auto& visit, Is<HostSpec> auto& host) {
    visit("CapAdd", host.cap_add);
    visit("CapDrop", host.cap_drop);
    visit("SecurityOpt", host.security_opt);
    visit("MaskedPaths", host.masked_paths);
    visit("ReadonlyPaths", host.read_only_paths);
    visit("GroupAdd", host.group_add);
    visit("IpcMode", host.ipc_mode);
    visit("PidMode", host.pid_mode);
    visit("UTSMode", host.uts_mode);
    visit("UsernsMode", host.userns_mode);
    visit("CgroupnsMode", host.cgroupns_mode);
    visit("CgroupParent", host.cgroup_parent);
    visit("Runtime", host.runtime);
    visit("Isolation", host.isolation);
    visit("Privileged", host.privileged);
    visit("ReadonlyRootfs", host.read_only_root);
}

void members(auto& visit, Is<HostSpec> auto& host) {
    visit("Binds", host.binds);
    visit("Mounts", host.mounts);
    visit("PortBindings", host.port_bindings);
    visit("Tmpfs", host.tmpfs);
    visit("Annotations", host.annotations);
    visit("NetworkMode", host.network_mode);
    visit("RestartPolicy", host.restart);
    visit("Dns", host.dns);
    visit("DnsOptions", host.dns_options);
    visit("DnsSearch", host.dns_search);
    visit("ExtraHosts", host.extra_hosts);
    visit("Links", host.links);
    visit("VolumesFrom", host.volumes_from);
    visit("Sysctls", host.sysctls);
    visit("StorageOpt", host.storage_opt);
    visit("LogConfig", host.log);
    visit("Init", host.init);
    visit("AutoRemove", host.auto_remove);
    isolation_members(visit, host);
    resource_members(visit, host);
    block_io_members(visit, host);
}

/// Config alone; HostConfig and the endpoints stand elsewhere in a request than in an answer.
void config_members(auto& visit, Is<ContainerSpec> auto& spec) {
    visit("Image", spec.image);
    visit("Cmd", spec.command);
    visit("Entrypoint", spec.entrypoint);
    visit("Env", spec.environment);
    visit("Labels", spec.labels);
    visit("Hostname", spec.hostname);
    visit("Domainname", spec.domainname);
    visit("User", spec.user);
    visit("WorkingDir", spec.working_dir);
    visit("StopSignal", spec.stop_signal);
    visit("StopTimeout", spec.stop_timeout);
    visit("Healthcheck", spec.healthcheck);
    visit.keys("ExposedPorts", spec.exposed_ports);
    visit.keys("Volumes", spec.volumes);
    visit("Tty", spec.tty);
    visit("OpenStdin", spec.open_stdin);
    visit("StdinOnce", spec.stdin_once);
    visit("AttachStdin", spec.attach_stdin);
}

void members(auto& visit, Is<IpamPoolSpec> auto& pool) {
    visit("Subnet", pool.subnet);
    visit("IPRange", pool.ip_range);
    visit("Gateway", pool.gateway);
    visit("AuxiliaryAddresses", pool.aux_addresses);
}

void members(auto& visit, Is<IpamSpec> auto& ipam) {
    visit("Driver", ipam.driver);
    visit("Config", ipam.pools);
    visit("Options", ipam.options);
}

void members(auto& visit, Is<NetworkSpec> auto& network) {
    visit("Name", network.name);
    visit("Driver", network.driver);
    visit("Options", network.options);
    visit("IPAM", network.ipam);
    visit("Internal", network.internal);
    visit("Attachable", network.attachable);
    visit("EnableIPv4", network.enable_ipv4);
    visit("EnableIPv6", network.enable_ipv6);
    visit("Labels", network.labels);
}

void members(auto& visit, Is<VolumeSpec> auto& volume) {
    visit("Name", volume.name);
    visit("Driver", volume.driver);
    visit("DriverOpts", volume.options);
    visit("Labels", volume.labels);
}

} // namespace muster::engine
