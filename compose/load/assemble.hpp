#pragma once

#include "compose/load/discover.hpp"
#include "compose/load/load_context.hpp"
#include "compose/source/node.hpp"

#include <string>
#include <vector>

namespace muster::compose::load {

/// A compose file that was read and not yet interpreted.
struct SourceFile {
    FileId id = 0;
    std::string path; ///< absolute, or "-"
    std::vector<source::Node> documents;
};

/// Whether all of it is YAML; else a problem was reported.
bool is_readable(const SourceFile& file);

/// Files that make one document: the project's own, or those of one `include` entry.
struct Layer {
    std::vector<SourceFile> files;
    std::string directory; ///< relative paths start here
    VariableMap environment;
    std::vector<std::string> includers; ///< the files that lead here through `include`
};

/// Reads and parses a file. Throws Error when it cannot be read; what is wrong in it is reported.
SourceFile read_source_file(LoadContext& context, const ComposeFile& file,
                            const std::optional<std::string>& standard_input);

/// Interprets the documents of a layer in their order: variables, `include`, `extends`, and each laid over
/// those before it. The directory of every file that takes part is noted in `paths`.
source::Node assemble(Layer layer, LoadContext& context, PathResolver& paths);

} // namespace muster::compose::load
