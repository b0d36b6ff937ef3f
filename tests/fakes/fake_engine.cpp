#include "tests/fakes/fake_engine.hpp"

#include "base/text.hpp"
#include "tests/fakes/fake_engine_access.hpp"

namespace muster::fakes {

using engine::ContainerSpec;
using engine::ContainerState;

namespace {

std::string with_timeout(const std::string& line, std::optional<int> timeout) {
    return timeout ? line + " " + std::to_string(*timeout) : line;
}

} // namespace

FakeEngine::FakeEngine() : state_(std::make_unique<EngineState>()) {}
FakeEngine::~FakeEngine() = default;

// Lines of the record name things as users know them, whatever the caller had at hand.

std::string FakeEngine::container_name(const std::string& container) const {
    const std::lock_guard lock(mutex_);
    const auto found = state_->find_container(container);
    return found ? found->name : container;
}

std::string FakeEngine::network_name(const std::string& network) const {
    const std::lock_guard lock(mutex_);
    const FakeNetwork* found = state_->find_network(network);
    return found ? found->spec.name : network;
}

// The scene

void FakeEngine::set_api_version(engine::ApiVersion version) {
    locked([&] { state_->info.api = state_->info.engine_api = version; });
}

void FakeEngine::set_buildkit(bool has_buildkit) {
    locked([&] { state_->info.has_buildkit = has_buildkit; });
}

std::string FakeEngine::add_image(const std::string& reference, engine::ImageDetails details) {
    return locked([&] { return state_->add_image(reference, std::move(details)); });
}

std::string FakeEngine::add_remote_image(const std::string& reference, engine::ImageDetails details) {
    return locked([&] { return state_->add_remote_image(reference, std::move(details)); });
}

void FakeEngine::set_health(const std::string& container, engine::Health health,
                            const std::string& probe_output) {
    locked([&] { state_->set_health(*state_->get_container(container), health, probe_output); });
}

void FakeEngine::exit(const std::string& container, std::int64_t code) {
    locked([&] { state_->exit(state_->get_container(container), code); });
}

void FakeEngine::set_state(const std::string& container, ContainerState state) {
    locked([&] {
        const auto changed = state_->get_container(container);
        const bool is_new_run =
            state == ContainerState::running && changed->state == ContainerState::restarting;
        changed->state = state;
        if (is_new_run) state_->report_container(*changed, "start");
    });
}

void FakeEngine::print(const std::string& container, engine::OutputStream stream, const std::string& text) {
    locked([&] { state_->print(*state_->get_container(container), stream, text); });
}

void FakeEngine::script_exec(const std::string& container, ExecScript script) {
    locked([&] { state_->get_container(container)->exec_script = std::move(script); });
}

void FakeEngine::set_stats(const std::string& container, engine::ContainerStats stats) {
    locked([&] { state_->get_container(container)->stats = stats; });
}

void FakeEngine::add_file(const std::string& container, const std::string& path, FakeFile file) {
    locked([&] { state_->get_container(container)->files[path] = std::move(file); });
}

// The record

std::vector<std::string> FakeEngine::calls() const { return record_.calls(); }
std::vector<std::string> FakeEngine::mutating_calls() const { return record_.mutating_calls(); }
void FakeEngine::clear_calls() { record_.clear(); }
void FakeEngine::fail_call(std::size_t number, Error error) { record_.fail_call(number, std::move(error)); }
void FakeEngine::fail_on(const std::string& call, Error error) { record_.fail_on(call, std::move(error)); }

void FakeEngine::before(const std::string& call, std::function<void()> action) {
    record_.before(call, std::move(action));
}

void FakeEngine::after(const std::string& call, std::function<void()> action) {
    record_.after(call, std::move(action));
}

std::vector<engine::Event> FakeEngine::events() const {
    const std::lock_guard lock(mutex_);
    return state_->events;
}

std::vector<UploadedArchive> FakeEngine::uploads() const {
    const std::lock_guard lock(mutex_);
    return state_->uploads;
}

std::vector<engine::CommitSpec> FakeEngine::commits() const {
    const std::lock_guard lock(mutex_);
    return state_->commits;
}

std::vector<engine::BuildSpec> FakeEngine::builds() const {
    const std::lock_guard lock(mutex_);
    return state_->builds;
}

// Engine

engine::EngineInfo FakeEngine::info() {
    return perform(Effect::reads, "info", [&] { return state_->info; });
}

std::vector<engine::ContainerSummary> FakeEngine::list_containers(const std::vector<std::string>& labels) {
    return perform(Effect::reads, "list_containers", [&] { return state_->list_containers(labels); });
}

std::optional<engine::ContainerDetails> FakeEngine::find_container(const std::string& container) {
    const std::string line = "find_container " + container_name(container);
    return perform(Effect::reads, line, [&]() -> std::optional<engine::ContainerDetails> {
        const auto found = state_->find_container(container);
        if (!found) return std::nullopt;
        return state_->details_of(*found);
    });
}

std::string FakeEngine::create_container(const std::string& name, const ContainerSpec& spec) {
    return perform(Effect::changes, "create_container " + name,
                   [&] { return state_->create_container(name, spec); });
}

void FakeEngine::start_container(const std::string& container) {
    perform(Effect::changes, "start_container " + container_name(container),
            [&] { state_->start(*state_->get_container(container)); });
}

void FakeEngine::stop_container(const std::string& container, std::optional<int> timeout) {
    perform(Effect::changes, with_timeout("stop_container " + container_name(container), timeout),
            [&] { state_->stop(state_->get_container(container)); });
}

void FakeEngine::restart_container(const std::string& container, std::optional<int> timeout) {
    perform(Effect::changes, with_timeout("restart_container " + container_name(container), timeout),
            [&] { state_->restart(*state_->get_container(container)); });
}

void FakeEngine::kill_container(const std::string& container, const std::string& signal) {
    perform(Effect::changes, "kill_container " + container_name(container) + " " + signal,
            [&] { state_->kill(state_->get_container(container), signal); });
}

void FakeEngine::rename_container(const std::string& container, const std::string& name) {
    perform(Effect::changes, "rename_container " + container_name(container) + " " + name,
            [&] { state_->rename_container(*state_->get_container(container), name); });
}

void FakeEngine::remove_container(const std::string& container, RemoveVolumes volumes) {
    const std::string suffix = volumes == RemoveVolumes::anonymous ? " volumes" : "";
    perform(Effect::changes, "remove_container " + container_name(container) + suffix, [&] {
        if (const auto found = state_->find_container(container)) state_->remove_container(found, volumes);
    });
}

void FakeEngine::pause_container(const std::string& container) {
    perform(Effect::changes, "pause_container " + container_name(container),
            [&] { state_->pause(*state_->get_container(container)); });
}

void FakeEngine::unpause_container(const std::string& container) {
    perform(Effect::changes, "unpause_container " + container_name(container),
            [&] { state_->unpause(*state_->get_container(container)); });
}

std::vector<engine::NetworkSummary> FakeEngine::list_networks(const std::vector<std::string>& labels) {
    return perform(Effect::reads, "list_networks", [&] { return state_->list_networks(labels); });
}

std::optional<engine::NetworkSummary> FakeEngine::find_network(const std::string& network) {
    const std::string line = "find_network " + network_name(network);
    return perform(Effect::reads, line, [&]() -> std::optional<engine::NetworkSummary> {
        const FakeNetwork* found = state_->find_network(network);
        if (!found) return std::nullopt;
        return summary_of(*found);
    });
}

std::string FakeEngine::create_network(const engine::NetworkSpec& spec) {
    return perform(Effect::changes, "create_network " + spec.name,
                   [&] { return state_->create_network(spec); });
}

void FakeEngine::remove_network(const std::string& network) {
    perform(Effect::changes, "remove_network " + network_name(network),
            [&] { state_->remove_network(network); });
}

void FakeEngine::connect_network(const std::string& network, const std::string& container,
                                 const engine::EndpointSpec& endpoint) {
    perform(Effect::changes, "connect_network " + network_name(network) + " " + container_name(container),
            [&] { state_->connect(network, *state_->get_container(container), endpoint); });
}

void FakeEngine::disconnect_network(const std::string& network, const std::string& container, Disconnect) {
    perform(Effect::changes, "disconnect_network " + network_name(network) + " " + container_name(container),
            [&] { state_->disconnect(network, *state_->get_container(container)); });
}

std::vector<engine::VolumeSummary> FakeEngine::list_volumes(const std::vector<std::string>& labels) {
    return perform(Effect::reads, "list_volumes", [&] { return state_->list_volumes(labels); });
}

std::optional<engine::VolumeSummary> FakeEngine::find_volume(const std::string& volume) {
    return perform(Effect::reads, "find_volume " + volume, [&]() -> std::optional<engine::VolumeSummary> {
        const engine::VolumeSpec* found = state_->find_volume(volume);
        if (!found) return std::nullopt;
        return summary_of(*found);
    });
}

void FakeEngine::create_volume(const engine::VolumeSpec& spec) {
    perform(Effect::changes, "create_volume " + spec.name, [&] { state_->create_volume(spec); });
}

void FakeEngine::remove_volume(const std::string& volume) {
    perform(Effect::changes, "remove_volume " + volume, [&] { state_->remove_volume(volume); });
}

std::vector<engine::ImageSummary> FakeEngine::list_images(const std::vector<std::string>& references,
                                                          const std::vector<std::string>& labels) {
    return perform(Effect::reads, "list_images", [&] { return state_->list_images(references, labels); });
}

std::optional<engine::ImageDetails> FakeEngine::find_image(const std::string& image) {
    return perform(Effect::reads, "find_image " + image, [&]() -> std::optional<engine::ImageDetails> {
        const FakeImage* found = state_->find_image(image);
        if (!found) return std::nullopt;
        return found->details;
    });
}

void FakeEngine::pull_image(const std::string& reference, const std::string&, const std::string&,
                            const std::function<void(const engine::PullProgress&)>& progress,
                            std::stop_token stop) {
    perform(Effect::changes, "pull_image " + reference, [&] {
        if (!stop.stop_requested()) state_->pull_image(reference);
    });
    if (progress && !stop.stop_requested()) progress({reference, "Download complete", 1, 1});
}

std::string FakeEngine::get_registry_digest(const std::string& reference, const std::string&) {
    return perform(Effect::reads, "get_registry_digest " + reference,
                   [&] { return state_->registry_digest(reference); });
}

std::string FakeEngine::build_image(const engine::BuildSpec& spec, engine::ByteSource context,
                                    const std::function<void(const engine::BuildProgress&)>& progress,
                                    std::stop_token stop) {
    const std::string bytes = spec.remote.empty() ? read_all(context) : spec.remote;
    const std::string line = spec.tags.empty() ? "build_image" : "build_image " + spec.tags.front();
    std::string id = perform(Effect::changes, line, [&] {
        return stop.stop_requested() ? std::string() : state_->build_image(spec, bytes);
    });
    if (!progress || id.empty()) return id;
    progress({engine::BuildProgress::Kind::started, "[1/1] FROM scratch", ""});
    progress({engine::BuildProgress::Kind::completed, "[1/1] FROM scratch", ""});
    return id;
}

void FakeEngine::remove_image(const std::string& image) {
    perform(Effect::changes, "remove_image " + image, [&] { state_->remove_image(image); });
}

} // namespace muster::fakes
