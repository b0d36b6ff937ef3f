#include "engine-client/required_api.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine-client/codec.hpp"

namespace muster::engine {

namespace {

enum class Used { no, yes };

Used used(bool condition) { return condition ? Used::yes : Used::no; }

/// The API that was negotiated, asked attribute by attribute.
class Requirements {
  public:
    explicit Requirements(ApiVersion api) : api_(api) {}

    void check(const std::string& attribute, Used is_used, ApiVersion needed) const {
        if (is_used == Used::no || api_ >= needed) return;
        throw Error(ErrorKind::unsupported, quoted(attribute) + " needs engine API " + to_string(needed) +
                                                ", but the engine was addressed with " + to_string(api_))
            .suggest("update the Docker engine, or leave the attribute out");
    }

  private:
    ApiVersion api_;
};

void check_mount(const MountSpec& mount, const Requirements& requirements) {
    requirements.check("volumes.bind.recursive: readonly",
                       used(mount.bind_read_only_force_recursive.has_value()), {1, 44});
    requirements.check("volumes.volume.subpath", used(!mount.volume_subpath.empty()), {1, 45});
    requirements.check("volumes.type: image", used(mount.type == "image"), {1, 48});
}

} // namespace

void require_api(const ContainerSpec& spec, ApiVersion api) {
    const Requirements requirements(api);
    requirements.check("annotations", used(!spec.host.annotations.empty()), {1, 43});
    requirements.check("healthcheck.start_interval",
                       used(spec.healthcheck && spec.healthcheck->start_interval != 0), {1, 44});
    for (const MountSpec& mount : spec.host.mounts) check_mount(mount, requirements);
    const std::optional<std::string> primary = primary_network(spec);
    for (auto [network, endpoint] : spec.endpoints) {
        if (network == primary) endpoint.mac_address.clear(); // old engines take it for the container
        require_api(network, endpoint, api);
    }
}

void require_api(const NetworkSpec& spec, ApiVersion api) {
    // Older networks always have IPv4: only switching it off asks for more.
    Requirements(api).check("networks." + spec.name + ".enable_ipv4", used(spec.enable_ipv4 == false),
                            {1, 48});
}

void require_api(const std::string& network, const EndpointSpec& endpoint, ApiVersion api) {
    const Requirements requirements(api);
    const std::string attribute = "networks." + network + ".";
    requirements.check(attribute + "mac_address", used(!endpoint.mac_address.empty()), {1, 44});
    requirements.check(attribute + "interface_name",
                       used(endpoint.driver_opts.contains(interface_name_option)), {1, 49});
    requirements.check(attribute + "gw_priority", used(endpoint.gw_priority != 0), {1, 48});
}

} // namespace muster::engine
