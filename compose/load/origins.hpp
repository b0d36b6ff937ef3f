#pragma once

#include "base/error.hpp"
#include "compose/load/load_context.hpp"
#include "compose/source/node.hpp"

#include <vector>

namespace muster::compose::load {

/// In the order of their places, file by file; those without one keep theirs, at the end.
void sort_in_reading_order(std::vector<Error>& errors);

/// The problems of a project in the order of their places, those without one last. Each whose place is not
/// where the user wrote the service says how it came there: through an alias, `extends` or `include`. A
/// problem that several services have from one place is told once. `document` is what was put together so
/// far. REQUIRES: `context.trouble.subjects` holds what the problems are about.
std::vector<Error> with_origins(const LoadContext& context, const source::Node& document);

} // namespace muster::compose::load
