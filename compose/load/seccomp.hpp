#pragma once

#include "compose/load/load_context.hpp"
#include "compose/model/project.hpp"
#include "compose/source/node.hpp"

#include <vector>

namespace muster::compose::load {

/// Fills in Project::seccomp_profiles with the files that `security_opt` names, relative to the project
/// directory. Returns an error for each that cannot be read or holds no JSON object: no container could be
/// made with it. Source: Compose spec, services.security_opt; Docker CLI, run --security-opt.
std::vector<Error> read_seccomp_profiles(Project& project, const source::Node& document,
                                         LoadContext& context);

} // namespace muster::compose::load
