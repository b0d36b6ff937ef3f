#pragma once

#include "base/error.hpp"
#include "base/files.hpp"
#include "compose/load/paths.hpp"
#include "compose/load/provenance.hpp"
#include "compose/source/interpolate.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace muster::compose::load {

/// Variables by name.
using VariableMap = std::map<std::string, std::string>;

/// REQUIRES: `variables` outlives the result.
source::Lookup lookup_in(const VariableMap& variables);

/// Parts of a project that an error was reported for, so that nothing else is said about what they lack.
struct KnownTrouble {
    std::set<std::string> services;
    bool top_level = false; ///< a whole section, or an included file, may be missing
};

enum class Interpolation { on, off };

/// What all stages of loading work with.
struct LoadContext {
    const Files& files;
    SourceMap& sources;
    Diagnostics& problems;
    std::string working_dir; ///< of the process, for showing paths
    KnownTrouble trouble;
    Interpolation interpolation = Interpolation::on;
    Provenance* provenance = nullptr; ///< null: nobody asks where values come from

    /// The path as messages show it: relative when the file lies below the working directory.
    std::string display_name(const std::string& path) const;
};

/// Adds the variables of dotenv files to `variables`, which beat them; among the files the later beat the
/// earlier. /dev/null stands for no file. What cannot be read, and a file that is not there, is reported.
void add_dotenv_files(LoadContext& context, const std::vector<std::string>& paths, VariableMap& variables);

} // namespace muster::compose::load
