#pragma once

#include "compose/source/node.hpp"

namespace muster::compose::load {

/// Spells out the short forms of a merged document whose variables are still written as variables: ports,
/// volumes, dependencies and the like become mappings. What cannot be told before its variables are known
/// (`"${PORT}:80"`) stays as it is, as does everything with one form only.
/// Source: BEHAVIOUR of Docker Compose, `config --no-interpolate`.
void spell_out_document(source::Node& document);

} // namespace muster::compose::load
