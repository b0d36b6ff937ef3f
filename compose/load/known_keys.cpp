#include "compose/load/known_keys.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace muster::compose::load {

namespace {

struct Owner {
    const char* name;
    const KeyNames& keys;
};

/// Where a key may stand, the likelier places first.
const std::vector<Owner>& owners() {
    static const std::vector<Owner> all{
        {"a service", member_names<Service>()},
        {"'build' of a service", member_names<Build>()},
        {"'healthcheck' of a service", member_names<Healthcheck>()},
        {"'deploy' of a service", member_names<Deploy>()},
        {"'logging' of a service", member_names<Logging>()},
        {"'ipam.config' of a network", member_names<AddressPool>()},
        {"a network", member_names<Network>()},
        {"'networks.NAME' of a service", member_names<Endpoint>()},
        {"'deploy.restart_policy' of a service", member_names<RestartPolicy>()},
        {"'deploy.resources.limits' of a service", member_names<ResourceBounds>()},
        {"'deploy.resources' of a service", member_names<Resources>()},
        {"'deploy.update_config' of a service", member_names<UpdatePolicy>()},
        {"'deploy.placement' of a service", member_names<Placement>()},
        {"'volumes' of a service, in the long form", member_names<Mount>()},
        {"'ports' of a service, in the long form", member_names<PortMapping>()}};
    return all;
}

struct Synonym {
    std::string_view key;
    const char* meant;
};

/// Names from other tools and everyday speech, each for where the name meant is known.
constexpr std::array synonyms{Synonym{"name", "container_name"},
                              Synonym{"env", "environment"},
                              Synonym{"envs", "environment"},
                              Synonym{"cmd", "command"},
                              Synonym{"memory", "mem_limit"},
                              Synonym{"mem_limit", "memory"},
                              Synonym{"cpu", "cpus"},
                              Synonym{"depends", "depends_on"},
                              Synonym{"workdir", "working_dir"},
                              Synonym{"hosts", "extra_hosts"},
                              Synonym{"capabilities", "cap_add"},
                              Synonym{"restart_policy", "restart"},
                              Synonym{"network", "networks"},
                              Synonym{"net", "network_mode"},
                              Synonym{"log_driver", "logging"},
                              Synonym{"log_opt", "logging"},
                              Synonym{"volumeMounts", "volumes"},
                              Synonym{"src", "source"},
                              Synonym{"dst", "target"},
                              Synonym{"destination", "target"},
                              Synonym{"container", "target"},
                              Synonym{"container_port", "target"},
                              Synonym{"containerPort", "target"},
                              Synonym{"host", "published"},
                              Synonym{"host_port", "published"},
                              Synonym{"hostPort", "published"},
                              Synonym{"host", "source"},
                              Synonym{"readonly", "read_only"}};

const Synonym* find_synonym(const std::string& key, const KeyNames& known) {
    const auto found = std::find_if(synonyms.begin(), synonyms.end(), [&](const Synonym& synonym) {
        return key == synonym.key && known.contains(synonym.meant);
    });
    return found == synonyms.end() ? nullptr : &*found;
}

const Owner* find_owner(const std::string& key) {
    const auto found = std::find_if(owners().begin(), owners().end(),
                                    [&](const Owner& owner) { return owner.keys.contains(key); });
    return found == owners().end() ? nullptr : &*found;
}

constexpr std::size_t most_listed = 10;

std::string list_of(const std::vector<std::string>& known) {
    std::vector<std::string> names;
    std::transform(known.begin(), known.end(), std::back_inserter(names),
                   [](const auto& name) { return quoted(name); });
    return "known: " + join(names, ", ");
}

std::string did_you_mean(const std::string& name) { return "did you mean " + quoted(name) + "?"; }

} // namespace

const KeyNames& top_level_names() {
    static const KeyNames names{"name",    "services", "networks", "volumes", "secrets",
                                "configs", "include",  "version",  "models"};
    return names;
}

std::string hint_for_blank(const std::string& key) {
    static constexpr std::string_view non_breaking_space = "\xC2\xA0";
    if (key.find(non_breaking_space) == std::string::npos) return {};
    return "there is a non-breaking space in it, which is a letter to YAML: replace it with a space";
}

std::string hint_for_key(const std::string& key, const KeyNames& known) {
    if (const std::string hint = hint_for_blank(key); !hint.empty()) return hint;
    if (const Synonym* synonym = find_synonym(key, known)) return did_you_mean(synonym->meant);
    if (known.contains(key + "s")) return did_you_mean(key + "s");
    if (const Owner* owner = find_owner(key)) return quoted(key) + " belongs in " + owner->name;
    if (top_level_names().contains(key)) return quoted(key) + " belongs at the top level";
    if (const auto near = nearest(key, {known.begin(), known.end()})) return did_you_mean(*near);
    return known.size() > most_listed ? std::string() : list_of({known.begin(), known.end()});
}

std::string hint_for_name(const std::string& name, const std::vector<std::string>& known) {
    if (const auto near = nearest(name, known)) return did_you_mean(*near);
    return known.empty() || known.size() > most_listed ? std::string() : list_of(known);
}

} // namespace muster::compose::load
