#include "base/text.hpp"
#include "base/units.hpp"
#include "tests/fakes/engine_refusal.hpp"
#include "tests/fakes/engine_state.hpp"

#include <algorithm>
#include <cctype>
#include <ctime>

namespace muster::fakes {

using engine::ContainerSpec;
using engine::ContainerState;
using engine::Health;

namespace {

constexpr std::int64_t second = 1'000'000'000;

bool is_container_name(const std::string& name) {
    const auto is_allowed = [](unsigned char c) {
        return std::isalnum(c) || c == '_' || c == '.' || c == '-';
    };
    return name.size() > 1 && std::isalnum(static_cast<unsigned char>(name[0])) &&
           std::all_of(name.begin(), name.end(), is_allowed);
}

std::string health_suffix(Health health) {
    switch (health) {
    case Health::starting: return " (health: starting)";
    case Health::healthy: return " (healthy)";
    case Health::unhealthy: return " (unhealthy)";
    case Health::none: break;
    }
    return "";
}

std::string status_of(const FakeContainer& container, std::int64_t now) {
    const std::string up = "Up " + human_duration((now - container.started) / second);
    const std::string code = "(" + std::to_string(container.exit_code) + ") ";
    const std::string ended = code + human_duration((now - container.finished) / second) + " ago";
    switch (container.state) {
    case ContainerState::created: return "Created";
    case ContainerState::running: return up + health_suffix(container.health);
    case ContainerState::paused: return up + " (Paused)";
    case ContainerState::restarting: return "Restarting " + ended;
    case ContainerState::removing: return "Removal In Progress";
    case ContainerState::exited: return "Exited " + ended;
    case ContainerState::dead: break;
    }
    return "Dead";
}

std::string command_of(const FakeContainer& container) {
    std::vector<std::string> words =
        container.spec.entrypoint.value_or(container.image.entrypoint.value_or(std::vector<std::string>{}));
    const auto command =
        container.spec.command.value_or(container.image.command.value_or(std::vector<std::string>{}));
    words.insert(words.end(), command.begin(), command.end());
    return join(words, " ");
}

std::map<std::string, engine::NetworkAttachment> attachments_of(const FakeContainer& container) {
    std::map<std::string, engine::NetworkAttachment> attachments;
    for (const auto& [name, endpoint] : container.endpoints)
        attachments[name] = {endpoint.network_id, endpoint.ip_address};
    return attachments;
}

} // namespace

std::string to_rfc3339(std::int64_t moment) {
    if (moment == 0) return "0001-01-01T00:00:00Z";
    const std::time_t seconds = moment / second;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[64];
    const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.", &parts);
    const std::string fraction = std::to_string(second + moment % second).substr(1);
    return std::string(text, length) + fraction + "Z";
}

bool FakeContainer::is_alive() const {
    return state == ContainerState::running || state == ContainerState::paused ||
           state == ContainerState::restarting;
}

EngineState::Container EngineState::find_container(const std::string& container) const {
    Container by_prefix;
    for (const auto& [id, candidate] : containers_) {
        if (id == container || candidate->name == container) return candidate;
        if (!container.empty() && id.starts_with(container)) by_prefix = candidate;
    }
    return by_prefix;
}

EngineState::Container EngineState::get_container(const std::string& container) const {
    Container found = find_container(container);
    if (!found) throw no_such("No such container: " + container);
    return found;
}

std::vector<engine::ContainerSummary>
EngineState::list_containers(const std::vector<std::string>& labels) const {
    std::vector<engine::ContainerSummary> summaries;
    for (const auto& [id, container] : containers_)
        if (has_labels(container->labels, labels)) summaries.push_back(row_of(*container));
    const auto is_newer = [](const auto& a, const auto& b) { return a.created > b.created; };
    std::stable_sort(summaries.begin(), summaries.end(), is_newer);
    return summaries;
}

engine::ContainerSummary EngineState::row_of(const FakeContainer& container) const {
    const FakeImage* named = find_image(container.spec.image);
    engine::ContainerSummary summary;
    summary.id = container.id;
    summary.name = container.name;
    summary.image =
        named && named->details.id == container.image_id ? container.spec.image : container.image_id;
    summary.image_id = container.image_id;
    summary.command = command_of(container);
    summary.created = container.created;
    summary.state = container.state;
    summary.status = status_of(container, now_);
    if (container.state == ContainerState::running) summary.health = container.health;
    if (container.state == ContainerState::exited) summary.exit_code = container.exit_code;
    summary.labels = container.labels;
    summary.ports = container.ports;
    summary.mounts = container.mounts;
    summary.networks = attachments_of(container);
    return summary;
}

engine::ContainerDetails EngineState::details_of(const FakeContainer& container) const {
    engine::ContainerDetails details;
    details.id = container.id;
    details.name = container.name;
    details.image_id = container.image_id;
    details.state = container.state;
    details.health = container.health;
    details.probes = container.probes;
    details.exit_code = container.exit_code;
    details.restart_count = container.restart_count;
    details.error = container.error;
    details.started_at = to_rfc3339(container.started);
    details.finished_at = to_rfc3339(container.finished);
    details.tty = container.spec.tty;
    details.spec = container.spec;
    details.mounts = container.mounts;
    details.networks = attachments_of(container);
    return details;
}

std::string EngineState::create_container(const std::string& name, const ContainerSpec& spec) {
    check_image(spec);
    check_new_name(name, "");
    const auto container = std::make_shared<FakeContainer>();
    container->id = new_id("container");
    container->name = name;
    container->spec = spec;
    container->image = find_image(spec.image)->details;
    container->image_id = container->image.id;
    container->labels = spec.labels;
    container->labels.insert(container->image.labels.begin(), container->image.labels.end());
    container->created = now_ / second;
    add_endpoints(*container);
    add_mounts(*container);
    containers_[container->id] = container;
    report_container(*container, "create");
    return container->id;
}

void EngineState::check_image(const ContainerSpec& spec) const {
    const FakeImage* image = find_image(spec.image);
    if (!image) throw no_such("No such image: " + name_in_messages(spec.image));
    const std::string actual = image->details.os + "/" + image->details.architecture;
    if (!spec.platform.empty() && spec.platform != actual)
        throw no_such("image with reference " + spec.image +
                      " was found but does not match the specified platform: wanted " + spec.platform +
                      ", actual: " + actual);
}

void EngineState::check_new_name(const std::string& name, const std::string& prefix) const {
    if (!is_container_name(name))
        throw refused(prefix + "Invalid container name (" + name +
                      "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
    for (const auto& [id, other] : containers_)
        if (other->name == name)
            throw conflict(
                prefix + "Conflict. The container name \"/" + name + "\" is already in use by container \"" +
                id + "\". You have to remove (or rename) that container to be able to reuse that name.");
}

void EngineState::rename_container(FakeContainer& container, const std::string& name) {
    if (container.name == name) throw refused("Renaming a container with the same name as its current name");
    check_new_name(name, "Error when allocating new name: ");
    const std::string old_name = container.name;
    container.name = name;
    report_container(container, "rename", {{"oldName", "/" + old_name}});
}

void EngineState::remove_container(const Container& container, engine::Engine::RemoveVolumes volumes) {
    if (container->is_alive()) {
        report_container(*container, "kill", {{"signal", "9"}});
        end_run(*container, 137);
    }
    destroy(container, volumes);
}

void EngineState::destroy(const Container& container, engine::Engine::RemoveVolumes volumes) {
    container->is_removed = true;
    containers_.erase(container->id);
    if (volumes == engine::Engine::RemoveVolumes::anonymous) remove_anonymous_volumes(*container);
    report_container(*container, "destroy");
}

} // namespace muster::fakes
