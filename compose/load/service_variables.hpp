#pragma once

#include "compose/load/load_context.hpp"
#include "compose/source/dotenv.hpp"
#include "compose/source/node.hpp"

#include <string>

/// Noting which places give services their variables, for LoadContext::provenance; without it, nothing is
/// done.
namespace muster::compose::load {

/// The `environment` of a service as one document has it.
void note_environment(const std::string& service, const source::Node& definition, LoadContext& context);

/// The same for all services of a document.
void note_environments(const source::Node& document, LoadContext& context);

/// The lines of an env_file. REQUIRES: context.provenance.
void note_env_file(const std::string& service, std::vector<source::Assignment> lines, LoadContext& context);

} // namespace muster::compose::load
