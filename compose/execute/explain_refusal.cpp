#include "base/text.hpp"
#include "compose/execute/explain.hpp"
#include "compose/translate/labels.hpp"

#include <algorithm>
#include <array>

// The engine says what it refuses, in words that are made for those who know it. Each of its common refusals
// is listed here with the attribute that brings it about and with what helps; where something is taken, by
// whom is asked of the engine.

namespace muster::compose::execute {

namespace label = translate::label;

namespace {

/// What is asked of the engine about a refusal.
enum class Inquiry { none, port, name, address, volume_user, network_user, tags };

struct Refusal {
    std::string_view words;     ///< part of the engine's message
    std::string_view attribute; ///< of the service; empty: as the step has it
    std::string_view hint;
    Inquiry inquiry = Inquiry::none;
};

/// The first that fits counts.
constexpr std::array refusals{
    // What is taken
    Refusal{"port is already allocated", "ports", "publish another port, or stop what holds this one",
            Inquiry::port},
    Refusal{"bind: address already in use", "ports",
            "publish another port, or stop what holds this one ('ss -lntup' on the engine's host shows it)",
            Inquiry::port},
    Refusal{"is already in use by container", "container_name",
            "remove that container, or choose another 'container_name'", Inquiry::name},
    Refusal{"Address already in use", "networks", "give it another address, or none to let the engine choose",
            Inquiry::address},
    Refusal{"Pool overlaps with other one", "", "choose another 'ipam.config.subnet'"},
    Refusal{"volume is in use", "", "remove the containers that use it first", Inquiry::volume_user},
    Refusal{"has active endpoints", "", "stop or disconnect what is still connected to it",
            Inquiry::network_user},
    Refusal{
        "address pools have been fully subnetted", "",
        "the engine has no addresses left for another network: 'docker network prune' removes unused ones"},
    Refusal{
        "non-overlapping IPv4 address pool", "",
        "the engine has no addresses left for another network: 'docker network prune' removes unused ones"},
    // Programs
    Refusal{"executable file not found", "command",
            "check the spelling of what 'command' or 'entrypoint' runs, and that the image has it"},
    Refusal{"exec format error", "image",
            "the image is made for another architecture, or its script lacks a first line like '#!/bin/sh'"},
    Refusal{"permission denied: unknown", "command", "make the program executable (chmod +x) in the image"},
    // Mounts
    Refusal{"bind source path does not exist", "volumes",
            "create it on the engine's host, or let it be created with 'bind: {create_host_path: true}'"},
    Refusal{"mount a directory onto a file", "volumes",
            "one side of the mount is a file and the other a directory; a path that did not exist on the "
            "host was created as a directory"},
    Refusal{"invalid mount config", "volumes", ""},
    Refusal{"mount path must be absolute", "volumes", "write the path in the container from its root on"},
    Refusal{"failed to mount local volume", "volumes", "check the volume's 'driver_opts'"},
    Refusal{"error looking up volume plugin", "", "install the volume driver, or leave 'driver' out"},
    Refusal{"executable file not found in $PATH", "command", ""},
    Refusal{"no such file or directory: unknown", "command",
            "check the path that 'command' or 'entrypoint' runs; of a script also the program that its first "
            "line names"},
    // Images
    Refusal{"No such image", "image", "the image is not there and 'pull_policy' keeps it from being pulled",
            Inquiry::tags},
    Refusal{"toomanyrequests", "image",
            "'docker login' raises the registry's limit; else wait and try again"},
    Refusal{"pull access denied", "image",
            "check the spelling of the name; for a private image, 'docker login' first", Inquiry::tags},
    Refusal{"no basic auth credentials", "image", "'docker login' to the registry first"},
    Refusal{"unauthorized", "image", "'docker login' to the registry first"},
    Refusal{"no matching manifest", "image",
            "the registry has the image, but not for this platform: choose another with 'platform'"},
    Refusal{"manifest unknown", "image", "check the tag: the registry does not have it", Inquiry::tags},
    Refusal{"repository does not exist", "image", "check the spelling of the name", Inquiry::tags},
    Refusal{
        "HTTP response to HTTPS client", "image",
        "the registry does not speak TLS: list it under 'insecure-registries' of the engine's daemon.json"},
    Refusal{"x509:", "image", "the engine does not trust the registry's certificate"},
    Refusal{"no such host", "image",
            "the engine cannot find the registry: is its host online, and the name right?", Inquiry::tags},
    Refusal{"Temporary failure in name resolution", "image",
            "the engine cannot find the registry: is its host online?", Inquiry::tags},
    Refusal{"server misbehaving", "image", "the engine cannot find the registry: is its host online?",
            Inquiry::tags},
    Refusal{"dial tcp", "image",
            "the engine cannot reach the registry: is its host online, or a proxy needed?", Inquiry::tags},
    Refusal{"Client.Timeout exceeded", "image", "the registry did not answer the engine in time: try again",
            Inquiry::tags},
    Refusal{"invalid reference format", "image", "check the spelling of the image's name"},
    // Other attributes
    Refusal{"user specified IP address is supported only", "networks",
            "give that network a subnet under 'ipam.config', for a fixed address needs one"},
    Refusal{"unable to find user", "user", "the image has no such user: use one that it has, or a number"},
    Refusal{"no matching entries in passwd file", "user",
            "the image has no such user: use one that it has, or a number"},
    Refusal{"could not select device driver", "gpus",
            "the engine has no driver for these devices: for NVIDIA's, install its container toolkit"},
    Refusal{"nknown runtime", "runtime", "'docker info' lists the runtimes that the engine has"},
    Refusal{"unknown or invalid runtime name", "runtime",
            "'docker info' lists the runtimes that the engine has"},
    Refusal{"unknown log opt", "logging", "leave the option out, or choose the driver that has it"},
    Refusal{"logger: no log driver named", "logging",
            "'docker info' lists the log drivers that the engine has"},
    Refusal{"inimum memory limit", "mem_limit", "give it more"},
    Refusal{"cannot join network of a non running container", "network_mode",
            "start the service whose network it shares"},
    Refusal{"unable to apply caps", "cap_add",
            "the engine's host does not have these capabilities itself: leave them out"},
    Refusal{"no space left on device", "",
            "'docker system df' shows what takes the space on the engine's host"},
};

std::string owner_words(const engine::ContainerSummary& container, const StepContext& context) {
    const std::string project = translate::find_label(container.labels, label::project);
    const std::string service = translate::find_label(container.labels, label::service);
    if (project.empty()) return "container " + quoted(container.name) + ", which belongs to no project";
    const std::string where = project == context.project.name ? "this project" : "project " + quoted(project);
    return "container " + quoted(container.name) + " of " +
           (service.empty() ? where : "service " + quoted(service) + " of " + where);
}

/// The number in "Bind for 0.0.0.0:8080 failed" or "listen tcp4 0.0.0.0:8080: bind".
std::int64_t port_in(std::string_view words) {
    for (const std::string_view end : {" failed: port", ": bind: address"}) {
        const std::size_t stop = words.find(end);
        if (stop == std::string_view::npos) continue;
        const std::size_t colon = words.rfind(':', stop - 1);
        std::int64_t port = 0;
        for (const char c : words.substr(colon + 1, stop - colon - 1))
            if (c >= '0' && c <= '9') port = port * 10 + (c - '0');
        return port;
    }
    return 0;
}

/// The text between the first two double quotes after a mark.
std::string quoted_after(std::string_view words, std::string_view mark) {
    const std::size_t begin = words.find('"', words.find(mark));
    const std::size_t end = words.find('"', begin + 1);
    return end == std::string_view::npos ? "" : std::string(words.substr(begin + 1, end - begin - 1));
}

/// Asks the engine who has what is taken.
class Inquirer {
  public:
    Inquirer(Explanation& out, const Step& step, const StepContext& context)
        : out_(out), step_(step), context_(context) {}

