#pragma once

#include "engine-client/types.hpp"

#include <string>

namespace muster::cmd {

/// An event of a container in one line, as `events` prints it, in local time and without the labels by which
/// the tools find containers:
/// "2026-01-31 15:04:05.000000 container start 0123456789ab (image=nginx, name=demo-web-1)".
std::string event_text(const engine::Event& event);

/// The same as one line of JSON: action, attributes, id, service, time, type.
std::string event_json(const engine::Event& event);

} // namespace muster::cmd
