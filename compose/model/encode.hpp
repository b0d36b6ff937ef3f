#pragma once

#include "compose/model/project.hpp"

#include <map>

namespace muster::compose {

/// The canonical document of a model value: long forms only, members in the order of describe.hpp, empty
/// members left out. `config` prints it and the config hash is computed over it.
Value encode(const Service& service);
Value encode(const Network& network);
Value encode(const Volume& volume);
Value encode(const FileObject& object);

/// The format a document is meant for. JSON, which the config hash is computed over, has no extensions below
/// the project and no models, but some members even when they are empty (command, entrypoint, ipam); with
/// YAML it is the reverse.
enum class Notation { json, yaml };

/// The whole project as one document: name, services, networks, volumes, secrets, configs, models,
/// extensions.
Value encode(const Project& project, Notation notation = Notation::json);

} // namespace muster::compose
