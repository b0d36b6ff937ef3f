#include "engine-client/codec.hpp"
#include "engine-client/spec_members.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace muster::engine {

namespace {

// From here on an endpoint has the MAC address, not the container.
constexpr ApiVersion mac_address_per_endpoint{1, 44};

Health decode_health(std::string_view word) {
    if (word == "starting") return Health::starting;
    if (word == "healthy") return Health::healthy;
    if (word == "unhealthy") return Health::unhealthy;
    return Health::none;
}

std::string without_slash(const std::string& name) { return name.starts_with('/') ? name.substr(1) : name; }

/// The container's own name: links give it further ones, with a second slash.
std::string own_name(const std::vector<std::string>& names) {
    for (const std::string& name : names)
        if (name.find('/', 1) == std::string::npos) return without_slash(name);
    return {};
}

EndpointSpec without_mac_address(EndpointSpec endpoint) {
    endpoint.mac_address.clear();
    return endpoint;
}

/// The MAC address as old engines want it: one for the container.
std::string container_mac_address(const ContainerSpec& spec) {
    const std::optional<std::string> primary = primary_network(spec);
    if (!spec.mac_address.empty() || !primary) return spec.mac_address;
    return spec.endpoints.at(*primary).mac_address;
}

std::map<std::string, EndpointSpec> endpoints_of(const ContainerSpec& spec, ApiVersion api) {
    const std::optional<std::string> primary = primary_network(spec);
    if (!primary) return {};
    if (endpoints_at_create(api) == EndpointsAtCreate::primary)
        return {{*primary, without_mac_address(spec.endpoints.at(*primary))}};
    std::map<std::string, EndpointSpec> endpoints = spec.endpoints;
    if (endpoints[*primary].mac_address.empty()) endpoints[*primary].mac_address = spec.mac_address;
    return endpoints;
}

/// The engine adds the short id to the aliases of a running container.
void forget_id_alias(EndpointSpec& endpoint, const std::string& id) {
    std::erase_if(endpoint.aliases,
                  [&](const std::string& alias) { return alias.size() == 12 && id.starts_with(alias); });
}

void read_state(const MemberReader& reader, ContainerDetails& details) {
    std::string status;
    reader("Status", status);
    details.state = decode_state(status);
    reader("ExitCode", details.exit_code);
    reader("OOMKilled", details.oom_killed);
    reader("Error", details.error);
    reader("StartedAt", details.started_at);
    reader("FinishedAt", details.finished_at);
    reader.object("Health", [&](const MemberReader& health) {
        std::string word;
        health("Status", word);
        health("Log", details.probes);
        details.health = decode_health(word);
    });
}

void read_spec(const MemberReader& reader, ContainerSpec& spec, const std::string& id) {
    reader.object("Config", [&](const MemberReader& config) {
        config_members(config, spec);
        config("MacAddress", spec.mac_address);
    });
    reader("HostConfig", spec.host);
    reader.object("NetworkSettings",
                  [&](const MemberReader& settings) { settings("Networks", spec.endpoints); });
    for (auto& [network, endpoint] : spec.endpoints) forget_id_alias(endpoint, id);
}

} // namespace

void members(auto& visit, Is<PublishedPort> auto& port) {
    visit("IP", port.ip);
    visit("PrivatePort", port.container_port);
    visit("PublicPort", port.host_port);
    visit("Type", port.protocol);
}

void members(auto& visit, Is<MountPoint> auto& mount) {
    visit("Type", mount.type);
    visit("Name", mount.name);
    visit("Source", mount.source);
    visit("Destination", mount.destination);
    visit("RW", mount.read_write);
}

void members(auto& visit, Is<NetworkAttachment> auto& attachment) {
    visit("NetworkID", attachment.network_id);
    visit("IPAddress", attachment.ip_address);
}

void members(auto& visit, Is<ProbeResult> auto& probe) {
    visit("ExitCode", probe.exit_code);
    visit("Output", probe.output);
}

