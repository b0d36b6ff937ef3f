#pragma once

#include "cmd/session.hpp"

namespace muster::cmd {

/// --resolve-image-digests, or --lock-image-digests, which implies it.
bool wants_digests(const Flags& flags);

/// With every image pinned to the digest that its registry has for it now. Asks the engine.
compose::Project with_image_digests(compose::Project project, Session& session);
/// The same for a document of `config --no-interpolate`.
Value with_image_digests(Value document, Session& session);

/// Nothing but the services' images: an override file that pins them.
compose::Project with_images_only(const compose::Project& project);
Value with_images_only(const Value& document);

} // namespace muster::cmd
