#pragma once

#include "compose/model/values.hpp"

namespace muster::compose {

/// ulimits.NAME: one number for both limits, or soft and hard.
struct Ulimit {
    std::int64_t single = 0; ///< 0 when soft and hard are given
    std::int64_t soft = 0;
    std::int64_t hard = 0;
    bool operator==(const Ulimit&) const = default;
};

/// A secret or config given to a service or a build.
/// Source: Compose spec, services.secrets, long syntax.
struct FileReference {
    std::string source;
    std::string target; ///< a path, or a name below /run/secrets; filled in by normalisation for secrets
    std::string uid;
    std::string gid;
    std::optional<FileMode> mode;
    Extensions extensions;
    bool operator==(const FileReference&) const = default;
};

/// build.ssh: the agent socket or key by id; an empty path means the default agent.
struct SshKeys {
    std::map<std::string, std::string> entries;
    bool operator==(const SshKeys&) const = default;
};

/// How a service's image is built. Source: Compose spec, "Build section".
struct Build {
    std::string context; ///< an absolute path after loading, or a URL
    std::string dockerfile;
    std::string dockerfile_inline;
    std::vector<std::string> entitlements;
    Environment args;
    Toggle provenance;
    Toggle sbom;
    SshKeys ssh;
    KeyValues labels;
    StringOrList cache_from;
    StringOrList cache_to;
    bool no_cache = false;
    StringOrList no_cache_filter;
    KeyValues additional_contexts;
    bool pull = false;
    ExtraHosts extra_hosts;
    std::string isolation;
    std::string network;
    std::string target;
    std::vector<FileReference> secrets;
    Bytes shm_size;
    StringOrList tags;
    std::map<std::string, Ulimit> ulimits;
    StringOrList platforms;
    bool privileged = false;
    Extensions extensions;
    bool operator==(const Build&) const = default;
};

} // namespace muster::compose
