#pragma once

#include "engine-client/types.hpp"

/// What a spec asks of the engine. An older engine would pass over a member it does not know without a word,
/// so each function throws Error (unsupported) that names the attribute and the API version it needs.
namespace muster::engine {

void require_api(const ContainerSpec& spec, ApiVersion api);
void require_api(const NetworkSpec& spec, ApiVersion api);
/// `network`: the name that the attribute is reported with.
void require_api(const std::string& network, const EndpointSpec& endpoint, ApiVersion api);

} // namespace muster::engine
