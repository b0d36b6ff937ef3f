#pragma once

#include "engine-client/engine.hpp"
#include "tests/fakes/call_record.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>

namespace muster::fakes {

class EngineState;
struct FakeContainer;
struct FakeOutput;

/// A file tree that was unpacked in a container with upload_archive().
struct UploadedArchive {
    std::string container; ///< its name at that time
    std::string path;
    std::string tar;
    bool operator==(const UploadedArchive&) const = default;
};

/// A file or folder in a fake container, and what downloading it brings.
struct FakeFile {
    engine::PathStat stat;
    std::string tar;
};

/// What a fake exec prints, and how it ends.
struct ExecScript {
    std::string standard_output;
    std::string standard_error;
    std::int64_t exit_code = 0;
};

/// A Docker Engine in memory. It runs nothing, but keeps Docker's rules and answers in Docker's words:
/// unique names, images and networks that must exist, volumes in use, ports taken, states, events.
/// Where engines differ it does as Engine 20.10; it is stricter in one thing: a container's networks must
/// exist when the container is created, not only when it starts.
///
/// What happens inside containers is scripted by the test: set_health(), exit(), print(), script_exec().
/// Ids are the same in every run. Time stands still but for one millisecond per event.
/// May be used from several threads at once.
class FakeEngine final : public engine::Engine {
  public:
    FakeEngine();
    ~FakeEngine() override;

    // The scene. Containers are named by name or id.

    void set_api_version(engine::ApiVersion version);
    void set_buildkit(bool has_buildkit);
    /// Makes the image known under the reference ("nginx:1.25"), which is taken from any image that has it
    /// now; its id.
    std::string add_image(const std::string& reference, engine::ImageDetails details = {});
    /// What a pull of the reference will bring; its id.
    std::string add_remote_image(const std::string& reference, engine::ImageDetails details = {});
    void set_health(const std::string& container, engine::Health health,
                    const std::string& probe_output = "");
    /// The main process ends by itself. The restart policy and auto_remove are obeyed.
    void exit(const std::string& container, std::int64_t code);
    /// Puts a container into a state that calls do not lead to (paused, restarting, dead, removing).
    void set_state(const std::string& container, engine::ContainerState state);
    void print(const std::string& container, engine::OutputStream stream, const std::string& text);
    void set_stats(const std::string& container, engine::ContainerStats stats);
    /// For all execs in the container from now on. By default they print nothing and exit with 0.
    void script_exec(const std::string& container, ExecScript script);
    /// `path`: absolute. Containers have no files but those; "/" is what an export brings.
    void add_file(const std::string& container, const std::string& path, FakeFile file);

    // The record. A call is the method's name and what it is about, containers and networks by name:
    // "create_container web-1", "start_container web-1", "stop_container web-1 10" (with a timeout),
    // "kill_container web-1 SIGTERM", "rename_container a b", "remove_container web-1" (or "... volumes"),
    // "upload_archive web-1 /", "create_network n", "connect_network n web-1", "create_volume v",
    // "pull_image nginx:1.25", "get_registry_digest nginx:1.25", "build_image app:latest",
    // "create_exec web-1 sh -c true", "list_containers".

    std::vector<std::string> calls() const;
    std::vector<std::string> mutating_calls() const;
    /// Forgets the calls, so that counting begins anew.
    void clear_calls();
    /// The call of that number, counted from 1, fails without an effect.
    void fail_call(std::size_t number, Error error);
    /// Every such call fails without an effect.
    void fail_on(const std::string& call, Error error);
    /// Runs the action whenever such a call begins, or has succeeded, in the caller's thread. It may use
    /// the engine: after("start_container db-1", [&] { engine.set_health("db-1", Health::healthy); }).
    void before(const std::string& call, std::function<void()> action);
    void after(const std::string& call, std::function<void()> action);

    std::vector<engine::Event> events() const;
    std::vector<UploadedArchive> uploads() const;
    std::vector<engine::BuildSpec> builds() const;
    std::vector<engine::CommitSpec> commits() const;

    // Engine

    engine::EngineInfo info() override;

    std::vector<engine::ContainerSummary> list_containers(const std::vector<std::string>& labels) override;
    std::optional<engine::ContainerDetails> find_container(const std::string& container) override;
    std::string create_container(const std::string& name, const engine::ContainerSpec& spec) override;
    void start_container(const std::string& container) override;
    void stop_container(const std::string& container, std::optional<int> timeout) override;
    void restart_container(const std::string& container, std::optional<int> timeout) override;
    void kill_container(const std::string& container, const std::string& signal) override;
    void rename_container(const std::string& container, const std::string& name) override;
    void remove_container(const std::string& container, RemoveVolumes volumes) override;
    void pause_container(const std::string& container) override;
    void unpause_container(const std::string& container) override;
    void resize_container(const std::string& container, engine::TerminalSize size) override;
    std::string commit_container(const std::string& container, const engine::CommitSpec& spec) override;
    void export_container(const std::string& container, const engine::ByteSink& sink,
                          std::stop_token stop) override;

