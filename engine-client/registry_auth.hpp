#pragma once

#include "engine-client/image_reference.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace muster::engine {

/// Nothing is known for the registry: ask it anonymously.
struct AnonymousAccess {
    bool operator==(const AnonymousAccess&) const = default;
};

/// The value of the X-Registry-Auth header. A secret: never to be printed.
struct AuthHeader {
    std::string value;
    bool operator==(const AuthHeader&) const = default;
};

/// The credentials are kept by a program: run `docker-credential-NAME get` with the registry on its
/// standard input, and give what it prints to auth_header_from().
struct NeedsCredentialStore {
    std::string name;
    std::string registry;
    bool operator==(const NeedsCredentialStore&) const = default;
};

using RegistryAuth = std::variant<AnonymousAccess, AuthHeader, NeedsCredentialStore>;

/// The key of a reference's registry in the Docker CLI's configuration: "https://index.docker.io/v1/" for
/// Docker Hub, else the domain.
std::string registry_key(const ImageReference& image);

/// What the Docker CLI's config.json (its text; may be empty) says about an image's registry.
/// Throws Error (usage) when it cannot be understood.
RegistryAuth find_registry_auth(const ImageReference& image, std::string_view docker_config);

/// The header for what a credential program printed: {"ServerURL":..,"Username":..,"Secret":..}.
/// Throws Error (usage) when it cannot be understood.
AuthHeader auth_header_from(const NeedsCredentialStore& asked, std::string_view program_output);

} // namespace muster::engine
