#pragma once

#include "compose/model/project.hpp"
#include "compose/translate/one_off.hpp"
#include "engine-client/types.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::compose::translate {

/// Container ids by service and number. A service whose namespaces or volumes are shared lends those of its
/// first container.
using ContainersOf = std::map<std::string, std::map<std::int64_t, std::string>>;

/// What a container needs to know beyond its service, all of it settled when it is created.
struct ContainerRequest {
    std::int64_t number = 1;
    std::string name{};     ///< the final name, also when it is created under a temporary one
    std::string image_id{}; ///< of the image as it is now
    /// The container that this one replaces, as its com.docker.compose.replace label; empty for a new one.
    std::string replaces{};
    /// Anonymous volumes taken over from the replaced container.
    std::vector<engine::MountSpec> inherited_mounts{};
    /// For `network_mode: service:x` and its kin, links and volumes_from.
    ContainersOf containers_of{};
    std::optional<OneOff> one_off{}; ///< nothing for a replica
};

/// The service as the body of POST /containers/create. Endpoint settings go by the engine's network names;
/// the primary network is the one in host.network_mode.
/// Source: Compose spec, "Services top-level element"; Engine API, ContainerCreate.
engine::ContainerSpec container_spec(const Project& project, const Service& service,
                                     const ContainerRequest& request);

/// A container's place in one network of its service. REQUIRES: the service has a network of that key.
engine::EndpointSpec endpoint_spec(const Project& project, const Service& service, const std::string& key,
                                   const ContainerRequest& request);

/// The service with `service:x` in network_mode, ipc, pid and volumes_from replaced by container ids. A
/// service that has no container yet stays as written.
Service with_resolved_services(const Service& service, const ContainersOf& containers_of);

/// The config hash of a service's containers: of the service with its references resolved so. Docker Compose
/// loses the mode of a volumes_from (":ro") on the way, and so does the hash.
std::string resolved_config_hash(const Service& service, const ContainersOf& containers_of);

/// The networks of a service by the engine's names, the primary one first: by priority, then by key.
std::vector<std::string> networks_by_priority(const Project& project, const Service& service);

} // namespace muster::compose::translate
