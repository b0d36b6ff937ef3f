#include "compose/load/known_keys.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <map>

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
        {"'deploy.update_config' of a service", member_names<UpdatePolicy>()},
        {"'deploy.placement' of a service", member_names<Placement>()},
        {"'volumes' of a service, in the long form", member_names<Mount>()},
        {"'ports' of a service, in the long form", member_names<PortMapping>()}};
    return all;
}

/// Names from other tools and everyday speech.
const std::map<std::string, std::string, std::less<>>& synonyms() {
    static const std::map<std::string, std::string, std::less<>> all{
        {"name", "container_name"},  {"env", "environment"},
        {"envs", "environment"},     {"cmd", "command"},
        {"memory", "mem_limit"},     {"depends", "depends_on"},
        {"workdir", "working_dir"},  {"hosts", "extra_hosts"},
        {"capabilities", "cap_add"}, {"restart_policy", "restart"},
        {"network", "networks"}};
    return all;
}

const Owner* find_owner(const std::string& key) {
    const auto found = std::find_if(owners().begin(), owners().end(),
                                    [&](const Owner& owner) { return owner.keys.contains(key); });
    return found == owners().end() ? nullptr : &*found;
}

std::string did_you_mean(const std::string& name) { return "did you mean " + quoted(name) + "?"; }

} // namespace

const KeyNames& top_level_names() {
    static const KeyNames names{"name",    "services", "networks", "volumes", "secrets",
                                "configs", "include",  "version",  "models"};
    return names;
}

std::string hint_for_key(const std::string& key, const KeyNames& known) {
    const auto synonym = synonyms().find(key);
    if (synonym != synonyms().end() && known.contains(synonym->second)) return did_you_mean(synonym->second);
    if (const Owner* owner = find_owner(key)) return quoted(key) + " belongs in " + owner->name;
    if (const auto near = nearest(key, {known.begin(), known.end()})) return did_you_mean(*near);
    if (top_level_names().contains(key)) return quoted(key) + " belongs at the top level";
    return {};
}

std::string hint_for_name(const std::string& name, const std::vector<std::string>& known) {
    static constexpr std::size_t most_listed = 10;
    if (const auto near = nearest(name, known)) return did_you_mean(*near);
    if (known.empty() || known.size() > most_listed) return {};
    std::vector<std::string> names;
    std::transform(known.begin(), known.end(), std::back_inserter(names),
                   [](const auto& n) { return quoted(n); });
    return "known: " + join(names, ", ");
}

} // namespace muster::compose::load
