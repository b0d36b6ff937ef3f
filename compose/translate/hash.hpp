#pragma once

#include "compose/model/project.hpp"

#include <string>

namespace muster::compose::translate {

/// The digest by which a running container is known to match its service: SHA-256 of the service's canonical
/// JSON without what does not make up the container (build, pull_policy, scale, deploy.replicas, depends_on,
/// profiles). Equal to Docker Compose's. It is computed here and nowhere else.
std::string config_hash(const Service& service);
std::string config_hash(const Network& network);
std::string config_hash(const Volume& volume);

} // namespace muster::compose::translate
