#pragma once

#include "engine-client/types.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string_view>

namespace muster::engine {

/// The other end of an interactive exec or attach: bytes both ways until either side closes.
class Hijacked {
  public:
    virtual ~Hijacked() = default;

    /// For poll(2): readable when output waits. Owned by this object.
    virtual int descriptor() const = 0;
    /// Bytes read; 0 at the end of the stream. Blocks when nothing waits. Throws Error (connection).
    virtual std::size_t read(std::span<char> buffer) = 0;
    /// Writes all of it. Throws Error (connection).
    virtual void write(std::string_view bytes) = 0;
    /// Says that no more input comes; output goes on.
    virtual void close_input() = 0;
};

/// Hands out an archive piece by piece: fills the buffer, returns how many bytes, 0 at the end.
using ByteSource = std::function<std::size_t(std::span<char>)>;

using ByteSink = std::function<void(std::string_view bytes)>;

using LogSink = std::function<void(OutputStream, std::string_view bytes)>;

/// A Docker Engine: one method for each call of the Engine API that Muster uses.
///
/// Every method blocks until the engine has answered, and may be called from several threads at once.
/// `find_...` answers "not there" by nothing; every other method throws Error: `not_found` and `conflict`
/// for the engine's 404 and 409, `connection` when it cannot be reached, `engine` for any other refusal,
/// always with the engine's own words. Requests for containers, networks and images take a name or an id.
/// Methods with a stop_token return early, without an error, when it is triggered.
class Engine {
  public:
    virtual ~Engine() = default;

    /// Negotiated on the first call of any method. Source: GET /_ping.
    virtual EngineInfo info() = 0;

    // Containers
    /// All states; those that carry every given label ("key" or "key=value").
    virtual std::vector<ContainerSummary> list_containers(const std::vector<std::string>& labels) = 0;
    virtual std::optional<ContainerDetails> find_container(const std::string& container) = 0;
    /// The new container's id. `conflict` when the name is taken. Endpoints beyond the first are connected
    /// one by one below API 1.44; when that fails the container is removed again.
    virtual std::string create_container(const std::string& name, const ContainerSpec& spec) = 0;
    /// Starting a running container is a success.
    virtual void start_container(const std::string& container) = 0;
    /// Waits `timeout` seconds before SIGKILL; nothing: the container's own StopTimeout. Stopping a stopped
    /// container is a success.
    virtual void stop_container(const std::string& container, std::optional<int> timeout) = 0;
    virtual void restart_container(const std::string& container, std::optional<int> timeout) = 0;
    virtual void kill_container(const std::string& container, const std::string& signal) = 0;
    virtual void rename_container(const std::string& container, const std::string& name) = 0;
    enum class RemoveVolumes { no, anonymous };
    /// Forced: a running container is killed. Removing what is gone is a success.
    virtual void remove_container(const std::string& container, RemoveVolumes volumes) = 0;
    /// `conflict` when it is paused already, or does not run.
    virtual void pause_container(const std::string& container) = 0;
    virtual void unpause_container(const std::string& container) = 0;
    virtual void resize_container(const std::string& container, TerminalSize size) = 0;
    /// The new image's id.
    virtual std::string commit_container(const std::string& container, const CommitSpec& spec) = 0;
    /// The container's whole file system as a tar. Source: GET /containers/{id}/export.
    virtual void export_container(const std::string& container, const ByteSink& sink,
                                  std::stop_token stop) = 0;

    // Files in containers
    /// `container_user`: what is unpacked belongs to the user that the container runs as.
    enum class Ownership { archive, container_user };
    /// Unpacks a tar at `path`, a folder. Source: PUT /containers/{id}/archive.
    virtual void upload_archive(const std::string& container, const std::string& path, ByteSource tar,
                                Ownership ownership = Ownership::archive) = 0;
    /// The file or folder at `path` as a tar whose first member is it.
    virtual void download_archive(const std::string& container, const std::string& path, const ByteSink& sink,
                                  std::stop_token stop) = 0;
    /// A symbolic link is not followed. Nothing when the container has no such file.
    virtual std::optional<PathStat> find_path(const std::string& container, const std::string& path) = 0;

    // Networks
    virtual std::vector<NetworkSummary> list_networks(const std::vector<std::string>& labels) = 0;
    /// By exact name or id.
    virtual std::optional<NetworkSummary> find_network(const std::string& network) = 0;
    /// The new network's id.
    virtual std::string create_network(const NetworkSpec& spec) = 0;
    /// `conflict` while containers are connected to it.
    virtual void remove_network(const std::string& network) = 0;
    virtual void connect_network(const std::string& network, const std::string& container,
                                 const EndpointSpec& endpoint) = 0;
    enum class Disconnect { gently, forced };
    virtual void disconnect_network(const std::string& network, const std::string& container,
                                    Disconnect how) = 0;

