#pragma once

#include "compose/load/load_context.hpp"
#include "compose/model/project.hpp"
#include "compose/source/node.hpp"

namespace muster::compose::load {

/// Gives variables that are only named the values they have among `variables`.
void resolve_bare_variables(Environment& environment, const VariableMap& variables);

/// Fills in what the Compose spec says about attributes that were not written: the default network, names of
/// networks, volumes, secrets and configs, dependencies that follow from other attributes, the values of
/// variables that are only named. An attribute that `document` has written keeps its value even when that is
/// empty, as that of an unset variable. `project.name` must be set.
void normalise(Project& project, const source::Node& document, const VariableMap& environment);

/// Gives variables that are only named in a list their values, which Docker Compose does even when it does
/// not normalise; those named in a mapping get theirs with their env files.
void resolve_listed_variables(Project& project, const source::Node& document, const VariableMap& environment);

/// The part of it that Docker Compose's `config --no-normalize` does too: targets of secrets, port modes, and
/// `scale` as the number of replicas.
void fill_in_defaults(Project& project);

} // namespace muster::compose::load
