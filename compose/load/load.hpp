#pragma once

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/value.hpp"
#include "compose/load/provenance.hpp"
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
    bool interpolate = true;         ///< replace variables in values
    bool resolve_environment = true; ///< read env_file into environment
    bool resolve_paths = true;       ///< make relative paths absolute
    bool normalise = true;           ///< fill in names, the default network, implied dependencies
    bool check_consistency = true;   ///< check that the parts of the project go together
    bool compatibility = false;      ///< --compatibility: names with '_'; also COMPOSE_COMPATIBILITY
    bool trace_variables = false;    ///< fill in LoadedProject::provenance
};

/// A project and where each part of it was written.
struct LoadedProject {
    Project project;
    source::Node document; ///< the merged tree, for locate()
    Provenance provenance; ///< empty unless it was asked for
    std::vector<Error> warnings;
    std::vector<Error> refusals; ///< what the engine would refuse to create, though the file is well-formed
};

/// The files as one document in canonical form that is no project yet.
struct LoadedDocument {
    Value document; ///< maps all the way down
    std::vector<Error> warnings;
};

/// The COMPOSE_... variables of the files that variables are first read from: --env-file, COMPOSE_ENV_FILES,
/// or `.env` beside the first compose file that is named, else in the working directory and beside the
/// compose file that is found above it. Those of the process win and are not among them. Nothing when a file
/// cannot be read: that is told when the project is loaded. Source: BEHAVIOUR of Docker Compose, environment
/// variables.
std::map<std::string, std::string> find_settings(const LoadRequest& request, const Files& files);

/// Source: Compose spec, and BEHAVIOUR of Docker Compose's loader: discovery, dotenv, interpolation, merge,
/// canonical forms, defaults, validation, normalisation, profiles, consistency.
/// Every file read is added to `sources`. Throws LoadFailure with all problems that were found.
LoadedProject load_project(const LoadRequest& request, const Files& files, SourceMap& sources);

/// The files merged and with their short forms spelled out, but with all variables as they are written; so
/// there are no services to choose and no values to check. Source: BEHAVIOUR of Docker Compose, `config
/// --no-interpolate`. `files` are added to `sources`; throws LoadFailure.
LoadedDocument load_document(const LoadRequest& request, const Files& files, SourceMap& sources);

/// Where an attribute was written, by its path of keys ("services", "web", "environment", "DEBUG"); list
/// entries of the form KEY=VALUE are found by KEY. The nearest written ancestor when the attribute itself
/// was not written; an unknown span when not even that.
Span locate(const LoadedProject& loaded, const std::vector<std::string>& path);

} // namespace muster::compose::load