    // Volumes
    virtual std::vector<VolumeSummary> list_volumes(const std::vector<std::string>& labels) = 0;
    virtual std::optional<VolumeSummary> find_volume(const std::string& volume) = 0;
    virtual void create_volume(const VolumeSpec& spec) = 0;
    /// `conflict` while a container uses it.
    virtual void remove_volume(const std::string& volume) = 0;

    // Images
    /// Those that have one of the references ("nginx:1.25", "alpine") or carry the labels; one call.
    virtual std::vector<ImageSummary> list_images(const std::vector<std::string>& references,
                                                  const std::vector<std::string>& labels) = 0;
    virtual std::optional<ImageDetails> find_image(const std::string& image) = 0;
    /// `registry_auth`: the X-Registry-Auth header's value, or empty.
    virtual void pull_image(const std::string& reference, const std::string& platform,
                            const std::string& registry_auth,
                            const std::function<void(const PullProgress&)>& progress,
                            std::stop_token stop) = 0;
    /// The built image's id. With BuildKit where the engine has it, else with the classic builder.
    virtual std::string build_image(const BuildSpec& spec, ByteSource context,
                                    const std::function<void(const BuildProgress&)>& progress,
                                    std::stop_token stop) = 0;
    virtual void remove_image(const std::string& image) = 0;
    /// The digest ("sha256:...") that the registry has for the reference now. `registry_auth` as for a pull.
    /// Source: GET /distribution/{name}/json.
    virtual std::string get_registry_digest(const std::string& reference,
                                            const std::string& registry_auth) = 0;

    // Streams
    /// Runs until stopped or until the query's time has passed. `on_open` is called once the engine has begun
    /// to report, before the first event: what happens after it cannot be missed. Source: GET /events.
    virtual void watch_events(const EventQuery& query, const std::function<void()>& on_open,
                              const std::function<void(const Event&)>& on_event, std::stop_token stop) = 0;
    /// `tty`: whether the container has a terminal, for then the stream has no frames.
    virtual void read_logs(const std::string& container, const LogOptions& options, bool tty,
                           const LogSink& sink, std::stop_token stop) = 0;
    /// Output from now on, until the container stops. `on_open` as in watch_events. Attaching before the
    /// start misses nothing. Source: POST /containers/{id}/attach.
    virtual void attach_output(const std::string& container, bool tty, const std::function<void()>& on_open,
                               const LogSink& sink, std::stop_token stop) = 0;
    /// Its output and, where asked for, input from now on. Source: POST /containers/{id}/attach.
    virtual std::unique_ptr<Hijacked> attach_container(const std::string& container,
                                                       const AttachSpec& spec) = 0;
    enum class WaitFor { next_exit, not_running };
    /// The exit code; -1 when stopped. `on_open` as in watch_events. Source: POST /containers/{id}/wait.
    virtual std::int64_t wait_container(const std::string& container, std::stop_token stop,
                                        WaitFor condition = WaitFor::next_exit,
                                        const std::function<void()>& on_open = nullptr) = 0;

    // Looking into containers
    /// `conflict` when it does not run.
    virtual ProcessTable list_processes(const std::string& container) = 0;
    /// One sample, which takes the engine a second or two. Of a stopped container all is zero.
    virtual ContainerStats get_stats(const std::string& container) = 0;
    /// A sample each second until the container stops.
    virtual void watch_stats(const std::string& container,
                             const std::function<void(const ContainerStats&)>& on_sample,
                             std::stop_token stop) = 0;

    // Exec
    virtual std::string create_exec(const std::string& container, const ExecSpec& spec) = 0;
    /// Runs it with its output and input on the returned stream.
    virtual std::unique_ptr<Hijacked> start_exec(const std::string& exec, bool tty) = 0;
    virtual void start_exec_detached(const std::string& exec) = 0;
    virtual void resize_exec(const std::string& exec, TerminalSize size) = 0;
    /// Nothing while it runs.
    virtual std::optional<std::int64_t> find_exec_exit_code(const std::string& exec) = 0;
};

struct Connection; // connection.hpp

/// A client over HTTP. Nothing is opened, no ssh is started and libcurl is not loaded before the first call.
/// Throws Error (usage) for an address that cannot be one.
std::unique_ptr<Engine> connect(const Connection& connection);

/// Splits the engine's multiplexed output into its two streams: frames of an 8-byte header (stream, three
/// zero bytes, big-endian length) and payload. Keeps an incomplete frame for the next call.
/// Source: POST /containers/{id}/attach, "Stream format".
class OutputDemultiplexer {
  public:
    void feed(std::string_view bytes, const LogSink& sink);

  private:
    std::string header_;
    std::size_t remaining_ = 0;
    OutputStream stream_ = OutputStream::standard_output;
};

} // namespace muster::engine