    void upload_archive(const std::string& container, const std::string& path, engine::ByteSource tar,
                        Ownership ownership = Ownership::archive) override;
    void download_archive(const std::string& container, const std::string& path, const engine::ByteSink& sink,
                          std::stop_token stop) override;
    std::optional<engine::PathStat> find_path(const std::string& container, const std::string& path) override;

    std::vector<engine::NetworkSummary> list_networks(const std::vector<std::string>& labels) override;
    std::optional<engine::NetworkSummary> find_network(const std::string& network) override;
    std::string create_network(const engine::NetworkSpec& spec) override;
    void remove_network(const std::string& network) override;
    void connect_network(const std::string& network, const std::string& container,
                         const engine::EndpointSpec& endpoint) override;
    void disconnect_network(const std::string& network, const std::string& container,
                            Disconnect how) override;

    std::vector<engine::VolumeSummary> list_volumes(const std::vector<std::string>& labels) override;
    std::optional<engine::VolumeSummary> find_volume(const std::string& volume) override;
    void create_volume(const engine::VolumeSpec& spec) override;
    void remove_volume(const std::string& volume) override;

    std::vector<engine::ImageSummary> list_images(const std::vector<std::string>& references,
                                                  const std::vector<std::string>& labels) override;
    std::optional<engine::ImageDetails> find_image(const std::string& image) override;
    void pull_image(const std::string& reference, const std::string& platform,
                    const std::string& registry_auth,
                    const std::function<void(const engine::PullProgress&)>& progress,
                    std::stop_token stop) override;
    /// The image depends on the specification and the bytes of the context alone.
    std::string build_image(const engine::BuildSpec& spec, engine::ByteSource context,
                            const std::function<void(const engine::BuildProgress&)>& progress,
                            std::stop_token stop) override;
    void remove_image(const std::string& image) override;
    /// Of the image that a pull would bring.
    std::string get_registry_digest(const std::string& reference, const std::string& registry_auth) override;

    /// `since` and `until` choose among the events so far; with `until`, it does not wait for more.
    void watch_events(const engine::EventQuery& query, const std::function<void()>& on_open,
                      const std::function<void(const engine::Event&)>& on_event,
                      std::stop_token stop) override;
    /// What was printed at once has one time, its lines a nanosecond between them.
    void read_logs(const std::string& container, const engine::LogOptions& options, bool tty,
                   const engine::LogSink& sink, std::stop_token stop) override;
    void attach_output(const std::string& container, bool tty, const std::function<void()>& on_open,
                       const engine::LogSink& sink, std::stop_token stop) override;
    /// The stream has all that was printed so far, and ends.
    std::unique_ptr<engine::Hijacked> attach_container(const std::string& container,
                                                       const engine::AttachSpec& spec) override;
    /// -1 when it was stopped.
    std::int64_t wait_container(const std::string& container, std::stop_token stop,
                                WaitFor condition = WaitFor::next_exit,
                                const std::function<void()>& on_open = nullptr) override;

    /// One process: the container's command, with the number 1.
    engine::ProcessTable list_processes(const std::string& container) override;
    /// What set_stats() has set, else zeros.
    engine::ContainerStats get_stats(const std::string& container) override;
    /// The same, once.
    void watch_stats(const std::string& container,
                     const std::function<void(const engine::ContainerStats&)>& on_sample,
                     std::stop_token stop) override;

    std::string create_exec(const std::string& container, const engine::ExecSpec& spec) override;
    std::unique_ptr<engine::Hijacked> start_exec(const std::string& exec, bool tty) override;
    void start_exec_detached(const std::string& exec) override;
    void resize_exec(const std::string& exec, engine::TerminalSize size) override;
    std::optional<std::int64_t> find_exec_exit_code(const std::string& exec) override;

  private:
    template <class Body>
    auto perform(Effect effect, const std::string& line, Body body);
    template <class Body>
    auto locked(Body body);
    template <class Body>
    auto answered(Body body);
    enum class Waiting { no, yes };
    /// Nothing when it was stopped, or there is none and it shall not wait.
    std::optional<engine::Event> next_event(std::size_t& next, Waiting waiting, std::stop_token stop);
    void follow_output(const FakeContainer& container, std::size_t next, const std::function<bool()>& ends,
                       const std::function<void(const FakeOutput&)>& pass, std::stop_token stop);
    std::string container_name(const std::string& container) const;
    std::string network_name(const std::string& network) const;
    std::string exec_line(const std::string& method, const std::string& exec) const;

    CallRecord record_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_; ///< something happened to state_
    std::unique_ptr<EngineState> state_;  ///< guarded by mutex_
};

} // namespace muster::fakes
