#pragma once

#include "compose/model/build.hpp"
#include "engine-client/tar.hpp"

namespace muster::compose::execute {

/// What is sent to the engine to build an image: the files, and where among them the Dockerfile is.
struct BuildContext {
    std::vector<engine::TarEntry> entries; ///< sorted by path, parents before what is in them
    std::string dockerfile;                ///< path in the context
};

/// The files below `build.context` that `<Dockerfile>.dockerignore`, or else `.dockerignore`, does not
/// exclude. The Dockerfile and the .dockerignore that was read are always in it; a Dockerfile from outside
/// and an inline one are added under the name `.muster.Dockerfile`. Owned by root; sockets, pipes and
/// devices are left out. Throws Error (not_found, compose_file).
/// REQUIRES: `build.context` is an absolute path, not a URL.
BuildContext collect_build_context(const Build& build);

} // namespace muster::compose::execute
