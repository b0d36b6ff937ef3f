#pragma once

#include "compose/model/resources.hpp"
#include "compose/model/service.hpp"

namespace muster::compose {

/// The desired state: everything a set of compose files declares, loaded, merged and normalised.
struct Project {
    std::string name;
    std::string working_dir;                ///< absolute; relative paths were resolved against it
    std::vector<std::string> compose_files; ///< absolute paths, in the order given; "-" for standard input
    std::vector<std::string> environment_files; ///< only those named by --env-file

    std::map<std::string, Service> services;          ///< the active ones
    std::map<std::string, Service> disabled_services; ///< not enabled by a profile, or not asked for
    std::map<std::string, Network> networks;
    std::map<std::string, Volume> volumes;
    std::map<std::string, FileObject> secrets;
    std::map<std::string, FileObject> configs;
    std::map<std::string, Model> models;
    Extensions extensions;

    /// Stands between the parts of container and image names; '_' as in old projects with --compatibility.
    char separator = '-';

    /// The variables that were used for interpolation: the process's own, then dotenv files'.
    std::map<std::string, std::string> environment;

    /// What stands in the files that `security_opt` names, by the path as it was written: JSON without
    /// blanks.
    std::map<std::string, std::string> seccomp_profiles;

    /// What stands in the files of the secrets and configs that services use, by path. A file that cannot be
    /// read here (the engine may be able to: it runs as root, or on another machine) is not in it.
    std::map<std::string, std::string> file_contents;

    bool operator==(const Project&) const = default;
};

} // namespace muster::compose
