#pragma once

#include "compose/load/load.hpp"

#include <string>

namespace muster::fakes {

/// The project that a compose text declares: read as /demo/compose.yaml, called "demo" unless it says
/// otherwise. Throws std::runtime_error with the rendered problems when it cannot be loaded.
compose::Project load_text(const std::string& compose, compose::load::LoadRequest request = {});

} // namespace muster::fakes
