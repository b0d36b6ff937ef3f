#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is exchanged with a Docker Engine, as plain values. Names follow the Engine API; the operation a type
/// belongs to is named with it. Times are nanoseconds since 1970 unless said otherwise.
namespace muster::engine {

using Labels = std::map<std::string, std::string>;

/// "1.41". Ordered by number, so 1.9 < 1.41.
struct ApiVersion {
    int major = 0;
    int minor = 0;
    auto operator<=>(const ApiVersion&) const = default;
};

std::string to_string(ApiVersion version);
std::optional<ApiVersion> parse_api_version(std::string_view text);

/// The engine that was connected to. Source: GET /_ping, GET /version.
struct EngineInfo {
    ApiVersion api;            ///< the version both sides speak
    ApiVersion engine_api;     ///< the newest the engine speaks
    bool has_buildkit = false; ///< header Builder-Version: anything but 1
    bool operator==(const EngineInfo&) const = default;
};

// --- containers -------------------------------------------------------------------------------------------

enum class ContainerState { created, running, paused, restarting, removing, exited, dead };

std::string to_string(ContainerState state);

enum class Health { none, starting, healthy, unhealthy };

std::string to_string(Health health);

/// One published port of a running container.
struct PublishedPort {
    std::string ip;
    std::int64_t container_port = 0;
    std::int64_t host_port = 0; ///< 0: exposed, not published
    std::string protocol;
    bool operator==(const PublishedPort&) const = default;
};

/// Something mounted in a container, as the engine reports it.
struct MountPoint {
    std::string type; ///< bind, volume, tmpfs
    std::string name; ///< the volume's name; empty for binds
    std::string source;
    std::string destination;
    bool read_write = true;
    bool operator==(const MountPoint&) const = default;
};

/// A container's place in a network, as the engine reports it.
struct NetworkAttachment {
    std::string network_id;
    std::string ip_address;
    bool operator==(const NetworkAttachment&) const = default;
};

/// A row of GET /containers/json.
struct ContainerSummary {
    std::string id;
    std::string name; ///< without the leading slash
    std::string image;
    std::string image_id;
    std::string command;
    std::int64_t created = 0; ///< seconds since 1970
    ContainerState state = ContainerState::created;
    std::string status; ///< the engine's words: "Up 3 minutes (healthy)"
    Health health = Health::none;
    std::optional<std::int64_t> exit_code; ///< of an exited container, read from the status
    Labels labels;
    std::vector<PublishedPort> ports;
    std::vector<MountPoint> mounts;
    std::map<std::string, NetworkAttachment> networks; ///< by network name
    bool operator==(const ContainerSummary&) const = default;
};

/// Config.Healthcheck. Durations in nanoseconds, 0 = the image's or the engine's default.
struct HealthcheckSpec {
    std::vector<std::string> test;
    std::int64_t interval = 0;
    std::int64_t timeout = 0;
    std::int64_t start_period = 0;
    std::int64_t start_interval = 0;
    std::int64_t retries = 0;
    bool operator==(const HealthcheckSpec&) const = default;
};

/// HostConfig.PortBindings: one host side of a container port.
struct PortBinding {
    std::string host_ip;
    std::string host_port; ///< a port, a range, or empty for any
    auto operator<=>(const PortBinding&) const = default;
};

/// HostConfig.Mounts.
struct MountSpec {
    std::string type;
    std::string source;
    std::string target;
    bool read_only = false;
    std::string consistency;
    std::string bind_propagation;
    std::optional<bool> bind_non_recursive;
    std::optional<bool> bind_read_only_non_recursive;   ///< API 1.44
    std::optional<bool> bind_read_only_force_recursive; ///< API 1.44
    std::optional<bool> bind_create_mountpoint;
    Labels volume_labels;
    std::optional<bool> volume_no_copy;
    std::string volume_subpath;
    std::string volume_driver;
    std::map<std::string, std::string> volume_driver_options;
    std::int64_t tmpfs_size = 0;
    std::int64_t tmpfs_mode = 0;
    std::string image_subpath;
    bool operator==(const MountSpec&) const = default;
};

struct DeviceSpec {
    std::string host_path;
    std::string container_path;
    std::string permissions;
    bool operator==(const DeviceSpec&) const = default;
};

struct DeviceRequestSpec {
    std::string driver;
    std::int64_t count = 0;
    std::vector<std::string> device_ids;
    std::vector<std::string> capabilities;
    std::map<std::string, std::string> options;
    bool operator==(const DeviceRequestSpec&) const = default;
};

/// HostConfig.BlkioWeightDevice.
struct DeviceWeightSpec {
    std::string path;
    std::int64_t weight = 0;
    bool operator==(const DeviceWeightSpec&) const = default;
};

/// HostConfig.BlkioDeviceReadBps and the like: bytes, or operations, per second.
struct DeviceRateSpec {
    std::string path;
    std::int64_t rate = 0;
    bool operator==(const DeviceRateSpec&) const = default;
};

struct UlimitSpec {
    std::string name;
    std::int64_t soft = 0;
    std::int64_t hard = 0;
    bool operator==(const UlimitSpec&) const = default;
};

struct LogSpec {
    std::string driver;
    std::map<std::string, std::string> options;
    bool operator==(const LogSpec&) const = default;
};

struct RestartSpec {
    std::string name; ///< no, always, on-failure, unless-stopped
    std::int64_t maximum_retry_count = 0;
    bool operator==(const RestartSpec&) const = default;
};

/// The driver option by which an endpoint's interface is named. API 1.49.
inline constexpr char interface_name_option[] = "com.docker.network.endpoint.ifname";

/// NetworkingConfig.EndpointsConfig, and the body of POST /networks/{id}/connect.
struct EndpointSpec {
    std::vector<std::string> aliases;
    std::vector<std::string> links;
    std::string ipv4_address;
    std::string ipv6_address;
    std::vector<std::string> link_local_ips;
    std::string mac_address;
    std::map<std::string, std::string> driver_opts;
    std::int64_t gw_priority = 0; ///< API 1.48
    bool operator==(const EndpointSpec&) const = default;
};

/// HostConfig: what the container may use of the host.
struct HostSpec {
    std::vector<std::string> binds;
    std::vector<MountSpec> mounts;
    std::map<std::string, std::vector<PortBinding>> port_bindings; ///< by "80/tcp"
    std::map<std::string, std::string> tmpfs;
    std::map<std::string, std::string> annotations; ///< API 1.43
    std::string network_mode;
    RestartSpec restart;
    std::vector<std::string> cap_add;
    std::vector<std::string> cap_drop;
    std::vector<std::string> dns;
    std::vector<std::string> dns_options;
    std::vector<std::string> dns_search;
    std::vector<std::string> extra_hosts;
    std::vector<std::string> group_add;
    std::vector<std::string> links;
    std::vector<std::string> security_opt;
    std::optional<std::vector<std::string>> masked_paths;    ///< nothing: the engine's; empty: none
    std::optional<std::vector<std::string>> read_only_paths; ///< the same
    std::vector<std::string> volumes_from;
    std::vector<DeviceSpec> devices;
    std::vector<DeviceRequestSpec> device_requests;
    std::vector<std::string> device_cgroup_rules;
    std::vector<UlimitSpec> ulimits;
    std::map<std::string, std::string> sysctls;
    std::map<std::string, std::string> storage_opt;
    std::optional<LogSpec> log;
    std::optional<bool> init;
    std::string ipc_mode;
    std::string pid_mode;
    std::string uts_mode;
    std::string userns_mode;
    std::string cgroupns_mode;
    std::string cgroup_parent;
    std::string runtime;
    std::string isolation;
    bool privileged = false;
    bool read_only_root = false;
    bool auto_remove = false;
    bool oom_kill_disable = false;
    std::int64_t oom_score_adj = 0;
    std::int64_t memory = 0;
    std::int64_t memory_swap = 0;
    std::int64_t memory_reservation = 0;
    std::optional<std::int64_t> memory_swappiness;
    std::int64_t shm_size = 0;
    std::int64_t nano_cpus = 0;
    std::int64_t cpu_shares = 0;
    std::int64_t cpu_period = 0;
    std::int64_t cpu_quota = 0;
    std::int64_t cpu_rt_period = 0;
    std::int64_t cpu_rt_runtime = 0;
    std::int64_t cpu_count = 0;
    std::int64_t cpu_percent = 0;
    std::string cpuset_cpus;
    std::int64_t pids_limit = 0; ///< 0: not set
    std::int64_t blkio_weight = 0;
    std::vector<DeviceWeightSpec> blkio_weight_device;
    std::vector<DeviceRateSpec> blkio_device_read_bps;
    std::vector<DeviceRateSpec> blkio_device_read_iops;
    std::vector<DeviceRateSpec> blkio_device_write_bps;
    std::vector<DeviceRateSpec> blkio_device_write_iops;
    bool operator==(const HostSpec&) const = default;
};

/// The body of POST /containers/create: everything that makes up a container but its name.
struct ContainerSpec {
    std::string image;
    std::string platform;                            ///< query parameter, "linux/amd64"; empty: the engine's
    std::optional<std::vector<std::string>> command; ///< nothing: the image's
    std::optional<std::vector<std::string>> entrypoint; ///< nothing: the image's; empty: none
    std::vector<std::string> environment; ///< "KEY=VALUE", or "KEY" to unset what the image sets
    Labels labels;
    std::string hostname;
    std::string domainname;
    std::string user;
    std::string working_dir;
    std::string mac_address; ///< for API < 1.44; newer ones take it per endpoint
    std::string stop_signal;
    std::optional<std::int64_t> stop_timeout; ///< seconds
    std::optional<HealthcheckSpec> healthcheck;
    std::vector<std::string> exposed_ports; ///< "80/tcp"
    std::vector<std::string> volumes;       ///< anonymous volumes by target
    bool tty = false;
    bool open_stdin = false;
    bool stdin_once = false;
    bool attach_stdin = false;
    HostSpec host;
    std::map<std::string, EndpointSpec> endpoints; ///< by network name
    bool operator==(const ContainerSpec&) const = default;
};

/// One run of a health probe. Source: State.Health.Log of GET /containers/{id}/json.
struct ProbeResult {
    std::int64_t exit_code = 0;
    std::string output;
    bool operator==(const ProbeResult&) const = default;
};

/// Source: GET /containers/{id}/json.
struct ContainerDetails {
    std::string id;
    std::string name;
    std::string image_id;
    ContainerState state = ContainerState::created;
    Health health = Health::none;
    std::vector<ProbeResult> probes;
    std::int64_t exit_code = 0;
    bool oom_killed = false;
    std::int64_t restart_count = 0;
    std::string error;       ///< why the engine could not start it
    std::string started_at;  ///< RFC 3339, "0001-01-01T00:00:00Z" when never
    std::string finished_at; ///< likewise; of the last run that has ended
    bool tty = false;
    ContainerSpec spec; ///< what it was created with, the image's defaults mixed in
    std::vector<MountPoint> mounts;
    std::map<std::string, NetworkAttachment> networks;
    bool operator==(const ContainerDetails&) const = default;
};

/// The processes in a container: a table as ps prints it. Source: GET /containers/{id}/top.
struct ProcessTable {
    std::vector<std::string> titles; ///< UID, PID ... CMD
    std::vector<std::vector<std::string>> processes;
    bool operator==(const ProcessTable&) const = default;
};

/// What a container has used, at one moment. Source: GET /containers/{id}/stats.
struct ContainerStats {
    std::int64_t cpu = 0;           ///< nanoseconds of all its processes
    std::int64_t cpu_before = 0;    ///< at the sample before
    std::int64_t system = 0;        ///< nanoseconds of the host's processors together
    std::int64_t system_before = 0; ///< at the sample before
    std::int64_t processors = 0;
    std::int64_t memory = 0; ///< bytes, without what is cached of files and can be given back
    std::int64_t memory_limit = 0;
    std::int64_t received = 0; ///< bytes over all networks
    std::int64_t sent = 0;
    std::int64_t read = 0; ///< bytes from block devices
    std::int64_t written = 0;
    std::int64_t processes = 0;
    bool operator==(const ContainerStats&) const = default;
};

// --- networks, volumes, images
// ------------------------------------------------------------------------------

/// Source: GET /networks.
struct NetworkSummary {
    std::string id;
    std::string name;
    std::string driver;
    Labels labels;
    bool operator==(const NetworkSummary&) const = default;
};

struct IpamPoolSpec {
    std::string subnet;
    std::string ip_range;
    std::string gateway;
    std::map<std::string, std::string> aux_addresses;
    bool operator==(const IpamPoolSpec&) const = default;
};

struct IpamSpec {
    std::string driver;
    std::vector<IpamPoolSpec> pools;
    std::map<std::string, std::string> options;
    bool operator==(const IpamSpec&) const = default;
};

/// The body of POST /networks/create.
struct NetworkSpec {
    std::string name;
    std::string driver;
    std::map<std::string, std::string> options;
    std::optional<IpamSpec> ipam;
    bool internal = false;
    bool attachable = false;
    std::optional<bool> enable_ipv4; ///< API 1.48
    std::optional<bool> enable_ipv6;
    Labels labels;
    bool operator==(const NetworkSpec&) const = default;
};

/// Source: GET /volumes.
struct VolumeSummary {
    std::string name;
    std::string driver;
    Labels labels;
    std::string scope{};      ///< local, global
    std::string mountpoint{}; ///< its folder on the engine's host
    bool operator==(const VolumeSummary&) const = default;
};

/// The body of POST /volumes/create.
struct VolumeSpec {
    std::string name;
    std::string driver;
    std::map<std::string, std::string> options;
    Labels labels;
    bool operator==(const VolumeSpec&) const = default;
};

/// Source: GET /images/json, GET /images/{name}/json.
struct ImageSummary {
    std::string id;
    std::vector<std::string> tags;
    std::vector<std::string> digests;
    Labels labels;
    std::int64_t created = 0; ///< seconds since 1970
    std::int64_t size = 0;    ///< bytes
    bool operator==(const ImageSummary&) const = default;
};

/// What an image gives a container that does not say otherwise. Source: GET /images/{name}/json.
struct ImageDetails {
    std::string id;
    std::string os;
    std::string architecture;
    std::vector<std::string> environment;
    std::optional<std::vector<std::string>> command;
    std::optional<std::vector<std::string>> entrypoint;
    Labels labels;
    std::vector<std::string> volumes; ///< paths declared by VOLUME
    std::vector<std::string> exposed_ports;
    std::string user;
    std::string working_dir;
    std::optional<HealthcheckSpec> healthcheck;
    std::string variant{};     ///< of the architecture: "v8"
    std::int64_t size = 0;     ///< bytes
    std::string created{};     ///< RFC 3339; empty when the image does not say
    std::string last_tagged{}; ///< RFC 3339, "0001-01-01T00:00:00Z" for never here
    bool operator==(const ImageDetails&) const = default;
};

// --- streams
// ------------------------------------------------------------------------------------------------

/// Source: GET /events.
struct Event {
    std::string type;                              ///< container, network, volume, image
    std::string action;                            ///< start, die, "health_status: healthy" ...
    std::string actor;                             ///< the id of what it happened to
    std::map<std::string, std::string> attributes; ///< name, labels, exitCode ...
    std::int64_t time = 0;
    bool operator==(const Event&) const = default;
};

/// Which events are of interest. Times are UNIX seconds, RFC 3339 or empty: from now, without end.
/// Source: GET /events.
struct EventQuery {
    std::string since{};
    std::string until{};
    std::vector<std::string> labels{};  ///< "label=value", all of them; empty: any
    std::vector<std::string> actions{}; ///< start, die, health_status, exec_die ...; empty: any
};

enum class OutputStream { standard_output, standard_error };

/// Source: GET /containers/{id}/logs.
struct LogOptions {
    bool follow = false;
    bool timestamps = false;
    std::string since; ///< RFC 3339, UNIX seconds, or empty
    std::string until;
    std::string tail = "all";
};

/// A line of progress of a pull: which layer, what happens to it. Source: POST /images/create.
struct PullProgress {
    std::string id;
    std::string status;
    std::int64_t current = 0;
    std::int64_t total = 0;
};

/// Source: POST /containers/{id}/exec.
struct ExecSpec {
    std::vector<std::string> command;
    std::vector<std::string> environment;
    std::string user;
    std::string working_dir;
    bool privileged = false;
    bool tty = false;
    bool attach_stdin = false;
    bool attach_stdout = true;
    bool attach_stderr = true;
    std::string detach_keys;
};

/// Source: POST /containers/{id}/attach.
struct AttachSpec {
    bool standard_input = true;
    std::string detach_keys; ///< "ctrl-p,ctrl-q"; empty: the engine's own
};

/// Source: POST /commit.
struct CommitSpec {
    std::string reference; ///< "app:1.0"; empty: the image gets no name
    std::string author;
    std::string message;
    std::vector<std::string> changes; ///< Dockerfile instructions, one each
    bool pause = true;                ///< the container while it is read
    bool operator==(const CommitSpec&) const = default;
};

/// A file in a container. Source: GET and HEAD /containers/{id}/archive, X-Docker-Container-Path-Stat.
struct PathStat {
    enum class Kind { file, directory, symlink, other };
    std::string name; ///< the last part of its path
    Kind kind = Kind::file;
    std::int64_t size = 0;
    std::string link_target; ///< of a symbolic link, resolved in the container
    bool operator==(const PathStat&) const = default;
};

struct TerminalSize {
    unsigned rows = 0;
    unsigned columns = 0;
};

/// Source: POST /build.
struct BuildSpec {
    std::vector<std::string> tags;
    std::string dockerfile = "Dockerfile"; ///< relative to the context's root
    std::string remote;                    ///< a git or http(s) context instead of a tar
    std::map<std::string, std::optional<std::string>> args;
    Labels labels;
    std::vector<std::string> cache_from;
    std::vector<std::string> extra_hosts;
    std::string target;
    std::string network;
    std::string platform;
    std::string isolation;
    std::int64_t shm_size = 0;
    std::vector<UlimitSpec> ulimits;
    bool no_cache = false;
    bool pull = false;
    std::string registry_auths; ///< the X-Registry-Config header's value, or empty
};

/// A step of a running build. Text goes with the step that printed it.
struct BuildProgress {
    enum class Kind { started, cached, completed, failed, output, warning };
    Kind kind = Kind::output;
    std::string step; ///< "[2/5] RUN apt-get update", or the classic builder's "Step 2/5 : RUN ..."
    std::string text; ///< the output, or the error
};

} // namespace muster::engine
