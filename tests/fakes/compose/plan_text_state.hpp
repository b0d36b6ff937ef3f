#pragma once

#include "compose/reconcile/observed.hpp"

#include <string>

namespace muster::fakes {

/// What an engine has of a project, written down with a line for each thing:
///
///     container demo-web-1 web 1 running healthy
///     network default
///     volume data
///     image nginx:1
///     stranger other-web-1 default project=other
///
/// A stranger is a running container of somebody else's in a network. Containers, networks and volumes are as
/// `made_from` declares them, unless words after the state or the key say otherwise:
///
///     healthy, unhealthy, starting   a container's health
///     exit=1                         its exit code; 0 otherwise
///     id=..., image=...              its id, and the id of the image it was made from
///     by-peer                        it was made by Docker Compose: nothing tells what its secrets were
///     stale                          it has another config hash than any service
///     off=KEY, on=KEY=ID             it is not in that network, or in one of that id
///     unmounted=KEY                  that volume is not mounted in it
///     publishes=PORT                 it holds that port of the host
///     one-off                        it is a one-off container
///     surplus                        a further network of the same name
///     foreign, diverged              a network or volume of somebody else's, or with another config hash
///
/// Container ids are 000000000001, 000000000002 ... in the order of the lines; image ids "id of nginx:1";
/// network ids "id of default".
compose::reconcile::ObservedState observed_state(const std::string& text, const compose::Project& made_from);

} // namespace muster::fakes
