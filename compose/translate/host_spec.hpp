#pragma once

#include "compose/translate/container_spec.hpp"

namespace muster::compose::translate {

/// HostConfig: the part of a container's specification that concerns the host.
engine::HostSpec host_spec(const Project& project, const Service& service, const ContainerRequest& request);

/// Fills binds and mounts: volumes, then file secrets and configs, then inherited anonymous volumes.
void add_mounts(engine::HostSpec& host, const Project& project, const Service& service,
                const ContainerRequest& request);

/// "80/tcp" for each port a service publishes or exposes, sorted.
std::vector<std::string> exposed_ports(const Service& service);

} // namespace muster::compose::translate
