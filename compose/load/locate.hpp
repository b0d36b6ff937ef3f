#pragma once

#include "compose/load/subject.hpp"
#include "compose/source/node.hpp"

namespace muster::compose::load {

/// Where the value at a path was written: the place of its key, or of its list entry. A key leads to the list
/// entry `KEY`, `KEY=...`, `KEY:...`, or to a mapping in the list whose `source`, `target`, `path` or
/// `subnet` it is. The nearest written ancestor when the value itself was not written, an unknown place when
/// not even that.
Span locate_value(const source::Node& document, const KeyPath& path);

/// The same, but the place of the value where that is text, a number or the like.
Span locate_scalar(const source::Node& document, const KeyPath& path);

} // namespace muster::compose::load
