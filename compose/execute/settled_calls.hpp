#pragma once

#include "engine-client/engine.hpp"

#include <string>

/// Calls that an earlier run, killed in their middle, may have asked for already: the engine goes on with
/// what it was asked even when nobody waits for the answer. Each is a success when its effect is there.
namespace muster::compose::execute {

/// The id of the new container, or of one of that name that was made for the same service, replica and
/// configuration and has not been started. Throws Error (conflict) for any other container of that name.
std::string create_or_adopt_container(engine::Engine& engine, const std::string& name,
                                      const engine::ContainerSpec& spec);

void rename_container_once(engine::Engine& engine, const std::string& container, const std::string& name);

/// By force: whether or not the container runs.
void disconnect_network_once(engine::Engine& engine, const std::string& network_id,
                             const std::string& container);

void connect_network_once(engine::Engine& engine, const std::string& network, const std::string& container,
                          const engine::EndpointSpec& endpoint);

/// Throws Error (conflict) that names who still uses it.
void remove_network_unless_used(engine::Engine& engine, const std::string& id);
void remove_volume_unless_used(engine::Engine& engine, const std::string& name);

/// Leaves exactly one network of that name for the project. The engine does not keep two from being made at
/// the same time, and then can connect containers to neither.
void create_network_once(engine::Engine& engine, const engine::NetworkSpec& spec);

} // namespace muster::compose::execute