void members(const MemberReader& reader, ContainerSummary& summary) {
    std::vector<std::string> names;
    std::string state;
    reader("Id", summary.id);
    reader("Names", names);
    reader("Image", summary.image);
    reader("ImageID", summary.image_id);
    reader("Command", summary.command);
    reader("Created", summary.created);
    reader("State", state);
    reader("Status", summary.status);
    reader("Labels", summary.labels);
    reader("Ports", summary.ports);
    reader("Mounts", summary.mounts);
    reader.object("NetworkSettings",
                  [&](const MemberReader& settings) { settings("Networks", summary.networks); });
    summary.name = own_name(names);
    summary.state = decode_state(state);
    summary.health = health_in_status(summary.status);
    summary.exit_code = exit_code_in_status(summary.status);
}

void members(const MemberReader& reader, ContainerDetails& details) {
    std::string name;
    reader("Id", details.id);
    reader("Name", name);
    reader("Image", details.image_id);
    reader("RestartCount", details.restart_count);
    reader("Mounts", details.mounts);
    reader.object("State", [&](const MemberReader& state) { read_state(state, details); });
    reader.object("NetworkSettings",
                  [&](const MemberReader& settings) { settings("Networks", details.networks); });
    read_spec(reader, details.spec, details.id);
    details.name = without_slash(name);
    details.tty = details.spec.tty;
}

std::optional<std::string> primary_network(const ContainerSpec& spec) {
    if (spec.endpoints.empty()) return std::nullopt;
    if (spec.endpoints.contains(spec.host.network_mode)) return spec.host.network_mode;
    return spec.endpoints.begin()->first;
}

EndpointsAtCreate endpoints_at_create(ApiVersion api) {
    return api < ApiVersion{1, 44} ? EndpointsAtCreate::primary : EndpointsAtCreate::all;
}

std::string encode_create_container(const ContainerSpec& spec, ApiVersion api) {
    Json body = Json::object();
    MemberWriter writer(body);
    config_members(writer, spec);
    writer("AttachStdout", true);
    writer("AttachStderr", true);
    if (api < mac_address_per_endpoint || spec.endpoints.empty())
        writer("MacAddress", container_mac_address(spec));
    writer("HostConfig", spec.host);
    writer.object("NetworkingConfig",
                  [&](MemberWriter& networking) { networking("EndpointsConfig", endpoints_of(spec, api)); });
    return write_json(body);
}

std::string encode_connect(const std::string& container, const EndpointSpec& endpoint, ApiVersion api) {
    Json body = Json::object();
    MemberWriter writer(body);
    writer("Container", container);
    writer("EndpointConfig", api < mac_address_per_endpoint ? without_mac_address(endpoint) : endpoint);
    return write_json(body);
}

std::string encode_disconnect(const std::string& container, Force force) {
    Json body = Json::object();
    MemberWriter writer(body);
    writer("Container", container);
    writer("Force", force == Force::yes);
    return write_json(body);
}

std::vector<ContainerSummary> decode_container_list(std::string_view json) {
    return decode<std::vector<ContainerSummary>>(parse_json(json));
}

ContainerDetails decode_container(std::string_view json) {
    return decode<ContainerDetails>(parse_json(json));
}

ContainerState decode_state(std::string_view word) {
    static constexpr std::array<std::pair<std::string_view, ContainerState>, 9> words{
        {{"running", ContainerState::running},
         {"paused", ContainerState::paused},
         {"restarting", ContainerState::restarting},
         {"removing", ContainerState::removing},
         {"exited", ContainerState::exited},
         {"dead", ContainerState::dead},
         {"stopped", ContainerState::exited},   // podman
         {"stopping", ContainerState::running}, // podman
         {"created", ContainerState::created}}};
    const auto found = std::ranges::find(words, word, &decltype(words)::value_type::first);
    return found == words.end() ? ContainerState::created : found->second;
}

Health health_in_status(std::string_view status) {
    if (status.find("(healthy)") != std::string_view::npos) return Health::healthy;
    if (status.find("(unhealthy)") != std::string_view::npos) return Health::unhealthy;
    if (status.find("(health: starting)") != std::string_view::npos) return Health::starting;
    return Health::none;
}

std::optional<std::int64_t> exit_code_in_status(std::string_view status) {
    constexpr std::string_view start = "Exited (";
    if (!status.starts_with(start)) return std::nullopt;
    std::int64_t code = 0;
    const auto [end, problem] =
        std::from_chars(status.data() + start.size(), status.data() + status.size(), code);
    return problem == std::errc() ? std::optional(code) : std::nullopt;
}

} // namespace muster::engine
