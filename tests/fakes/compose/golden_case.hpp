#pragma once

#include "compose/load/load.hpp"
#include "tests/fakes/memory_files.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster::fakes {

/// A project and what is expected of it, in one text file (the form is Go's txtar): a comment that tells the
/// idea, then sections, each the text up to the next one:
///
///     # A port alone is published at random.
///     -- compose.yaml --
///     services: {web: {image: nginx, ports: ["80"]}}
///     -- expected.hash --
///     web 1401a92039735b8870d9d445faadb5d72e9aa67ac7e0da35dfd665f96546bc41
///
/// Sections are files of the project, by their path, except for these:
///
/// | section        | meaning                                                                    |
/// |----------------|----------------------------------------------------------------------------|
/// | `args`         | flags before `config`, one word per line                                   |
/// | `config-args`  | words after `config`, one per line                                         |
/// | `env`          | the process's variables, NAME=value per line, besides HOME and PATH        |
/// | `cwd`          | the folder below the project's to be in                                    |
/// | `stdin`        | standard input, for `-f -`                                                 |
/// | `rendered`, `expected.*` | what is expected                                                 |
///
/// In every section `@DIR@` stands for the project's folder and `@PARENT@` for the one above it. A section
/// whose last line is "\ No newline at end of file" ends before that line's newline.
struct GoldenCase {
    std::string name; ///< its path below the suite's folder, without ".txt": "ports/short"
    std::string idea; ///< the comment, without '#'
    std::map<std::string, std::string> sections;

    /// The project's folder; nothing is there.
    std::string directory() const { return "/muster-golden/" + name; }

    bool has(const std::string& section) const { return sections.contains(section); }
    /// The section's text with real paths; empty when there is none.
    std::string text(const std::string& section) const;
    std::vector<std::string> lines(const std::string& section) const;

    /// The project's own files.
    MemoryFiles files() const;
    /// As `config` is called with `args`, `config-args`, `env`, `cwd` and `stdin`. Throws std::runtime_error
    /// for a flag that is no part of a LoadRequest.
    compose::load::LoadRequest request() const;

    /// Throws LoadFailure.
    compose::Project load() const { return load(request()); }
    compose::Project load(const compose::load::LoadRequest& request) const;
};

/// Reads the text of one case file. Throws std::runtime_error when it has no section, or one twice.
GoldenCase parse_golden_case(std::string name, std::string_view text);

/// The cases of tests/golden/SUITE and the folders below, by name.
std::vector<GoldenCase> golden_cases(const std::string& suite);

} // namespace muster::fakes
