#pragma once

#include "compose/load/assemble.hpp"

namespace muster::compose::load {

struct IncludeScope {
    const SourceFile& file; ///< the file the document stands in
    const Layer& layer;
    LoadContext& context;
    PathResolver& paths;
};

/// Removes `include` from a document and gives what it brings in: each entry loaded with its own directory
/// and variables, laid over those before it. A null node when there is nothing. Source: Compose spec,
/// "Include".
source::Node take_included(source::Node& document, const IncludeScope& scope);

} // namespace muster::compose::load
