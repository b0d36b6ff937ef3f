#pragma once

#include "compose/model/describe_build.hpp"
#include "compose/model/describe_deploy.hpp"
#include "compose/model/describe_hooks.hpp"
#include "compose/model/describe_mounts.hpp"
#include "compose/model/like.hpp"
#include "compose/model/service.hpp"

namespace muster::compose {

template <class V, Like<DeviceWeight> T>
void describe(V& v, T& t) {
    v.always("path", t.path);
    v.always("weight", t.weight);
}

template <class V, Like<DeviceRate> T>
void describe(V& v, T& t) {
    v.always("path", t.path);
    v.always("rate", t.rate);
}

template <class V, Like<BlockIo> T>
void describe(V& v, T& t) {
    v.field("weight", t.weight);
    v.field("weight_device", t.weight_device);
    v.field("device_read_bps", t.device_read_bps);
    v.field("device_read_iops", t.device_read_iops);
    v.field("device_write_bps", t.device_write_bps);
    v.field("device_write_iops", t.device_write_iops);
}

template <class V, Like<Dependency> T>
void describe(V& v, T& t) {
    v.always("condition", t.condition);
    v.field("restart", t.restart);
    v.always("required", t.required);
    v.extensions(t.extensions);
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
    v.extensions(t.extensions);
}

template <class V, Like<Logging> T>
void describe(V& v, T& t) {
    v.field("driver", t.driver);
    v.field("options", t.options);
    v.extensions(t.extensions);
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
    v.extensions(t.extensions);
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
    v.extensions(t.extensions);
}

template <class V, Like<DeviceMapping> T>
void describe(V& v, T& t) {
    v.field("source", t.source);
    v.field("target", t.target);
    v.field("permissions", t.permissions);
    v.extensions(t.extensions);
}

template <class V, Like<CredentialSpec> T>
void describe(V& v, T& t) {
    v.field("config", t.config);
    v.field("file", t.file);
    v.field("registry", t.registry);
    v.extensions(t.extensions);
}

template <class V, Like<Provider> T>
void describe(V& v, T& t) {
    v.field("type", t.type);
    v.field("options", t.options);
    v.extensions(t.extensions);
}

template <class V, Like<ServiceModel> T>
void describe(V& v, T& t) {
    v.field("endpoint_var", t.endpoint_var);
    v.field("model_var", t.model_var);
    v.extensions(t.extensions);
}

template <class V, Like<EnvFile> T>
void describe(V& v, T& t) {
    v.field("path", t.path);
    v.always("required", t.required);
    v.field("format", t.format);
}

template <class V, Like<Service> T>
void describe(V& v, T& t) {
    v.field("profiles", t.profiles);
    v.field("annotations", t.annotations);
    v.field("attach", t.attach);
    v.field("build", t.build);
    v.field("develop", t.develop);
    v.field("blkio_config", t.blkio_config);
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
    v.field("credential_spec", t.credential_spec);
    v.field("depends_on", t.depends_on);
    v.field("deploy", t.deploy);
    v.field("device_cgroup_rules", t.device_cgroup_rules);
    v.field("devices", t.devices);
    v.field("dns", t.dns);
    v.field("dns_opt", t.dns_opt);
    v.field("dns_search", t.dns_search);
    v.field("domainname", t.domainname);
    v.always("entrypoint", t.entrypoint);
    v.field("provider", t.provider);
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
    v.field("models", t.models);
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
    v.field("pre_start", t.pre_start);
    v.field("post_start", t.post_start);
    v.field("pre_stop", t.pre_stop);
    v.extensions(t.extensions);
}

} // namespace muster::compose
