#pragma once

#include "base/files.hpp"
#include "compose/model/project.hpp"

namespace muster::compose::load {

/// Fills in Project::file_contents. Only regular files are read: to open a pipe would take from the container
/// what is meant for it.
void read_file_contents(Project& project, const Files& files);

} // namespace muster::compose::load
