#pragma once

#include "base/error.hpp"
#include "compose/source/yaml_site.hpp"

#include <string_view>

namespace muster::compose::source {

/// A syntax error in words for someone who does not know YAML's grammar: what was found where, what was open
/// and where it began, what to do.
Error explain_yaml_error(const YamlFailure& failure, FileId file, std::string_view text);

} // namespace muster::compose::source
