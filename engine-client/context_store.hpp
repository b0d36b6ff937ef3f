#pragma once

#include "engine-client/connection.hpp"

#include <string>
#include <vector>

namespace muster::engine {

/// The engine that one of docker's contexts stands for.
struct ContextEndpoint {
    std::string host; ///< empty: the default one
    std::optional<TlsOptions> tls;
    bool operator==(const ContextEndpoint&) const = default;
};

/// The contexts that 'docker context create' has made, in a folder on disk. Source: Docker CLI,
/// cli/context/store.
class ContextStore {
  public:
    /// `directory`: "contexts" in docker's configuration directory.
    explicit ContextStore(std::string directory) : directory_(std::move(directory)) {}

    /// Nothing when there is no context of that name. Throws Error (usage) for one that cannot be read or
    /// that names no docker engine.
    std::optional<ContextEndpoint> find(const std::string& name) const;

    /// The names of all contexts that can be read, sorted.
    std::vector<std::string> list_names() const;

    const std::string& directory() const { return directory_; }

  private:
    std::optional<TlsFile> find_tls_file(const std::string& name, const std::string& file) const;

    std::string directory_;
};

} // namespace muster::engine
