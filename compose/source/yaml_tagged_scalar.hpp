#pragma once

#include "compose/source/node.hpp"
#include "compose/source/yaml_draft.hpp"

#include <string>

namespace muster::compose::source {

struct TaggedScalar {
    Node node; ///< null when the text is not what its tag asks for
    /// What the tag asks for ("an integer") where the text is something else; otherwise empty.
    std::string expected;
};

/// The node a scalar with that style and tag stands for. REQUIRES: `draft` is a scalar.
TaggedScalar resolve_tagged_scalar(const DraftNode& draft, std::string text);

} // namespace muster::compose::source
