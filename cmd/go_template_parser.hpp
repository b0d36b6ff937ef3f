#pragma once

#include "cmd/go_template_tree.hpp"

namespace muster::cmd::go_template {

/// Throws Error (usage) for what is no template, unknown functions and variables, and for actions or
/// parentheses in each other more than a hundred deep.
Parsed parse(Source source);

} // namespace muster::cmd::go_template
