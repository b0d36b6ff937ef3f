#pragma once

#include "compose/model/describe_resources.hpp"
#include "compose/model/describe_service.hpp"
#include "compose/model/project.hpp"

/// The members of every model type by their name in a compose file. This is the one list that decoding,
/// encoding (`config`, the config hash) and suggestions for misspelt keys follow. The order is the one in
/// which Docker Compose writes the members; the config hash depends on it.
///
/// A visitor has `field(name, member)` for members that are left out when empty,
/// `always(name, member)` for those that are written even then, `yaml_only(name, member)` for those that
/// Docker Compose does not know, which are left out of what the hash is computed over, and
/// `extensions(member)` for the keys that start with "x-".
