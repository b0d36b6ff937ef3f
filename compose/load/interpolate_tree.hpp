#pragma once

#include "compose/load/load_context.hpp"
#include "compose/source/interpolate.hpp"
#include "compose/source/node.hpp"

namespace muster::compose::load {

/// Replaces the variables in all values of a document; keys stay as they are. A value that cannot be
/// interpolated is reported and removed from its mapping or list. A variable that is not set is warned of
/// once for each value. Source: Compose spec, "Interpolation".
void interpolate_tree(source::Node& document, const source::Lookup& variables, LoadContext& context);

/// The place of a stretch of a scalar's text (in bytes); the whole scalar's place where the text is not
/// written as it reads, as with escapes and values of several lines.
Span locate_in_text(const source::Node& scalar, std::size_t offset, std::size_t length,
                    const SourceMap& sources);

} // namespace muster::compose::load
