#include "compose/translate/requirements.hpp"

namespace muster::compose::translate {

namespace {

using Path = std::vector<std::string>;

struct Release {
    engine::ApiVersion api;
    const char* engine;
};

constexpr Release release_24{{1, 43}, "24.0"};
constexpr Release release_25{{1, 44}, "25.0"};
constexpr Release release_26{{1, 45}, "26.0"};
constexpr Release release_28{{1, 48}, "28.0"};
constexpr Release release_28_1{{1, 49}, "28.1"};

class Requirements {
  public:
    std::vector<Requirement> of(const Project& project) {
        for (const auto& [key, network] : project.networks)
            add(network.enable_ipv4 == false && !network.external, {"networks", key, "enable_ipv4"},
                release_28);
        for (const auto& [name, service] : project.services) add_service(service);
        return std::move(found_);
    }

  private:
    void add(bool is_used, Path path, const Release& release) {
        if (is_used) found_.push_back({std::move(path), release.api, release.engine});
    }

    void add_service(const Service& service) {
        const Path at{"services", service.name};
        add(!service.annotations.entries.empty(), below(at, {"annotations"}), release_24);
        const auto& check = service.healthcheck;
        add(check && check->start_interval && check->start_interval->nanoseconds != 0,
            below(at, {"healthcheck", "start_interval"}), release_25);
        for (const auto& [key, endpoint] : service.networks)
            if (endpoint) add_endpoint(below(at, {"networks", key}), service, *endpoint);
        for (const Mount& mount : service.volumes) add_mount(below(at, {"volumes", mount.target}), mount);
    }

    void add_endpoint(const Path& at, const Service& service, const Endpoint& endpoint) {
        // An older engine takes one address for the container, which only does for a single network.
        const bool has_several = service.networks.size() > 1;
        add(has_several && !endpoint.mac_address.empty(), below(at, {"mac_address"}), release_25);
        add(endpoint.gw_priority != 0, below(at, {"gw_priority"}), release_28);
        add(!endpoint.interface_name.empty(), below(at, {"interface_name"}), release_28_1);
    }

    void add_mount(const Path& at, const Mount& mount) {
        add(mount.type == "image", below(at, {"type"}), release_28);
        add(mount.volume && !mount.volume->subpath.empty(), below(at, {"volume", "subpath"}), release_26);
        add(mount.bind && mount.bind->recursive == "readonly", below(at, {"bind", "recursive"}), release_25);
    }

    static Path below(Path path, const Path& keys) {
        path.insert(path.end(), keys.begin(), keys.end());
        return path;
    }

    std::vector<Requirement> found_;
};

} // namespace

std::vector<Requirement> engine_requirements(const Project& project) { return Requirements().of(project); }

std::vector<Unsupported> unsupported_attributes(const Project& project) {
    std::vector<Unsupported> found;
    for (const auto& [name, service] : project.services) {
        const auto add = [&, &name = name](bool is_used, const char* attribute, const char* reason) {
            if (is_used) found.push_back({{"services", name, attribute}, reason});
        };
        add(!service.models.empty(), "models", "is not supported yet: no model runner is asked for models");
        add(!service.pre_start.empty(), "pre_start",
            "is not supported yet: no container is run before the service's own");
    }
    return found;
}

} // namespace muster::compose::translate
