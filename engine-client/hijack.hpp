#pragma once

#include "engine-client/address.hpp"
#include "engine-client/engine.hpp"

namespace muster::engine {

/// Opens a connection of its own, asks the engine to turn it into a byte stream (POST `path` with a JSON body
/// and "Upgrade: tcp"), and hands the stream out. Throws Error: a refusal of the engine's as HttpEngine does,
/// `connection` when it cannot be reached. Source: POST /containers/{id}/attach, "Hijacking".
std::unique_ptr<Hijacked> hijack(const Address& address, const std::string& path, const std::string& body);

} // namespace muster::engine
