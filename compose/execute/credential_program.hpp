#pragma once

#include "engine-client/registry_auth.hpp"

#include <string>

namespace muster::compose::execute {

/// The X-Registry-Auth header for an image, from the Docker CLI's config.json (its text; may be empty):
/// what stands there, or what the program that keeps the credentials answers. Empty when nothing is known
/// for the registry. Throws Error (usage) when the file or the program's answer cannot be understood.
std::string registry_auth_for(const engine::ImageReference& image, const std::string& docker_config);

/// Runs `docker-credential-NAME get` and asks it for the registry; nothing is there when the program does
/// not know it. Throws Error (usage) when there is no such program.
engine::RegistryAuth ask_credential_program(const engine::NeedsCredentialStore& asked);

} // namespace muster::compose::execute
