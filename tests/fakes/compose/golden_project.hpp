#pragma once

#include "compose/load/load.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace muster::fakes {

/// A case of tests/golden/peer: a project, and what Docker Compose makes of it (see its README).
struct GoldenProject {
    std::string name;
    std::filesystem::path folder;

    bool has(const char* file) const { return std::filesystem::exists(folder / file); }
    /// The lines of one of its files.
    std::vector<std::string> lines(const char* file) const;
    /// As Docker Compose was called to make expected.hash.
    compose::load::LoadRequest request() const;
    /// Throws LoadFailure.
    compose::Project load(const compose::load::LoadRequest& request) const;
};

/// All cases, by name.
std::vector<GoldenProject> golden_projects();

} // namespace muster::fakes
