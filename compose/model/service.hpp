#pragma once

#include "compose/model/block_io.hpp"
#include "compose/model/build.hpp"
#include "compose/model/deploy.hpp"
#include "compose/model/hooks.hpp"
#include "compose/model/mounts.hpp"
#include "compose/model/values.hpp"
#include "network/ports.hpp"

namespace muster::compose {

/// A published port as declared. Source: Compose spec, services.ports, long syntax.
struct PortMapping : network::PortMapping {
    Extensions extensions;
    bool operator==(const PortMapping&) const = default;
};

/// When a service may start after one it depends on.
enum class Condition { service_started, service_healthy, service_completed_successfully };

std::string to_string(Condition condition);

/// depends_on.NAME. Source: Compose spec, services.depends_on, long syntax.
struct Dependency {
    Condition condition = Condition::service_started;
    bool restart = false; ///< restart the dependent when the dependency is recreated or restarted
    bool required = true; ///< false: go on with a warning when the dependency is not there
    Extensions extensions;
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
    Extensions extensions;
    bool operator==(const Healthcheck&) const = default;
};

struct Logging {
    std::string driver;
    Options options;
    Extensions extensions;
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
    Extensions extensions;
    bool operator==(const Endpoint&) const = default;
};

struct DeviceMapping {
    std::string source;
    std::string target;
    std::string permissions;
    Extensions extensions;
    bool operator==(const DeviceMapping&) const = default;
};

/// Who a Windows container is to Active Directory. Source: Compose spec, services.credential_spec.
struct CredentialSpec {
    std::string config;
    std::string file;
    std::string registry;
    Extensions extensions;
    bool operator==(const CredentialSpec&) const = default;
};

/// An external program that stands in for the service's containers. Source: Compose spec, services.provider.
struct Provider {
    std::string type;
    RepeatedOptions options;
    Extensions extensions;
    bool operator==(const Provider&) const = default;
};

/// The variables by which a service learns of a model. Source: Compose spec, services.models.
struct ServiceModel {
    std::string endpoint_var; ///< NAME_URL when empty
    std::string model_var;    ///< NAME_MODEL when empty
    Extensions extensions;
    bool operator==(const ServiceModel&) const = default;
};

struct EnvFile {
    std::string path;
    bool required = true;
    std::string format;
    bool operator==(const EnvFile&) const = default;
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
    std::optional<Develop> develop;
    std::optional<BlockIo> blkio_config;
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
    std::optional<CredentialSpec> credential_spec;
    std::map<std::string, Dependency> depends_on;
    std::optional<Deploy> deploy;
    std::vector<std::string> device_cgroup_rules;
    std::vector<DeviceMapping> devices;
    StringOrList dns;
    std::vector<std::string> dns_opt;
    StringOrList dns_search;
    std::string domainname;
    CommandLine entrypoint;
    std::optional<Provider> provider;
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
    /// By model key; no settings means "with the default variables".
    std::map<std::string, std::optional<ServiceModel>> models;
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
    std::vector<PreStartHook> pre_start;
    std::vector<Hook> post_start;
    std::vector<Hook> pre_stop;
    Extensions extensions;

    bool operator==(const Service&) const = default;
};

/// How many containers the service asks for: scale, else deploy.replicas, else 1.
std::int64_t replica_count(const Service& service);

/// The file that an entry of security_opt names: "profile.json" of "seccomp=profile.json" and
/// "seccomp:profile.json". Nothing for other options, and for the words "unconfined" and "builtin".
std::optional<std::string> seccomp_file(const std::string& security_option);

/// More replicas of one service than an engine runs; a slip of the keyboard beyond it.
inline constexpr std::int64_t most_replicas = 10'000;

} // namespace muster::compose
