#pragma once

#include "compose/model/project.hpp"

#include <set>
#include <string>
#include <vector>

namespace muster::compose::graph {

/// All active services, each after those it depends on; alphabetical where the dependencies leave a choice.
/// REQUIRES: no dependency cycle (the loader reports them).
std::vector<std::string> dependency_order(const Project& project);

/// The services that depend on `service`, directly or not, without itself.
std::set<std::string> dependents_of(const Project& project, const std::string& service);

/// The named services and all they depend on.
std::set<std::string> with_dependencies(const Project& project, const std::set<std::string>& services);

} // namespace muster::compose::graph
