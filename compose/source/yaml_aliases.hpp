#pragma once

#include "base/source_map.hpp"

#include <vector>

namespace muster::compose::source {

/// An alias, and the first and last places of what it stands for.
struct AliasUse {
    Span alias;
    Span begin;
    Span end;

    /// Whether a place of the file lies in what the alias stands for.
    bool stands_for(const Span& place) const;
};

/// The aliases of a YAML text in reading order, up to the first error that makes going on senseless. It reads
/// the text once more: for explaining problems, not for loading.
std::vector<AliasUse> find_aliases(FileId file, const SourceMap& sources);

} // namespace muster::compose::source
