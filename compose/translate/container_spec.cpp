#include "compose/translate/container_spec.hpp"

#include "base/text.hpp"
#include "compose/translate/granted_files.hpp"
#include "compose/translate/hash.hpp"
#include "compose/translate/host_spec.hpp"
#include "compose/translate/labels.hpp"
#include "compose/translate/names.hpp"

#include <algorithm>

namespace muster::compose::translate {

namespace {

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

std::vector<std::string> environment_lines(const Environment& environment) {
    std::vector<std::string> lines;
    for (const auto& [name, value] : environment.entries) lines.push_back(value ? name + "=" + *value : name);
    return lines;
}

engine::Labels container_labels(const Project& project, const Service& service,
                                const ContainerRequest& request) {
    engine::Labels labels = service.labels.entries;
    labels[label::project] = project.name;
    labels[label::service] = service.name;
    labels[label::version] = compose_version;
    labels[label::oneoff] = request.one_off ? "True" : "False";
    if (request.one_off)
        labels[label::slug] = request.one_off->slug;
    else
        labels[label::container_number] = std::to_string(request.number);
    labels[label::image] = request.image_id;
    labels[label::depends_on] = depends_on_label(service);
    labels[label::working_dir] = project.working_dir;
    labels[label::config_files] = join(project.compose_files, ",");
    if (!project.environment_files.empty())
        labels[label::environment_file] = join(project.environment_files, ",");
    if (!request.replaces.empty()) labels[label::replace] = request.replaces;
    labels[label::config_hash] = resolved_config_hash(service, request.containers_of);
    const std::string digests = request.one_off ? "" : file_digests(project, service, request.number);
    if (!digests.empty()) labels[label::files] = digests;
    return labels;
}

std::optional<engine::HealthcheckSpec> healthcheck_spec(const Service& service) {
    if (!service.healthcheck) return std::nullopt;
    const Healthcheck& check = *service.healthcheck;
    if (check.disable) return engine::HealthcheckSpec{.test = {"NONE"}};
    const auto nanoseconds = [](const std::optional<Duration>& duration) {
        return duration ? duration->nanoseconds : 0;
    };
    return engine::HealthcheckSpec{.test = check.test.words,
                                   .interval = nanoseconds(check.interval),
                                   .timeout = nanoseconds(check.timeout),
                                   .start_period = nanoseconds(check.start_period),
                                   .start_interval = nanoseconds(check.start_interval),
                                   .retries = check.retries.value_or(0)};
}

/// Each linked container under the alias, its service's numbered name and its full name. They go by name,
/// for the engine's name server knows no ids.
std::vector<std::string> link_lines(const Project& project, const Service& service,
                                    const ContainerRequest& request) {
    std::vector<std::string> lines;
    for (const std::string& link : service.links) {
        const auto parts = split(link, ':');
        const auto containers = request.containers_of.find(parts[0]);
        const auto linked = project.services.find(parts[0]);
        if (containers == request.containers_of.end() || linked == project.services.end()) continue;
        for (const auto& [number, id] : containers->second) {
            const std::string name = container_name(project, linked->second, number);
            const std::string numbered = parts[0] + project.separator + std::to_string(number);
            lines.push_back(name + ":" + (parts.size() > 1 ? parts[1] : parts[0]));
            lines.push_back(name + ":" + numbered);
            lines.push_back(name + ":" + project.name + project.separator + numbered);
        }
    }
    lines.insert(lines.end(), service.external_links.begin(), service.external_links.end());
    return lines;
}

std::vector<std::string> endpoint_aliases(const Service& service, const Endpoint& settings,
                                          const ContainerRequest& request) {
    if (request.one_off && request.one_off->aliases == Aliases::container_name) return {request.name};
    std::vector<std::string> aliases{request.name, service.name};
    for (const std::string& alias : settings.aliases)
        if (std::find(aliases.begin(), aliases.end(), alias) == aliases.end()) aliases.push_back(alias);
    return aliases;
}

std::map<std::string, std::string> endpoint_options(const Endpoint& settings) {
    std::map<std::string, std::string> options = settings.driver_opts.entries;
    if (!settings.interface_name.empty()) options[engine::interface_name_option] = settings.interface_name;
    return options;
}

engine::EndpointSpec endpoint_with(const Project& project, const Service& service, const Endpoint& settings,
                                   const ContainerRequest& request) {
    return {.aliases = endpoint_aliases(service, settings, request),
            .links = link_lines(project, service, request),
            .ipv4_address = settings.ipv4_address,
            .ipv6_address = settings.ipv6_address,
            .link_local_ips = settings.link_local_ips,
            .mac_address = settings.mac_address,
            .driver_opts = endpoint_options(settings),
            .gw_priority = settings.gw_priority};
}

/// The networks of a service by priority, then by key.
std::vector<std::string> keys_by_priority(const Service& service) {
    std::vector<std::pair<std::int64_t, std::string>> ranked; // negated priority, key
    for (const auto& [key, settings] : service.networks)
        ranked.emplace_back(settings ? -settings->priority : 0, key);
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::string> keys;
    for (const auto& [rank, key] : ranked) keys.push_back(key);
    return keys;
}

std::map<std::string, engine::EndpointSpec> endpoint_specs(const Project& project, const Service& service,
                                                           const ContainerRequest& request) {
    std::map<std::string, engine::EndpointSpec> endpoints;
    for (const auto& [key, settings] : service.networks)
        endpoints[project.networks.at(key).name] = endpoint_spec(project, service, key, request);
    return endpoints;
}

} // namespace

std::vector<std::string> networks_by_priority(const Project& project, const Service& service) {
    std::vector<std::string> names;
    for (const std::string& key : keys_by_priority(service)) names.push_back(project.networks.at(key).name);
    return names;
}

engine::EndpointSpec endpoint_spec(const Project& project, const Service& service, const std::string& key,
                                   const ContainerRequest& request) {
    engine::EndpointSpec endpoint =
        endpoint_with(project, service, service.networks.at(key).value_or(Endpoint{}), request);
    const bool is_primary = keys_by_priority(service).front() == key;
    if (is_primary && endpoint.mac_address.empty()) endpoint.mac_address = service.mac_address;
    return endpoint;
}

engine::ContainerSpec container_spec(const Project& project, const Service& declared,
                                     const ContainerRequest& request) {
    const Service service = with_resolved_services(declared, request.containers_of);
    engine::ContainerSpec spec;
    spec.image = image_name(project, service);
    spec.platform = service.platform;
    spec.command = service.command.words;
    spec.entrypoint = service.entrypoint.words;
    spec.environment = environment_lines(service.environment);
    spec.labels = container_labels(project, declared, request);
    spec.hostname = service.hostname;
    spec.domainname = service.domainname;
    spec.user = service.user;
    spec.working_dir = service.working_dir;
    spec.mac_address = service.mac_address;
    spec.stop_signal = service.stop_signal;
    if (service.stop_grace_period)
        spec.stop_timeout = service.stop_grace_period->nanoseconds / nanoseconds_per_second;
    spec.healthcheck = healthcheck_spec(service);
    spec.exposed_ports = exposed_ports(service);
    spec.tty = service.tty;
    spec.open_stdin = service.stdin_open;
    // Whoever runs a single command talks to it: its input ends when he goes.
    spec.attach_stdin = spec.stdin_once = request.one_off && service.stdin_open;
    spec.host = host_spec(project, service, request);
    spec.host.auto_remove = request.one_off && request.one_off->after_exit == AfterExit::remove;
    spec.endpoints = endpoint_specs(project, service, request);
    return spec;
}

} // namespace muster::compose::translate
