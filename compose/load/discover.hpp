#pragma once

#include "compose/load/load.hpp"
#include "compose/load/load_context.hpp"

#include <string>
#include <vector>

namespace muster::compose::load {

/// A compose file of the project.
struct ComposeFile {
    std::string path;  ///< absolute, or "-" for standard input
    std::string label; ///< as messages show it

    bool operator==(const ComposeFile&) const = default;
};

/// What a project is loaded from.
struct Inputs {
    std::vector<ComposeFile> files;             ///< never empty
    std::string project_dir;                    ///< absolute
    std::vector<std::string> environment_files; ///< absolute; only those that were asked for
    VariableMap environment;                    ///< the process's own variables, then those of dotenv files
    std::vector<std::string> profiles;
};

/// Throws Error (unsupported) for a file that would have to be fetched: a URL, a Git address, an OCI
/// artifact.
void reject_remote_file(const std::string& file);

/// Finds the compose files, the project directory and the variables: -f, else COMPOSE_FILE, else the default
/// names in the working directory or the nearest parent that has one, with their override file; --env-file,
/// else `.env` of the working directory and of the project directory. Throws Error when there is no compose
/// file. Source: Compose spec, "Compose file"; BEHAVIOUR of Docker Compose for what it leaves open.
Inputs discover(const LoadRequest& request, LoadContext& context);

} // namespace muster::compose::load
