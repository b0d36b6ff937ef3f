#pragma once

#include "compose/load/paths.hpp"
#include "compose/source/node.hpp"

#include <string>

/// Further stages of a document whose variables are still written as variables (see document_forms.hpp),
/// each as the one of the same name does to a project.
namespace muster::compose::load {

/// REQUIRES: spell_out_document() was called.
void resolve_document_paths(source::Node& document, const PathResolver& paths);

/// Names of resources, the default network, implied dependencies, the Dockerfile.
/// REQUIRES: spell_out_document() was called.
void normalise_document(source::Node& document, const std::string& project_name);

/// Of several mounts at one path, or several values of one variable in a list, the last one.
/// REQUIRES: spell_out_document() was called.
void drop_repeated_items(source::Node& document);

} // namespace muster::compose::load
