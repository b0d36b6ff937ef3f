#pragma once

#include "tests/fakes/fake_engine.hpp"

#include <deque>

namespace muster::fakes {

/// An entry in a container's list of networks.
struct FakeEndpoint {
    engine::EndpointSpec spec;
    std::string network_id; ///< empty until the container has been started once
    std::string ip_address; ///< while it runs
};

struct FakeOutput {
    engine::OutputStream stream;
    std::string text;
    std::int64_t time = 0; ///< nanoseconds since 1970
};

struct FakeContainer {
    std::string id;
    std::string name;
    std::string image_id;
    engine::ContainerSpec spec;
    engine::ImageDetails image;
    engine::Labels labels;
    std::int64_t created = 0; ///< seconds since 1970
    engine::ContainerState state = engine::ContainerState::created;
    engine::Health health = engine::Health::none;
    std::vector<engine::ProbeResult> probes;
    std::int64_t exit_code = 0;
    std::int64_t restart_count = 0;
    std::string error;
    std::int64_t started = 0; ///< nanoseconds since 1970; 0: never
    std::int64_t finished = 0;
    std::size_t exits = 0; ///< how many times it has ended
    bool is_removed = false;
    std::vector<engine::MountPoint> mounts;
    std::vector<std::string> anonymous_volumes;
    std::map<std::string, FakeEndpoint> endpoints; ///< by network name
    std::vector<engine::PublishedPort> ports;
    std::vector<FakeOutput> output;
    engine::ContainerStats stats;
    ExecScript exec_script;
    std::map<std::string, FakeFile> files; ///< by path

    /// Its main process exists: running, paused, or about to start again.
    bool is_alive() const;
};

struct FakeNetwork {
    std::string id;
    engine::NetworkSpec spec;
    int number = 0; ///< the second byte of its addresses
    int next_address = 2;
};

struct FakeImage {
    engine::ImageDetails details;
    std::vector<std::string> tags;
    std::int64_t created = 0;
};

struct FakeExec {
    std::string id;
    std::string container_id;
    engine::ExecSpec spec;
    std::optional<std::int64_t> exit_code;
};

/// "0001-01-01T00:00:00Z" for never.
std::string to_rfc3339(std::int64_t moment);

/// What a FakeEngine knows, and Docker's rules about it. For one thread at a time.
/// Methods throw Error as engine::Engine documents.
class EngineState {
  public:
    using Container = std::shared_ptr<FakeContainer>;

    EngineState();

    engine::EngineInfo info;
    std::vector<engine::Event> events;
    std::vector<UploadedArchive> uploads;
    std::vector<engine::BuildSpec> builds;
    std::vector<engine::CommitSpec> commits;

    // Containers

    Container find_container(const std::string& container) const;
    Container get_container(const std::string& container) const;
    std::vector<engine::ContainerSummary> list_containers(const std::vector<std::string>& labels) const;
    engine::ContainerSummary row_of(const FakeContainer& container) const;
    engine::ContainerDetails details_of(const FakeContainer& container) const;
    std::string create_container(const std::string& name, const engine::ContainerSpec& spec);
    void rename_container(FakeContainer& container, const std::string& name);
    void remove_container(const Container& container, engine::Engine::RemoveVolumes volumes);

    // Lifecycle

    void start(FakeContainer& container);
    void stop(const Container& container);
    void restart(FakeContainer& container);
    void kill(const Container& container, const std::string& signal);
    void pause(FakeContainer& container);
    void unpause(FakeContainer& container);
    /// The main process ends by itself.
    void exit(const Container& container, std::int64_t code);
    void set_health(FakeContainer& container, engine::Health health, const std::string& probe_output);
    void print(FakeContainer& container, engine::OutputStream stream, const std::string& text);

    // Networks and volumes

    FakeNetwork* find_network(const std::string& network);
    FakeNetwork& get_network(const std::string& network);
    std::vector<engine::NetworkSummary> list_networks(const std::vector<std::string>& labels) const;
    std::string create_network(const engine::NetworkSpec& spec);
    void remove_network(const std::string& network);
    void connect(const std::string& network, FakeContainer& container, const engine::EndpointSpec& endpoint);
    void disconnect(const std::string& network, FakeContainer& container);

