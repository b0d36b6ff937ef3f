#pragma once

#include "base/error.hpp"
#include "compose/load/subject.hpp"
#include "compose/source/node.hpp"

#include <map>

namespace muster::compose::load {

/// What a merge has to tell.
struct MergeNotes {
    Diagnostics& problems;
    std::map<KeyPath, Span>& removed; ///< what `!reset` has taken away, and where that is written
};

/// Lays `over` over `base`: mappings are merged key by key, lists are appended to, and the attributes named
/// in the table of merge_rules.cpp follow their own rule. `!reset` removes what is there so far, `!override`
/// replaces it; no such tag is left afterwards. Where the two do not go together, an error names both places
/// and `base` stays. `path` says where in a document the two stand. Source: Compose spec, "Merge Compose
/// files".
void merge_node(source::Node& base, source::Node over, const KeyPath& path, MergeNotes notes);

} // namespace muster::compose::load
