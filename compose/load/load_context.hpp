#pragma once

#include "base/error.hpp"
#include "base/files.hpp"
#include "compose/load/paths.hpp"
#include "compose/load/provenance.hpp"
#include "compose/load/subject.hpp"
#include "compose/source/interpolate.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace muster::compose::load {

/// Variables by name.
using VariableMap = std::map<std::string, std::string>;

/// Whether the variable switches something on (see is_yes).
bool is_set_in(const VariableMap& variables, const std::string& name);

/// REQUIRES: `variables` outlives the result.
source::Lookup lookup_in(const VariableMap& variables);

/// Parts of a project that an error was reported for, so that nothing else is said about what follows from
/// it.
struct KnownTrouble {
    std::set<std::string> services;  ///< what they extend could not be found
    bool top_level = false;          ///< a whole section, or an included file, may be missing
    std::set<KeyPath> values;        ///< could not be read
    std::set<KeyPath> mappings;      ///< have a key that is not known, and may lack the one that was meant
    std::map<KeyPath, Span> removed; ///< by `!reset`, and where that is written
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

enum class Interpolation { on, off };

/// How much a project may still grow while it is loaded. A few lines that stand for each other many times
/// over could otherwise fill the memory; any sensible project stays far below.
struct LoadBudget {
    std::size_t files = 10'000;        ///< compose files to read
    std::size_t values = 4'000'000;    ///< in all compose files, and copied by `extends`
    std::size_t text = 64UL << 20;     ///< bytes that variables stand for in compose files
    std::size_t variables = 2'000'000; ///< that services get from their files

    /// Takes `amount` out of one of them; false when there is not so much left.
    static bool take(std::size_t& left, std::size_t amount) {
        if (amount > left) return false;
        left -= amount;
        return true;
    }
};

/// What all stages of loading work with.
struct LoadContext {
    const Files& files;
    SourceMap& sources;
    Diagnostics& problems;
    std::string working_dir; ///< of the process, for showing paths
    KnownTrouble trouble = {};
    LoadBudget budget = {};
    std::map<FileId, Span> included = {}; ///< where `include` names a file
    /// By the name of the service that extends: files that are extended may have more of that name.
    std::map<std::string, std::vector<Extension>> extensions = {};
    std::set<std::string> unset_variables = {}; ///< that a warning told of
    Interpolation interpolation = Interpolation::on;
    Provenance* provenance = nullptr; ///< null: nobody asks where values come from

    /// The path as messages show it: relative when the file lies below the working directory.
    std::string display_name(const std::string& path) const;
    /// Whether there is something of that name that is not a directory: what cannot be read is reported then.
    bool has_file(const std::string& path) const;
};

/// Adds the variables of dotenv files to `variables`, which beat them; among the files the later beat the
/// earlier. /dev/null stands for no file. What cannot be read, and a file that is not there, is reported;
/// `named_at` is where a compose file names them.
void add_dotenv_files(LoadContext& context, const std::vector<std::string>& paths, VariableMap& variables,
                      Span named_at = {});

} // namespace muster::compose::load
