#pragma once

#include "compose/model/build.hpp"
#include "compose/model/deploy.hpp"
#include "compose/model/values.hpp"
#include "network/ports.hpp"

namespace muster::compose {

using network::PortMapping;

/// When a service may start after one it depends on.
enum class Condition { service_started, service_healthy, service_completed_successfully };

std::string to_string(Condition condition);

/// depends_on.NAME. Source: Compose spec, services.depends_on, long syntax.
struct Dependency {
    Condition condition = Condition::service_started;
    bool restart = false; ///< restart the dependent when the dependency is recreated or restarted
    bool required = true; ///< false: go on with a warning when the dependency is not there
    bool operator==(const Dependency&) const = default;
};

struct Healthcheck {
    HealthTest test;
    std::optional<Duration> timeout;
    std::optional<Duration> interval;
    std::optional<std::int64_t> retries;
    std::optional<Duration> start_period;
    std::optional<Duration> start_interval;
    bool disable = false;
    bool operator==(const Healthcheck&) const = default;
};

struct Logging {
    std::string driver;
    Options options;
    bool operator==(const Logging&) const = default;
};

/// A service's place in a network. Source: Compose spec, services.networks.NAME.
struct Endpoint {
    std::vector<std::string> aliases;
    Options driver_opts;
    std::int64_t gw_priority = 0;
    std::string interface_name;
    std::string ipv4_address;
    std::string ipv6_address;
    std::vector<std::string> link_local_ips;
    std::string mac_address;
    std::int64_t priority = 0;
    bool operator==(const Endpoint&) const = default;
};

struct BindOptions {
    std::string selinux;
    std::string propagation;
    bool create_host_path = false;
    std::string recursive;
    bool operator==(const BindOptions&) const = default;
};

struct VolumeOptions {
    KeyValues labels;
    bool nocopy = false;
    std::string subpath;
    bool operator==(const VolumeOptions&) const = default;
};

struct TmpfsOptions {
    Bytes size;
    std::int64_t mode = 0;
    bool operator==(const TmpfsOptions&) const = default;
};

struct ImageMountOptions {
    std::string subpath;
    bool operator==(const ImageMountOptions&) const = default;
};

/// One entry of services.volumes, long form.
struct Mount {
    std::string type;   ///< bind, volume, tmpfs, image, cluster or npipe
    std::string source; ///< an absolute host path, a volume's key, or empty for an anonymous volume
    std::string target;
    bool read_only = false;
    std::string consistency;
    std::optional<BindOptions> bind;
    std::optional<VolumeOptions> volume;
    std::optional<TmpfsOptions> tmpfs;
    std::optional<ImageMountOptions> image;
    bool operator==(const Mount&) const = default;
};

struct DeviceMapping {
    std::string source;
    std::string target;
    std::string permissions;
    bool operator==(const DeviceMapping&) const = default;
};

struct EnvFile {
    std::string path;
    bool required = true;
    std::string format;
    bool operator==(const EnvFile&) const = default;
};

/// A command run in a container at a point of its life (post_start, pre_stop).
struct Hook {
    CommandLine command;
    std::string user;
    bool privileged = false;
    std::string working_dir;
    Environment environment;
    bool operator==(const Hook&) const = default;
};

/// A service as declared: the desired state of its containers. Fields are named as in the Compose spec.
/// Absent text is empty, absent lists and maps are empty; std::optional marks attributes for which "absent"
/// and "zero" differ.
struct Service {
    std::string name; ///< the key below `services`

    std::vector<std::string> profiles;
    KeyValues annotations;
    std::optional<bool> attach;
    std::optional<Build> build;
    std::vector<std::string> cap_add;
    std::vector<std::string> cap_drop;
    std::string cgroup_parent;
    std::string cgroup;
    std::int64_t cpu_count = 0;
    float cpu_percent = 0;
    std::int64_t cpu_period = 0;
    std::int64_t cpu_quota = 0;
    std::int64_t cpu_rt_period = 0;
    std::int64_t cpu_rt_runtime = 0;
    float cpus = 0;
    std::string cpuset;
    std::int64_t cpu_shares = 0;
    CommandLine command;
    std::vector<FileReference> configs;
    std::string container_name;
    std::map<std::string, Dependency> depends_on;
    std::optional<Deploy> deploy;
    std::vector<std::string> device_cgroup_rules;
    std::vector<DeviceMapping> devices;
    StringOrList dns;
    std::vector<std::string> dns_opt;
    StringOrList dns_search;
    std::string domainname;
    CommandLine entrypoint;
    Environment environment;
    std::vector<EnvFile> env_file;
    TextList expose;
    std::vector<std::string> external_links;
    ExtraHosts extra_hosts;
    TextList group_add;
    std::vector<DeviceRequest> gpus;
    std::string hostname;
    std::optional<Healthcheck> healthcheck;
    std::string image;
    std::optional<bool> init;
    std::string ipc;
    std::string isolation;
    KeyValues labels;
    StringOrList label_file;
    std::vector<std::string> links;
    std::optional<Logging> logging;
    Bytes mem_limit;
    Bytes mem_reservation;
    Bytes memswap_limit;
    Bytes mem_swappiness;
    std::string mac_address;
    std::string network_mode;
    /// By network key; no endpoint settings means "joined with the defaults".
    std::map<std::string, std::optional<Endpoint>> networks;
    bool oom_kill_disable = false;
    std::int64_t oom_score_adj = 0;
    std::string pid;
    std::int64_t pids_limit = 0;
    std::string platform;
    std::vector<PortMapping> ports;
    bool privileged = false;
    std::string pull_policy;
    bool read_only = false;
    std::string restart;
    std::string runtime;
    std::optional<std::int64_t> scale;
    std::vector<FileReference> secrets;
    std::vector<std::string> security_opt;
    Bytes shm_size;
    bool stdin_open = false;
    std::optional<Duration> stop_grace_period;
    std::string stop_signal;
    Options storage_opt;
    KeyValues sysctls;
    StringOrList tmpfs;
    bool tty = false;
    std::map<std::string, Ulimit> ulimits;
    bool use_api_socket = false;
    std::string user;
    std::string userns_mode;
    std::string uts;
    std::vector<Mount> volumes;
    std::vector<std::string> volumes_from;
    std::string working_dir;
    std::vector<Hook> post_start;
    std::vector<Hook> pre_stop;
    Extensions extensions;

    bool operator==(const Service&) const = default;
};

/// How many containers the service asks for: scale, else deploy.replicas, else 1.
std::int64_t replica_count(const Service& service);

} // namespace muster::compose