    void ask(Inquiry inquiry, std::string_view words) {
        switch (inquiry) {
        case Inquiry::none: return;
        case Inquiry::port: return find_port_holder(port_in(words));
        case Inquiry::name: return find_name_holder(quoted_after(words, "by container"));
        case Inquiry::address: return find_address_holders();
        case Inquiry::volume_user: return find_volume_users();
        case Inquiry::network_user: return find_network_users();
        case Inquiry::tags: return find_local_tags();
        }
    }

  private:
    template <class Predicate>
    std::vector<engine::ContainerSummary> containers_that(Predicate predicate) const {
        std::vector<engine::ContainerSummary> found = context_.engine.list_containers({});
        std::erase_if(found, [&](const auto& container) { return !predicate(container); });
        return found;
    }

    template <class Predicate>
    bool add_users(const std::string& what, Predicate predicate) {
        const auto users = containers_that(predicate);
        for (const auto& user : users) out_.findings.push_back(what + owner_words(user, context_));
        return !users.empty();
    }

    void find_port_holder(std::int64_t port) {
        if (port == 0) return;
        const std::string number = std::to_string(port);
        const bool is_found = add_users("port " + number + " is held by ", [&](const auto& container) {
            return std::any_of(container.ports.begin(), container.ports.end(),
                               [&](const auto& published) { return published.host_port == port; });
        });
        if (!is_found)
            out_.findings.push_back("port " + number +
                                    " is held by no container, so by a program of the engine's host");
    }

