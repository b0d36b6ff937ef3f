#pragma once

#include "compose/load/load_context.hpp"
#include "compose/load/paths.hpp"
#include "compose/source/node.hpp"

#include <string>

namespace muster::compose::load {

struct ExtendsScope {
    const std::string& path;      ///< of the file the document stands in
    const std::string& directory; ///< `extends.file` is relative to it
    const source::Lookup& variables;
    LoadContext& context;
    PathResolver& paths;
};

/// Replaces each service of the document that has `extends` by the service it extends with its own attributes
/// laid over it. Other files are read with the same variables; their relative paths start in their directory.
/// Source: Compose spec, services.extends.
void resolve_extends(source::Node& document, const ExtendsScope& scope);

} // namespace muster::compose::load
