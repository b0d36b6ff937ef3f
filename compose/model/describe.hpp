#pragma once

#include "compose/model/project.hpp"

#include <concepts>
#include <type_traits>

/// The members of every model type by their name in a compose file. This is the one list that decoding,
/// encoding (`config`, the config hash) and suggestions for misspelt keys follow. The order is the one in
/// which Docker Compose writes the members; the config hash depends on it.
///
/// A visitor has `field(name, member)` for members that are left out when empty and
/// `always(name, member)` for those that are written even then.
namespace muster::compose {

template <class T, class Plain>
concept Like = std::same_as<std::remove_const_t<T>, Plain>;

template <class V, Like<Ulimit> T>
void describe(V& v, T& t) {
    v.field("single", t.single);
    v.field("soft", t.soft);
    v.field("hard", t.hard);
}

template <class V, Like<FileReference> T>
void describe(V& v, T& t) {
    v.field("source", t.source);
    v.field("target", t.target);
    v.field("uid", t.uid);
    v.field("gid", t.gid);
    v.field("mode", t.mode);
}

template <class V, Like<Build> T>
void describe(V& v, T& t) {
    v.field("context", t.context);
    v.field("dockerfile", t.dockerfile);
    v.field("dockerfile_inline", t.dockerfile_inline);
    v.field("entitlements", t.entitlements);
    v.field("args", t.args);
    v.field("provenance", t.provenance);
    v.field("sbom", t.sbom);
    v.field("ssh", t.ssh);
    v.field("labels", t.labels);
    v.field("cache_from", t.cache_from);
    v.field("cache_to", t.cache_to);
    v.field("no_cache", t.no_cache);
    v.field("no_cache_filter", t.no_cache_filter);
    v.field("additional_contexts", t.additional_contexts);
    v.field("pull", t.pull);
    v.field("extra_hosts", t.extra_hosts);
    v.field("isolation", t.isolation);
    v.field("network", t.network);
    v.field("target", t.target);
    v.field("secrets", t.secrets);
    v.field("shm_size", t.shm_size);
    v.field("tags", t.tags);
    v.field("ulimits", t.ulimits);
    v.field("platforms", t.platforms);
    v.field("privileged", t.privileged);
    v.extensions(t.extensions);
}

template <class V, Like<DeviceRequest> T>
void describe(V& v, T& t) {
    v.field("capabilities", t.capabilities);
    v.field("driver", t.driver);
    v.field("count", t.count);
    v.field("device_ids", t.device_ids);
    v.field("options", t.options);
}

template <class V, Like<DiscreteResource> T>
void describe(V& v, T& t) {
    v.always("kind", t.kind);
    v.always("value", t.value);
}

template <class V, Like<GenericResource> T>
void describe(V& v, T& t) {
    v.field("discrete_resource_spec", t.discrete_resource_spec);
}

template <class V, Like<ResourceBounds> T>
void describe(V& v, T& t) {
    v.field("cpus", t.cpus);
    v.field("memory", t.memory);
    v.field("pids", t.pids);
    v.field("devices", t.devices);
    v.field("generic_resources", t.generic_resources);
}

template <class V, Like<Resources> T>
void describe(V& v, T& t) {
    v.field("limits", t.limits);
    v.field("reservations", t.reservations);
}

template <class V, Like<UpdatePolicy> T>
void describe(V& v, T& t) {
    v.field("parallelism", t.parallelism);
    v.field("delay", t.delay);
    v.field("failure_action", t.failure_action);
    v.field("monitor", t.monitor);
    v.field("max_failure_ratio", t.max_failure_ratio);
    v.field("order", t.order);
}

template <class V, Like<RestartPolicy> T>
void describe(V& v, T& t) {
    v.field("condition", t.condition);
    v.field("delay", t.delay);
    v.field("max_attempts", t.max_attempts);
    v.field("window", t.window);
}

template <class V, Like<PlacementPreference> T>
void describe(V& v, T& t) {
    v.field("spread", t.spread);
}

template <class V, Like<Placement> T>
void describe(V& v, T& t) {
    v.field("constraints", t.constraints);
    v.field("preferences", t.preferences);
    v.field("max_replicas_per_node", t.max_replicas_per_node);
}

template <class V, Like<Deploy> T>
void describe(V& v, T& t) {
    v.field("mode", t.mode);
    v.field("replicas", t.replicas);
    v.field("labels", t.labels);
    v.field("update_config", t.update_config);
    v.field("rollback_config", t.rollback_config);
    v.always("resources", t.resources);
    v.field("restart_policy", t.restart_policy);
    v.always("placement", t.placement);
    v.field("endpoint_mode", t.endpoint_mode);
    v.extensions(t.extensions);
}

template <class V, Like<Dependency> T>
void describe(V& v, T& t) {
    v.always("condition", t.condition);
    v.field("restart", t.restart);
    v.always("required", t.required);
}

template <class V, Like<Healthcheck> T>
void describe(V& v, T& t) {
    v.field("test", t.test);
    v.field("timeout", t.timeout);
    v.field("interval", t.interval);
    v.field("retries", t.retries);
    v.field("start_period", t.start_period);
    v.field("start_interval", t.start_interval);
    v.field("disable", t.disable);
}

template <class V, Like<Logging> T>
void describe(V& v, T& t) {
    v.field("driver", t.driver);
    v.field("options", t.options);
}

template <class V, Like<Endpoint> T>
void describe(V& v, T& t) {
    v.field("aliases", t.aliases);
    v.field("driver_opts", t.driver_opts);
    v.field("gw_priority", t.gw_priority);
    v.field("interface_name", t.interface_name);
    v.field("ipv4_address", t.ipv4_address);
    v.field("ipv6_address", t.ipv6_address);
    v.field("link_local_ips", t.link_local_ips);
    v.field("mac_address", t.mac_address);
    v.field("priority", t.priority);
}

template <class V, Like<PortMapping> T>
void describe(V& v, T& t) {
    v.field("name", t.name);
    v.field("mode", t.mode);
    v.field("host_ip", t.host_ip);
    v.field("target", t.target);
    v.field("published", t.published);
    v.field("protocol", t.protocol);
    v.field("app_protocol", t.app_protocol);
}

template <class V, Like<BindOptions> T>
void describe(V& v, T& t) {
    v.field("selinux", t.selinux);
    v.field("propagation", t.propagation);
    v.field("create_host_path", t.create_host_path);
    v.field("recursive", t.recursive);
}

template <class V, Like<VolumeOptions> T>
void describe(V& v, T& t) {
    v.field("labels", t.labels);
    v.field("nocopy", t.nocopy);
    v.field("subpath", t.subpath);
}

template <class V, Like<TmpfsOptions> T>
void describe(V& v, T& t) {
    v.field("size", t.size);
    v.field("mode", t.mode);
}

template <class V, Like<ImageMountOptions> T>
void describe(V& v, T& t) {
    v.field("subpath", t.subpath);
}

template <class V, Like<Mount> T>
void describe(V& v, T& t) {
    v.field("type", t.type);
    v.field("source", t.source);
    v.field("target", t.target);
    v.field("read_only", t.read_only);
    v.field("consistency", t.consistency);
    v.field("bind", t.bind);
    v.field("volume", t.volume);
    v.field("tmpfs", t.tmpfs);
    v.field("image", t.image);
}

template <class V, Like<DeviceMapping> T>
void describe(V& v, T& t) {
    v.field("source", t.source);
    v.field("target", t.target);
    v.field("permissions", t.permissions);
}

template <class V, Like<EnvFile> T>
void describe(V& v, T& t) {
    v.field("path", t.path);
    v.always("required", t.required);
    v.field("format", t.format);
}

template <class V, Like<Hook> T>
void describe(V& v, T& t) {
    v.always("command", t.command);
    v.field("user", t.user);
    v.field("privileged", t.privileged);
    v.field("working_dir", t.working_dir);
    v.field("environment", t.environment);
}

template <class V, Like<Service> T>
void describe(V& v, T& t) {
    v.field("profiles", t.profiles);
    v.field("annotations", t.annotations);
    v.field("attach", t.attach);
    v.field("build", t.build);
    v.field("cap_add", t.cap_add);
    v.field("cap_drop", t.cap_drop);
    v.field("cgroup_parent", t.cgroup_parent);
    v.field("cgroup", t.cgroup);
    v.field("cpu_count", t.cpu_count);
    v.field("cpu_percent", t.cpu_percent);
    v.field("cpu_period", t.cpu_period);
    v.field("cpu_quota", t.cpu_quota);
    v.field("cpu_rt_period", t.cpu_rt_period);
    v.field("cpu_rt_runtime", t.cpu_rt_runtime);
    v.field("cpus", t.cpus);
    v.field("cpuset", t.cpuset);
    v.field("cpu_shares", t.cpu_shares);
    v.always("command", t.command);
    v.field("configs", t.configs);
    v.field("container_name", t.container_name);
    v.field("depends_on", t.depends_on);
    v.field("deploy", t.deploy);
    v.field("device_cgroup_rules", t.device_cgroup_rules);
    v.field("devices", t.devices);
    v.field("dns", t.dns);
    v.field("dns_opt", t.dns_opt);
    v.field("dns_search", t.dns_search);
    v.field("domainname", t.domainname);
    v.always("entrypoint", t.entrypoint);
    v.field("environment", t.environment);
    v.field("env_file", t.env_file);
    v.field("expose", t.expose);
    v.field("external_links", t.external_links);
    v.field("extra_hosts", t.extra_hosts);
    v.field("group_add", t.group_add);
    v.field("gpus", t.gpus);
    v.field("hostname", t.hostname);
    v.field("healthcheck", t.healthcheck);
    v.field("image", t.image);
    v.field("init", t.init);
    v.field("ipc", t.ipc);
    v.field("isolation", t.isolation);
    v.field("labels", t.labels);
    v.field("label_file", t.label_file);
    v.field("links", t.links);
    v.field("logging", t.logging);
    v.field("mem_limit", t.mem_limit);
    v.field("mem_reservation", t.mem_reservation);
    v.field("memswap_limit", t.memswap_limit);
    v.field("mem_swappiness", t.mem_swappiness);
    v.field("mac_address", t.mac_address);
    v.field("network_mode", t.network_mode);
    v.field("networks", t.networks);
    v.field("oom_kill_disable", t.oom_kill_disable);
    v.field("oom_score_adj", t.oom_score_adj);
    v.field("pid", t.pid);
    v.field("pids_limit", t.pids_limit);
    v.field("platform", t.platform);
    v.field("ports", t.ports);
    v.field("privileged", t.privileged);
    v.field("pull_policy", t.pull_policy);
    v.field("read_only", t.read_only);
    v.field("restart", t.restart);
    v.field("runtime", t.runtime);
    v.field("scale", t.scale);
    v.field("secrets", t.secrets);
    v.field("security_opt", t.security_opt);
    v.field("shm_size", t.shm_size);
    v.field("stdin_open", t.stdin_open);
    v.field("stop_grace_period", t.stop_grace_period);
    v.field("stop_signal", t.stop_signal);
    v.field("storage_opt", t.storage_opt);
    v.field("sysctls", t.sysctls);
    v.field("tmpfs", t.tmpfs);
    v.field("tty", t.tty);
    v.field("ulimits", t.ulimits);
    v.field("use_api_socket", t.use_api_socket);
    v.field("user", t.user);
    v.field("userns_mode", t.userns_mode);
    v.field("uts", t.uts);
    v.field("volumes", t.volumes);
    v.field("volumes_from", t.volumes_from);
    v.field("working_dir", t.working_dir);
    v.field("post_start", t.post_start);
    v.field("pre_stop", t.pre_stop);
    v.extensions(t.extensions);
}

template <class V, Like<AddressPool> T>
void describe(V& v, T& t) {
    v.field("subnet", t.subnet);
    v.field("gateway", t.gateway);
    v.field("ip_range", t.ip_range);
    v.field("aux_addresses", t.aux_addresses);
}

template <class V, Like<Ipam> T>
void describe(V& v, T& t) {
    v.field("driver", t.driver);
    v.field("config", t.config);
    v.field("options", t.options);
}

template <class V, Like<Network> T>
void describe(V& v, T& t) {
    v.field("name", t.name);
    v.field("driver", t.driver);
    v.field("driver_opts", t.driver_opts);
    v.always("ipam", t.ipam);
    v.field("external", t.external);
    v.field("internal", t.internal);
    v.field("attachable", t.attachable);
    v.field("labels", t.labels);
    v.field("enable_ipv4", t.enable_ipv4);
    v.field("enable_ipv6", t.enable_ipv6);
    v.extensions(t.extensions);
}

template <class V, Like<Volume> T>
void describe(V& v, T& t) {
    v.field("name", t.name);
    v.field("driver", t.driver);
    v.field("driver_opts", t.driver_opts);
    v.field("external", t.external);
    v.field("labels", t.labels);
    v.extensions(t.extensions);
}

template <class V, Like<FileObject> T>
void describe(V& v, T& t) {
    v.field("name", t.name);
    v.field("file", t.file);
    v.field("environment", t.environment);
    v.field("content", t.content);
    v.field("external", t.external);
    v.field("labels", t.labels);
    v.field("driver", t.driver);
    v.field("driver_opts", t.driver_opts);
    v.field("template_driver", t.template_driver);
    v.extensions(t.extensions);
}

} // namespace muster::compose
