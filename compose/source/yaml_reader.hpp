#pragma once

#include "base/error.hpp"
#include "compose/source/node.hpp"

#include <vector>

namespace muster::compose::source {

/// Reads a YAML text into one located tree per document; an empty document is a null node.
/// REQUIRES: the text was made UTF-8 (see yaml_encoding.hpp) before it was added to `sources`, so that places
/// mean the same to both.
///
/// Anchors, aliases and merge keys (`<<`) are resolved here. Copied nodes keep the place of their original.
/// Reported, with their place: what YAML itself forbids, keys that are not text or stand twice in a mapping,
/// aliases without an anchor, aliases inside what they stand for, too many copies made by aliases, too deep
/// nesting, bytes that are not UTF-8. After a syntax error the last document is_unreadable() and stands for
/// that one and those after it; after any other error the tree holds what is left without the offending part.
/// Never throws for bad input.
std::vector<Node> read_yaml(FileId file, const SourceMap& sources, Diagnostics& problems);

/// Whether a document could not be read at all, for which a problem was reported.
bool is_unreadable(const Node& document);

} // namespace muster::compose::source
