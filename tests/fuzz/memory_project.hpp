#pragma once

#include "compose/load/load.hpp"

#include <map>
#include <optional>
#include <string>

namespace muster::fuzz {

/// A project that was loaded from files in memory, and what there was to say about it.
struct MemoryProject {
    std::optional<compose::load::LoadedProject> loaded; ///< nothing when it was rejected
    SourceMap sources;
};

enum class Form { complete, as_written };

/// Loads the compose.yaml below /project; `files` go by their path there. With Form::as_written nothing is
/// filled in, resolved or left out. Requires true places of all problems and warnings.
MemoryProject load_files(const std::map<std::string, std::string>& files, Form form = Form::complete);

/// What `config` prints for the project loads again, to the same project.
void require_stable_config(const compose::Project& project);

} // namespace muster::fuzz
