#pragma once

#include "base/value.hpp"

#include <string>

namespace muster::compose::source {

/// The document as `docker compose config` prints it: indented by two blanks, sequences below their key,
/// records in their own order, maps in natural order (`a2` before `a10`), text quoted where YAML 1.1 or 1.2
/// would read something else, several lines of text as a literal block.
std::string write_yaml(const Value& document);

} // namespace muster::compose::source
