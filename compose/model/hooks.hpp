#pragma once

#include "compose/model/values.hpp"

namespace muster::compose {

/// A command run in a container at a point of its life (post_start, pre_stop) or when files
/// change (develop.watch).
struct Hook {
    CommandLine command;
    std::string user;
    bool privileged = false;
    std::string working_dir;
    Environment environment;
    Extensions extensions;
    bool operator==(const Hook&) const = default;
};

/// A container that runs to its end before the service's own are started.
struct PreStartHook {
    CommandLine command;
    std::string image; ///< the service's own when empty
    std::string user;
    bool privileged = false;
    std::string working_dir;
    Environment environment;
    bool per_replica = false;
    Extensions extensions;
    bool operator==(const PreStartHook&) const = default;
};

/// What to do when files of the host change. Source: Compose spec, "develop.watch".
struct WatchRule {
    std::string path;   ///< an absolute path after loading
    std::string action; ///< rebuild, sync, restart, sync+restart or sync+exec
    std::string target; ///< the path of the container that is synchronised
    Hook exec;
    StringOrList include;
    StringOrList ignore;
    bool initial_sync = false;
    Extensions extensions;
    bool operator==(const WatchRule&) const = default;
};

/// Source: Compose spec, "Develop section".
struct Develop {
    std::vector<WatchRule> watch;
    Extensions extensions;
    bool operator==(const Develop&) const = default;
};

} // namespace muster::compose
