#pragma once

#include "base/error.hpp"
#include "compose/source/node.hpp"

namespace muster::compose::load {

/// Reports the values of a merged document that are written in a form the Compose schema does not allow
/// although the model's type could hold them: a number as a network's `driver_opts` may have, where only text
/// may stand; an entry that a list has twice. What is reported is taken out, so that nothing else is said
/// about it. All other forms are checked while decoding, for they follow from the type.
/// Source: compose-spec.json, "type" and "uniqueItems"; Compose spec, "Merge", "Unique resources".
void check_forms(source::Node& document, Diagnostics& problems);

} // namespace muster::compose::load