    const engine::VolumeSpec* find_volume(const std::string& volume) const;
    std::vector<engine::VolumeSummary> list_volumes(const std::vector<std::string>& labels) const;
    void create_volume(const engine::VolumeSpec& spec);
    void remove_volume(const std::string& volume);

    // Images

    const FakeImage* find_image(const std::string& image) const;
    std::vector<engine::ImageSummary> list_images(const std::vector<std::string>& references,
                                                  const std::vector<std::string>& labels) const;
    std::string add_image(const std::string& reference, engine::ImageDetails details);
    std::string add_remote_image(const std::string& reference, engine::ImageDetails details);
    void pull_image(const std::string& reference);
    std::string registry_digest(const std::string& reference) const;
    std::string build_image(const engine::BuildSpec& spec, const std::string& context);
    void remove_image(const std::string& image);

    // Execs

    std::string create_exec(const FakeContainer& container, const engine::ExecSpec& spec);
    FakeExec& get_exec(const std::string& exec);
    /// The name of its container, or nullptr.
    const std::string* find_exec_container(const std::string& exec) const;
    /// Runs it to its end.
    const ExecScript& run_exec(FakeExec& exec);

    void report_container(const FakeContainer& container, const std::string& action,
                          const std::map<std::string, std::string>& details = {});

  private:
    std::string new_id(const std::string& kind);
    void report(const std::string& type, const std::string& action, const std::string& actor,
                std::map<std::string, std::string> attributes);

    void check_new_name(const std::string& name, const std::string& prefix) const;
    void check_image(const engine::ContainerSpec& spec) const;
    FakeNetwork& add_network(const std::string& name);
    void add_endpoints(FakeContainer& container);
    void destroy(const Container& container, engine::Engine::RemoveVolumes volumes);

    void add_mounts(FakeContainer& container);
    void add_bind(FakeContainer& container, const std::string& bind);
    void add_mount(FakeContainer& container, const engine::MountSpec& mount);
    void add_mounts_from(FakeContainer& container, const std::string& other);
    void add_anonymous_volumes(FakeContainer& container, const std::vector<std::string>& targets);
    void add_mount_point(FakeContainer& container, engine::MountPoint mount);
    void remove_anonymous_volumes(const FakeContainer& container);

    void begin_run(FakeContainer& container);
    void end_run(FakeContainer& container, std::int64_t code);
    void join_networks(FakeContainer& container);
    void leave_networks(FakeContainer& container);
    void attach_endpoint(FakeContainer& container, const std::string& name, FakeEndpoint& endpoint);
    void publish_ports(FakeContainer& container);
    void publish_port(FakeContainer& container, const std::string& port, const engine::PortBinding& binding);
    bool is_port_taken(const FakeContainer& asking, const engine::PublishedPort& port) const;
    std::string next_address(FakeNetwork& network);
    bool is_address_taken(const std::string& network_id, const std::string& address) const;
    void check_shared_network(const FakeContainer& container) const;
    void report_network(const FakeNetwork& network, const std::string& action,
                        const FakeContainer& container);

    /// Has no effect when it is known.
    void keep_image(engine::ImageDetails details);
    void tag_image(const std::string& id, const std::string& reference);
    /// `tag`: by which it is to be removed, if by one.
    void check_image_unused(const FakeImage& image, const std::string& tag) const;

    std::map<std::string, Container> containers_; ///< by id
    std::map<std::string, FakeNetwork> networks_; ///< by name
    std::map<std::string, engine::VolumeSpec> volumes_;
    std::map<std::string, FakeImage> images_;                   ///< by id
    std::map<std::string, engine::ImageDetails> remote_images_; ///< by normalised reference
    std::map<std::string, FakeExec> execs_;
    std::int64_t now_;
    int made_ = 0; ///< how many ids were given out
};

engine::NetworkSummary summary_of(const FakeNetwork& network);
engine::VolumeSummary summary_of(const engine::VolumeSpec& volume);

bool is_attached(const FakeContainer& container, const FakeNetwork& network);
bool uses_volume(const FakeContainer& container, const std::string& volume);

/// A reference with its tag, an id as it is.
std::string name_in_messages(const std::string& image);

/// Whether all filters ("key" or "key=value") are met.
bool has_labels(const engine::Labels& labels, const std::vector<std::string>& filters);

} // namespace muster::fakes