    void find_name_holder(const std::string& id) {
        add_users("the name is taken by ", [&](const auto& container) { return container.id == id; });
    }

    /// Whoever has one of the fixed addresses that the service asks for.
    void find_address_holders() {
        const auto service = context_.project.services.find(step_.service);
        if (service == context_.project.services.end()) return;
        for (const auto& [key, endpoint] : service->second.networks) {
            if (!endpoint || endpoint->ipv4_address.empty()) continue;
            const std::string& address = endpoint->ipv4_address;
            add_users("address " + address + " is held by ", [&](const auto& container) {
                return std::any_of(container.networks.begin(), container.networks.end(),
                                   [&](const auto& entry) { return entry.second.ip_address == address; });
            });
        }
    }

    void find_volume_users() {
        const auto* remove = std::get_if<reconcile::RemoveVolume>(&step_.action);
        if (!remove) return;
        add_users("it is used by ", [&](const auto& container) {
            return std::any_of(container.mounts.begin(), container.mounts.end(),
                               [&](const auto& mount) { return mount.name == remove->name; });
        });
    }

    void find_network_users() {
        const auto* remove = std::get_if<reconcile::RemoveNetwork>(&step_.action);
        if (!remove) return;
        add_users("still connected is ", [&](const auto& container) {
            return std::any_of(container.networks.begin(), container.networks.end(),
                               [&](const auto& entry) { return entry.second.network_id == remove->id; });
        });
    }

    /// A near miss: the engine has the image under another tag.
    void find_local_tags() {
        constexpr std::string_view prefix = "Image ";
        if (!step_.subject.starts_with(prefix)) return;
        std::string repository = step_.subject.substr(prefix.size());
        repository.resize(std::min(repository.find('@'), repository.size()));
        const std::size_t colon = repository.rfind(':');
        if (colon != std::string::npos && repository.find('/', colon) == std::string::npos)
            repository.resize(colon);
        std::vector<std::string> tags;
        for (const auto& image : context_.engine.list_images({repository}, {}))
            tags.insert(tags.end(), image.tags.begin(), image.tags.end());
        if (!tags.empty()) out_.findings.push_back("the engine has " + join(tags, ", "));
    }

    Explanation& out_;
    const Step& step_;
    const StepContext& context_;
};

} // namespace

void explain_refusal(Explanation& explanation, const Step& step, const std::string& words,
                     const StepContext& context) {
    const auto refusal = std::find_if(refusals.begin(), refusals.end(), [&](const Refusal& known) {
        return words.find(known.words) != std::string::npos;
    });
    if (refusal == refusals.end()) return;
    if (!refusal->attribute.empty() && !step.service.empty())
        explanation.path = {"services", step.service, std::string(refusal->attribute)};
    explanation.hint = refusal->hint;
    Inquirer(explanation, step, context).ask(refusal->inquiry, words);
}

} // namespace muster::compose::execute
