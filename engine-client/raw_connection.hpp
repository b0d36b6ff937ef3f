#pragma once

#include "engine-client/address.hpp"
#include "engine-client/engine.hpp"

namespace muster::engine {

/// A connection to the engine that carries bytes both ways, without HTTP: what a stream is made of. `path` is
/// the one that will be asked for. Throws Error (connection) when the engine cannot be reached.
std::unique_ptr<Hijacked> open_raw_connection(const Address& address, const std::string& path);

} // namespace muster::engine
