#pragma once

#include "base/error.hpp"
#include "base/files.hpp"
#include "compose/model/project.hpp"
#include "compose/source/node.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::compose::load {

/// What the command line and the process hand to the loader.
struct LoadRequest {
    std::string working_dir;                        ///< the process's current directory, absolute
    std::map<std::string, std::string> environment; ///< the process's own variables
    std::vector<std::string> files;                 ///< -f, in order; "-" takes `standard_input`
    std::optional<std::string> standard_input;
    std::string project_directory; ///< --project-directory, or empty
    std::string project_name;      ///< -p, or empty
    std::vector<std::string> profiles;
    std::vector<std::string> environment_files; ///< --env-file, in order
    std::vector<std::string> services;          ///< restrict to these and what they depend on; empty: all
    bool all_resources = false;      ///< keep networks, volumes, secrets and configs that no service uses
    bool resolve_environment = true; ///< read env_file into environment
    bool resolve_paths = true;       ///< make relative paths absolute
    bool normalise = true;           ///< fill in names, the default network, implied dependencies
};

/// A project and where each part of it was written.
struct LoadedProject {
    Project project;
    source::Node document; ///< the merged tree, for locate()
    std::vector<Error> warnings;
    std::vector<Error> refusals; ///< what the engine would refuse to create, though the file is well-formed
};

/// Source: Compose spec, and BEHAVIOUR of Docker Compose's loader: discovery, dotenv, interpolation, merge,
/// canonical forms, defaults, validation, normalisation, profiles, consistency.
/// Every file read is added to `sources`. Throws LoadFailure with all problems that were found.
LoadedProject load_project(const LoadRequest& request, const Files& files, SourceMap& sources);

/// Where an attribute was written, by its path of keys ("services", "web", "environment", "DEBUG"); list
/// entries of the form KEY=VALUE are found by KEY. The nearest written ancestor when the attribute itself
/// was not written; an unknown span when not even that.
Span locate(const LoadedProject& loaded, const std::vector<std::string>& path);

/// The project name that would be used, without loading the services: -p, COMPOSE_PROJECT_NAME, else the
/// compose files' `name:`, else the directory's. Throws LoadFailure.
std::string find_project_name(const LoadRequest& request, const Files& files, SourceMap& sources);

} // namespace muster::compose::load
