#pragma once

#include "base/error.hpp"
#include "compose/source/node.hpp"
#include "compose/source/yaml_draft.hpp"

namespace muster::compose::source {

/// The tree a draft stands for: aliases copied, merge keys applied, tags heeded. Reports what it leaves out.
/// The texts of a draft without anchors move into the tree.
Node resolve_draft(Draft& draft, Diagnostics& problems);

} // namespace muster::compose::source
