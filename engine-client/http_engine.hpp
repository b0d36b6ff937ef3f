#pragma once

#include "engine-client/connection.hpp"
#include "engine-client/http_transport.hpp"
#include "engine-client/url.hpp"

#include <memory>
#include <mutex>

namespace muster::engine {

/// The Engine over HTTP. See engine.hpp for what each method promises.
class HttpEngine final : public Engine {
  public:
    /// Throws Error (usage) for an address that cannot be one.
    explicit HttpEngine(Connection connection)
        : connection_(std::move(connection)), address_(address_of(connection_)) {}

    EngineInfo info() override { return session().info; }

    std::vector<ContainerSummary> list_containers(const std::vector<std::string>& labels) override;
    std::optional<ContainerDetails> find_container(const std::string& container) override;
    std::string create_container(const std::string& name, const ContainerSpec& spec) override;
    void start_container(const std::string& container) override;
    void stop_container(const std::string& container, std::optional<int> timeout) override;
    void restart_container(const std::string& container, std::optional<int> timeout) override;
    void kill_container(const std::string& container, const std::string& signal) override;
    void rename_container(const std::string& container, const std::string& name) override;
    void remove_container(const std::string& container, RemoveVolumes volumes) override;
    void pause_container(const std::string& container) override;
    void unpause_container(const std::string& container) override;
    void resize_container(const std::string& container, TerminalSize size) override;
    std::string commit_container(const std::string& container, const CommitSpec& spec) override;
    void export_container(const std::string& container, const ByteSink& sink, std::stop_token stop) override;

    void upload_archive(const std::string& container, const std::string& path, ByteSource tar,
                        Ownership ownership) override;
    void download_archive(const std::string& container, const std::string& path, const ByteSink& sink,
                          std::stop_token stop) override;
    std::optional<PathStat> find_path(const std::string& container, const std::string& path) override;

    std::vector<NetworkSummary> list_networks(const std::vector<std::string>& labels) override;
    std::optional<NetworkSummary> find_network(const std::string& network) override;
    std::string create_network(const NetworkSpec& spec) override;
    void remove_network(const std::string& network) override;
    void connect_network(const std::string& network, const std::string& container,
                         const EndpointSpec& endpoint) override;
    void disconnect_network(const std::string& network, const std::string& container,
                            Disconnect how) override;

    std::vector<VolumeSummary> list_volumes(const std::vector<std::string>& labels) override;
    std::optional<VolumeSummary> find_volume(const std::string& volume) override;
    void create_volume(const VolumeSpec& spec) override;
    void remove_volume(const std::string& volume) override;

    std::vector<ImageSummary> list_images(const std::vector<std::string>& references,
                                          const std::vector<std::string>& labels) override;
    std::optional<ImageDetails> find_image(const std::string& image) override;
    void pull_image(const std::string& reference, const std::string& platform,
                    const std::string& registry_auth,
                    const std::function<void(const PullProgress&)>& progress, std::stop_token stop) override;
    std::string build_image(const BuildSpec& spec, ByteSource context,
                            const std::function<void(const BuildProgress&)>& progress,
                            std::stop_token stop) override;
    void remove_image(const std::string& image) override;
    std::string get_registry_digest(const std::string& reference, const std::string& registry_auth) override;

    void watch_events(const EventQuery& query, const std::function<void()>& on_open,
                      const std::function<void(const Event&)>& on_event, std::stop_token stop) override;
    void read_logs(const std::string& container, const LogOptions& options, bool tty, const LogSink& sink,
                   std::stop_token stop) override;
    void attach_output(const std::string& container, bool tty, const std::function<void()>& on_open,
                       const LogSink& sink, std::stop_token stop) override;
    std::unique_ptr<Hijacked> attach_container(const std::string& container, const AttachSpec& spec) override;
    std::int64_t wait_container(const std::string& container, std::stop_token stop, WaitFor condition,
                                const std::function<void()>& on_open) override;

    ProcessTable list_processes(const std::string& container) override;
    ContainerStats get_stats(const std::string& container) override;
    void watch_stats(const std::string& container,
                     const std::function<void(const ContainerStats&)>& on_sample,
                     std::stop_token stop) override;

    std::string create_exec(const std::string& container, const ExecSpec& spec) override;
    std::unique_ptr<Hijacked> start_exec(const std::string& exec, bool tty) override;
    void start_exec_detached(const std::string& exec) override;
    void resize_exec(const std::string& exec, TerminalSize size) override;
    std::optional<std::int64_t> find_exec_exit_code(const std::string& exec) override;

  private:
    /// A transport, and what was agreed with the engine at its other end.
    struct Session {
        explicit Session(const Address& reached) : address(reached), transport(reached) {}
        Address address; ///< for raw connections; keeps the tunnel of one behind ssh
        HttpTransport transport;
        EngineInfo info;
    };
    enum class Ending { complete, stopped };
    struct LineSinks {
        std::function<void(const Response& head)> on_head;
        std::function<void(std::string_view line)> on_line;
    };

    /// Opened by the first call, valid for this object's life. A failure leaves it to the next call.
    Session& session();
    std::unique_ptr<Session> open_session() const;
    ApiVersion agree_on_api(ApiVersion engine_api) const;
    ApiVersion api() { return session().info.api; }
    /// The engine's request to turn a connection into a stream; the path lacks the version.
    std::unique_ptr<Hijacked> open_stream(const std::string& path, const std::string& body);
    /// "/v1.41" + path
    std::string versioned(const std::string& path);

    /// Sends a request whose path lacks the version. The answer may be a refusal.
    Response send(Request request);
    /// The same; throws the engine's refusal.
    Response call(Request request);
    Response get(const std::string& path);
    Response post(const std::string& path, std::string body = {});
    Response remove(const std::string& path);
    /// Nothing for the engine's 404.
    std::optional<Response> find(const std::string& path);
    Ending stream(Request request, const StreamSinks& sinks, std::stop_token stop);
    /// Hands out the lines of the answer.
    Ending stream_lines(Request request, const LineSinks& sinks, std::stop_token stop);

    void connect_endpoints(const std::string& container, const ContainerSpec& spec);
    void abandon_container(const std::string& container);
    void wait_until_removed(const std::string& container);
    std::vector<ImageSummary> filtered_images(const std::string& filters);

    const Connection connection_;
    const Address address_;
    std::mutex opening_;
    std::unique_ptr<Session> session_;
};

} // namespace muster::engine
