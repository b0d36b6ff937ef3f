#pragma once

#include "base/error.hpp"
#include "base/files.hpp"
#include "compose/load/paths.hpp"
#include "compose/load/subject.hpp"
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

/// Parts of a project that an error was reported for, so that nothing else is said about what follows from
/// it.
struct KnownTrouble {
    std::set<std::string> services; ///< what they extend could not be found
    bool top_level = false;         ///< a whole section, or an included file, may be missing
    std::set<KeyPath> values;       ///< could not be read
    std::set<KeyPath> mappings;     ///< have a key that is not known, and may lack the one that was meant
    /// What the problems are about, by their number in the order reported.
    std::map<std::size_t, KeyPath> subjects;

    /// Whether a value, or what is around it, could not be read.
    bool is_spoiled(const KeyPath& path) const;
    /// Whether something below could not be read.
    bool has_spoiled_part(const KeyPath& path) const;
};

/// What a service extends, and where it says so.
struct Extension {
    std::string service;
    FileId file = 0;
    Span where;
};

/// What all stages of loading work with.
struct LoadContext {
    const Files& files;
    SourceMap& sources;
    Diagnostics& problems;
    std::string working_dir; ///< of the process, for showing paths
    KnownTrouble trouble = {};
    std::map<FileId, Span> included = {};             ///< where `include` names a file
    std::map<std::string, Extension> extensions = {}; ///< by the name of the service that extends

    /// The path as messages show it: relative when the file lies below the working directory.
    std::string display_name(const std::string& path) const;
};

/// Adds the variables of dotenv files to `variables`, which beat them; among the files the later beat the
/// earlier. What cannot be read, and a file that is not there, is reported; `named_at` is where a compose
/// file names them.
void add_dotenv_files(LoadContext& context, const std::vector<std::string>& paths, VariableMap& variables,
                      Span named_at = {});

} // namespace muster::compose::load
