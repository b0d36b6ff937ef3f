#pragma once

#include "compose/load/load_context.hpp"
#include "compose/load/paths.hpp"
#include "compose/model/project.hpp"
#include "compose/source/node.hpp"

namespace muster::compose::load {

/// Reads a merged document into the model, every short form in its long form and paths made absolute. Every
/// problem is reported with its place; what could not be read stays empty. Neither names nor defaults are
/// filled in (normalise.hpp), and nothing is checked beyond the form of each value (validate.hpp).
Project decode_project(const source::Node& document, const PathResolver& paths, LoadContext& context);

} // namespace muster::compose::load
