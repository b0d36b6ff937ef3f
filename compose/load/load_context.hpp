#pragma once

#include "base/error.hpp"
#include "base/files.hpp"
#include "compose/load/paths.hpp"
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
    KnownTrouble trouble;
    LoadBudget budget = {};

    /// The path as messages show it: relative when the file lies below the working directory.
    std::string display_name(const std::string& path) const;
    /// Whether there is something of that name that is not a directory: what cannot be read is reported then.
    bool has_file(const std::string& path) const;
};

/// Adds the variables of dotenv files to `variables`, which beat them; among the files the later beat the
/// earlier. What cannot be read, and a file that is not there, is reported.
void add_dotenv_files(LoadContext& context, const std::vector<std::string>& paths, VariableMap& variables);

} // namespace muster::compose::load
